import { ComputeBudgetProgram, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import { type ClaimsInput, claimsTransaction, type PlannedClaims, planClaims } from "../../src/claims/plan";
import { InvalidInput } from "../../src/failures";
import { transactionLength } from "../../src/sending/message";
import { tokenAddress } from "../../src/spl/token";
import { key } from "../support/history";

const OWNER = key(1);
const [DOLLAR, EURO] = [key(2), key(3)];
const LIMIT = 1_232;

type LoadedBot = ClaimsInput["bots"][number];
type Loaded = ClaimsInput["subscriptions"][number];

/** An address of its own. */
const numbered = (kind: number, number: number): PublicKey => {
  const bytes = new Uint8Array(32).fill(kind);
  new DataView(bytes.buffer).setUint32(0, number);
  return new PublicKey(bytes);
};

/** What a plan looks at of a bot. */
const bot = (number: number, { mint = DOLLAR, owner = OWNER } = {}): LoadedBot =>
  ({ address: numbered(10, number), owner, terms: { mint } }) as unknown as LoadedBot;

/** What a plan looks at of a subscription. @param claimable base units */
const subscription = (number: number, of: LoadedBot, claimable: bigint): Loaded =>
  ({
    address: numbered(11, number),
    bot: of.address,
    instance: 1n,
    terms: of.terms,
    credited: claimable + 5n,
    claimed: 5n,
  }) as unknown as Loaded;

const NO_BLOCKHASH = PublicKey.default.toBase58();
const lengthOf = (planned: PlannedClaims): number =>
  transactionLength(claimsTransaction(planned, NO_BLOCKHASH).message);

/** The same transaction with another one's claims, too. */
const joined = (a: PlannedClaims, b: PlannedClaims): PlannedClaims => {
  const data = new Set(a.instructions.map((one) => JSON.stringify([one.programId, one.keys])));
  const more = b.instructions.filter((one) => !data.has(JSON.stringify([one.programId, one.keys])));
  return { ...a, instructions: [...a.instructions, ...more] };
};

const names = ({ claims }: PlannedClaims): string[] =>
  claims.map((one) => (one.subscription ?? one.bot).toBase58()).sort();

describe("a plan of claims", () => {
  const one = bot(1);

  it("has the largest claims first, in as few transactions as fit", () => {
    const subscriptions = Array.from({ length: 25 }, (_, index) => subscription(index, one, BigInt(index + 1)));
    const plan = planClaims({ bots: [one], subscriptions });
    const sizes = plan.map(({ claims }) => claims.length);
    const most = sizes[0]!;
    expect(sizes).to.deep.equal([...Array(Math.floor(25 / most)).fill(most), 25 % most]);
    expect(plan.flatMap(({ claims }) => claims.map(({ amount }) => amount))).to.deep.equal(
      Array.from({ length: 25 }, (_, index) => BigInt(25 - index)),
    );
    expect(plan.map(({ amount }) => amount).reduce((sum, amount) => sum + amount)).to.equal(325n);
    for (const planned of plan) expect(lengthOf(planned)).to.be.at.most(LIMIT);
  });

  it("is empty without bots, without subscriptions, and where there is nothing to claim", () => {
    expect(planClaims({ bots: [], subscriptions: [] })).to.deep.equal([]);
    expect(planClaims({ bots: [one], subscriptions: [] })).to.deep.equal([]);
    expect(planClaims({ bots: [one], subscriptions: [subscription(1, one, 0n)] })).to.deep.equal([]);
  });

  it("leaves out what is below the minimum, and nothing else", () => {
    const subscriptions = [99n, 100n, 101n].map((amount, index) => subscription(index, one, amount));
    const vaults = [{ bot: one.address, amount: 99n }];
    const [planned] = planClaims({ bots: [one], subscriptions, vaults, minimum: 100n });
    expect(planned!.claims.map(({ amount }) => amount)).to.deep.equal([101n, 100n]);
    const all = planClaims({ bots: [one], subscriptions, vaults, minimum: 0n });
    expect(all[0]!.claims.map(({ amount }) => amount)).to.deep.equal([101n, 100n, 99n, 99n]);
  });

  it("claims a bot's vault beside its escrows", () => {
    const vaults = [{ bot: one.address, amount: 7n }];
    const [planned, ...others] = planClaims({ bots: [one], subscriptions: [subscription(1, one, 5n)], vaults });
    expect(others).to.deep.equal([]);
    expect(planned!.claims).to.deep.equal([
      { bot: one.address, subscription: null, amount: 7n },
      { bot: one.address, subscription: numbered(11, 1), amount: 5n },
    ]);
    expect(planned!.amount).to.equal(12n);
  });

  it("takes an escrow that is passed twice once", () => {
    const twice = subscription(1, one, 5n);
    expect(planClaims({ bots: [one], subscriptions: [twice, twice] })[0]!.claims).to.have.length(1);
  });

  it("keeps mints apart, each to the owner's token account of it", () => {
    const two = bot(2, { mint: EURO });
    const subscriptions = [subscription(1, one, 5n), subscription(2, two, 9n)];
    const plan = planClaims({ bots: [one, two], subscriptions });
    expect(plan.map(({ mint, amount }) => [mint, amount])).to.deep.equal([
      [EURO, 9n],
      [DOLLAR, 5n],
    ]);
    expect(plan.map(({ destination }) => destination)).to.deep.equal([
      tokenAddress(EURO, OWNER),
      tokenAddress(DOLLAR, OWNER),
    ]);
  });

  it("goes where it is told, or makes the owner's token account in every transaction", () => {
    const subscriptions = Array.from({ length: 12 }, (_, index) => subscription(index, one, 5n));
    const elsewhere = planClaims({ bots: [one], subscriptions, destinations: [{ mint: DOLLAR, address: key(9) }] });
    expect(elsewhere.every(({ destination }) => destination.equals(key(9)))).to.equal(true);
    const made = planClaims({ bots: [one], subscriptions, destinations: [{ mint: DOLLAR, create: true }] });
    expect(made.length).to.be.greaterThan(1);
    for (const { destination, instructions, claims } of made) {
      expect(destination.equals(tokenAddress(DOLLAR, OWNER))).to.equal(true);
      expect(instructions).to.have.length(claims.length + 3);
    }
  });

  it("asks for what it uses, at the price that is offered, or leaves that to the runtime", () => {
    const subscriptions = [subscription(1, one, 5n)];
    const budget = ({ instructions }: PlannedClaims) =>
      instructions.filter(({ programId }) => programId.equals(ComputeBudgetProgram.programId)).length;
    const plan = (computeUnitPrice?: bigint | null) =>
      planClaims({ bots: [one], subscriptions, ...(computeUnitPrice === undefined ? {} : { computeUnitPrice }) })[0]!;
    expect([plan(), plan(0n), plan(1_000n), plan(null)].map(budget)).to.deep.equal([2, 2, 3, 0]);
  });

  it("is for one owner and for the bots that are passed", () => {
    const others = bot(2, { owner: key(8) });
    expect(() => planClaims({ bots: [one, others], subscriptions: [] })).to.throw(
      InvalidInput,
      `Bot ${others.address.toBase58()} belongs to ${key(8).toBase58()}, bot ${one.address.toBase58()} to ${OWNER.toBase58()}: plan for one owner at a time`,
    );
    const foreign = subscription(1, others, 5n);
    expect(() => planClaims({ bots: [one], subscriptions: [foreign] })).to.throw(
      InvalidInput,
      `Subscription ${foreign.address.toBase58()} is of bot ${others.address.toBase58()}: pass that bot, too`,
    );
    expect(() =>
      planClaims({ bots: [one], subscriptions: [], vaults: [{ bot: others.address, amount: 1n }] }),
    ).to.throw(InvalidInput, `A vault is of bot ${others.address.toBase58()}: pass that bot, too`);
  });

  describe("whatever is to be claimed", () => {
    const amount = fc.oneof(fc.constantFrom(0n, 1n, 99n, 100n), fc.bigInt(0n, 2n ** 63n));
    const bots = fc.array(
      fc.record({
        mint: fc.constantFrom(DOLLAR, DOLLAR, DOLLAR, EURO),
        escrows: fc.array(amount, { maxLength: 30 }),
        vault: amount,
      }),
      { maxLength: 6 },
    );
    const options = fc.record({
      minimum: fc.constantFrom(0n, 1n, 100n),
      version: fc.constantFrom("legacy" as const, 0 as const),
      computeUnitPrice: fc.constantFrom(null, 0n, 5_000n),
      payer: fc.constantFrom(OWNER, key(7)),
      create: fc.boolean(),
    });

    it("claims each of it once, in transactions that fit and of which no two fit into one, largest first", () => {
      fc.assert(
        fc.property(bots, options, (drawn, { create, ...rest }) => {
          const all = drawn.map(({ mint }, index) => bot(index, { mint }));
          let count = 0;
          const subscriptions = drawn.flatMap(({ escrows }, index) =>
            escrows.map((claimable) => subscription(count++, all[index]!, claimable)),
          );
          const vaults = drawn.map(({ vault }, index) => ({ bot: all[index]!.address, amount: vault }));
          const destinations = create ? [{ mint: DOLLAR, create: true as const }] : [];
          const plan = planClaims({ bots: all, subscriptions, vaults, destinations, ...rest });

          const least = rest.minimum > 1n ? rest.minimum : 1n;
          const due = [
            ...subscriptions.filter((one) => one.credited - one.claimed >= least).map(({ address }) => address),
            ...vaults.filter((one) => one.amount >= least).map((one) => one.bot),
          ];
          expect(plan.flatMap(names).sort()).to.deep.equal(due.map(String).sort());
          for (const planned of plan) {
            expect(lengthOf(planned)).to.be.at.most(LIMIT);
            const amounts = planned.claims.map((one) => one.amount);
            expect(planned.amount).to.equal(amounts.reduce((sum, one) => sum + one));
            expect(amounts).to.deep.equal([...amounts].sort((a, b) => (a < b ? 1 : -Number(a > b))));
          }
          const totals = plan.map((planned) => planned.amount);
          expect(totals).to.deep.equal([...totals].sort((a, b) => (a < b ? 1 : -Number(a > b))));
          for (const [index, a] of plan.entries()) {
            for (const b of plan.slice(index + 1).filter(({ mint }) => mint.equals(a.mint))) {
              expect(lengthOf(joined(a, b))).to.be.greaterThan(LIMIT);
            }
          }
        }),
        { numRuns: 40 },
      );
    });

    it("takes no more transactions than bots that are filled one after the other", () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (counts) => {
          const all = counts.map((_, index) => bot(index));
          const subscriptions = counts.flatMap((count, index) =>
            Array.from({ length: count }, (_, at) => subscription(100 * index + at, all[index]!, 1n)),
          );
          const planned = planClaims({ bots: all, subscriptions }).length;
          const alone = all.map(
            (each) =>
              planClaims({ bots: [each], subscriptions: subscriptions.filter((of) => of.bot.equals(each.address)) })
                .length,
          );
          expect(planned).to.be.at.most(alone.reduce((sum, count) => sum + count, 0));
          const most = planClaims({
            bots: [one],
            subscriptions: Array.from({ length: 40 }, (_, at) => subscription(at, one, 1n)),
          })[0]!;
          const total = counts.reduce((sum, count) => sum + count, 0);
          expect(planned).to.be.at.least(Math.ceil(total / most.claims.length));
        }),
        { numRuns: 15 },
      );
    });
  });

  it("has all of a thousand escrows of a hundred bots", () => {
    const all = Array.from({ length: 100 }, (_, index) => bot(index));
    const subscriptions = Array.from({ length: 1_000 }, (_, index) =>
      subscription(index, all[(index * index) % 100]!, BigInt((index * 7_919) % 1_000) + 1n),
    );
    const plan = planClaims({ bots: all, subscriptions });
    expect(plan.flatMap(({ claims }) => claims)).to.have.length(1_000);
  });
});
