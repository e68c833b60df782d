import { AddressLookupTableAccount, type PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import type { Action } from "../../src/decide/actions";
import type { Observed } from "../../src/observe/observed";
import { Batches } from "../../src/reconcile/batches";
import type { Executor, Intent } from "../../src/send/executor";
import type { Outcome } from "../../src/send/outcome";
import { Tables } from "../../src/send/tables";
import { fits } from "../../src/send/transaction";
import { attested, close, key, verified } from "../support/observed";
import { VirtualClock } from "../support/virtual-clock";

const SETTLE: Action = { kind: "settle", reason: "" };
const PAYOUT: Action = { kind: "payout", reason: "", payout: { amount: 5n, createAccount: false } };
const CLOSE: Action = { kind: "settle_attested", reason: "", close: close(2n, 7n), deposit: 0n, payout: null };
const FUND: Action = { kind: "fund_from_agent", reason: "", amount: 5n };

const SIGNATURE = "5".repeat(64);
const DETAILS = { computeUnits: 1, settled: [], skipped: [], events: [] };
const CONFIRMED: Outcome = { kind: "confirmed", signature: SIGNATURE, slot: 9, details: DETAILS };
const EXPIRED: Outcome = { kind: "expired", signature: SIGNATURE, isSure: true };
/** As long as a blockhash lives. */
const LIFETIME_MS = 30_000;
const ERROR = { name: "SequenceMismatch", message: "", code: 1, program: null };

/** Another subscription, each with accounts of its own. */
const numbered = (observed: Observed, number: number): Observed => ({
  ...observed,
  address: key(100 + number),
  subscription: { ...observed.subscription, venueUser: observed.subscription.venueUser && key(40 + number) },
});

describe("batches", () => {
  let clock: VirtualClock;
  /** What was sent, and when. */
  let sent: { at: number; intent: Intent }[];
  let answer: (intent: Intent) => Outcome | Promise<Outcome>;
  /** What earlier starts left in flight, by lane. */
  let left: Map<string, Outcome>;
  let tables: Tables;
  let batches: Batches;

  beforeEach(() => {
    clock = new VirtualClock();
    sent = [];
    answer = () => CONFIRMED;
    left = new Map();
    const executor: Pick<Executor, "payer" | "execute" | "resume"> = {
      payer: key(250),
      execute: async (intent) => {
        sent.push({ at: clock.now(), intent });
        return answer(intent);
      },
      resume: async (lane) => {
        const outcome = left.get(lane);
        return outcome === undefined ? null : { flight: { lanes: [lane] } as never, outcome };
      },
    };
    tables = new Tables(clock);
    batches = new Batches(executor, tables, clock);
  });

  const submit = (action: Action, observed: Observed = verified()) => batches.execute({ action, observed });
  const many = (count: number, action: Action, observed: Observed = verified()) =>
    Array.from({ length: count }, (_, index) => submit(action, numbered(observed, index)));
  const sizes = () => sent.map(({ intent }) => intent.lanes.length);

  it("sends a lone settlement at once, and alone", async () => {
    expect(await clock.until(submit(SETTLE))).to.equal(CONFIRMED);
    expect(sent.map(({ at }) => at)).to.deep.equal([0]);
    expect(sent[0]!.intent.instructions.length).to.equal(1);
  });

  it("sends together what comes together, as far as it fits", async () => {
    const outcomes = await clock.until(Promise.all(many(20, SETTLE)));
    expect(outcomes.every(({ kind }) => kind === "confirmed")).to.equal(true);
    // A row has two accounts of its own; without a lookup table fourteen fit into 1,232 bytes.
    expect(sizes()).to.deep.equal([14, 6]);
    expect(sent[0]!.intent.lanes).to.deep.equal(Array.from({ length: 14 }, (_, index) => key(100 + index).toBase58()));
  });

  it("keeps the next ones until the slot is over, and sends them together", async () => {
    const first = submit(SETTLE);
    await clock.pass(10);
    const later = [submit(SETTLE, numbered(verified(), 1))];
    await clock.pass(50);
    later.push(submit(SETTLE, numbered(verified(), 2)));
    await clock.until(Promise.all([first, ...later]));
    expect(sent.map(({ at, intent }) => [at, intent.lanes.length])).to.deep.equal([
      [0, 1],
      [200, 2],
    ]);
  });

  it("sends each alone when one of them cannot be made, which alone is refused", async () => {
    const fine = many(2, CLOSE, attested([]));
    const huge: Action = { ...CLOSE, close: close(2n, 2n ** 63n) };
    const wrong = submit(huge, numbered(attested([]), 8)).catch((error: Error) => error.message);
    expect(await clock.until(wrong)).to.match(/closePnl/);
    expect(await clock.until(Promise.all(fine))).to.deep.equal([CONFIRMED, CONFIRMED]);
    // What comes later is not kept from going.
    expect(await clock.until(submit(CLOSE, attested([])))).to.equal(CONFIRMED);
  });

  it("mixes no kinds, no keepers, and nothing that an agent signs", async () => {
    const elsewhere = attested([]);
    const terms = { ...elsewhere.subscription.terms, keeper: key(77) };
    const other = { ...elsewhere, subscription: { ...elsewhere.subscription, terms } };
    const all = [
      ...many(2, SETTLE),
      ...many(2, PAYOUT),
      ...many(2, CLOSE, attested([])),
      submit(CLOSE, numbered(other, 7)),
      ...many(2, FUND),
      submit({ ...CLOSE, deposit: 3n }, numbered(attested([]), 8)),
    ];
    await clock.until(Promise.all(all));
    expect(sent.map(({ intent }) => `${intent.action} ${intent.lanes.length}`).sort()).to.deep.equal([
      "fund_from_agent 1",
      "fund_from_agent 1",
      "payout 2",
      "settle 2",
      "settle_attested 1",
      "settle_attested 1",
      "settle_attested 2",
    ]);
  });

  it("names every close of a batch, so that all of them are marked when it lands", async () => {
    await clock.until(Promise.all(many(2, CLOSE, attested([]))));
    const { closes } = sent[0]!.intent;
    expect(closes.map(({ lane, instance }) => [lane, instance])).to.deep.equal([
      [key(100).toBase58(), 1n],
      [key(101).toBase58(), 1n],
    ]);
    expect(
      closes.every(({ reference }) => reference === Buffer.from(close(2n, 7n).reference).toString("hex")),
    ).to.equal(true);
  });

  it("settles without its payment a close that goes with others, and with it one that goes alone", async () => {
    const paid: Action = { ...CLOSE, payout: { amount: 5n, createAccount: false } };
    await clock.until(submit(paid, attested([])));
    await clock.until(Promise.all(many(2, paid, attested([]))));
    expect(sent.map(({ intent }) => intent.instructions.length)).to.deep.equal([2, 1]);
  });

  it("tells each what became of it: a row that was skipped failed", async () => {
    const skipped = [{ row: 1, error: ERROR }];
    answer = () => ({ ...CONFIRMED, details: { ...DETAILS, skipped } });
    const outcomes = await clock.until(Promise.all(many(3, SETTLE)));
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(["confirmed", "failed", "confirmed"]);
    expect(outcomes[1]).to.deep.equal({ kind: "failed", signature: SIGNATURE, error: ERROR });
  });

  it("tells each only of its own settlement", async () => {
    const settledOf = (subscription: PublicKey) => ({ subscription }) as never;
    answer = () => ({ ...CONFIRMED, details: { ...DETAILS, settled: [settledOf(key(101)), settledOf(key(100))] } });
    const outcomes = await clock.until(Promise.all(many(2, SETTLE)));
    const own = outcomes.map((outcome) => (outcome.kind === "confirmed" ? outcome.details!.settled : []));
    expect(own).to.deep.equal([[{ subscription: key(100) }], [{ subscription: key(101) }]]);
  });

  it("sends each alone if together they are refused, and only the one that is to blame is refused", async () => {
    const guilty = key(101).toBase58();
    const refused: Outcome = { kind: "refused", error: ERROR, logs: [] };
    answer = ({ lanes }) => (lanes.includes(guilty) ? refused : CONFIRMED);
    const outcomes = await clock.until(Promise.all(many(3, PAYOUT)));
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(["confirmed", "refused", "confirmed"]);
    expect(sizes()).to.deep.equal([3, 1, 1, 1]);
  });

  describe("with a lane whose transactions never land", () => {
    const stuck = numbered(verified(), 1);
    const lane = stuck.address.toBase58();

    it("delays those that went with it once, and from then on nobody", async () => {
      answer = async ({ lanes }) => {
        if (!lanes.includes(lane)) return CONFIRMED;
        await clock.sleep(LIFETIME_MS);
        return EXPIRED;
      };
      const first = await clock.until(Promise.all(many(3, SETTLE)));
      expect(first.map(({ kind }) => kind)).to.deep.equal(["expired", "expired", "expired"]);
      const began = clock.now();
      const again = many(3, SETTLE);
      const others = [again[0]!, again[2]!];
      expect((await clock.until(Promise.all(others))).map(({ kind }) => kind)).to.deep.equal([
        "confirmed",
        "confirmed",
      ]);
      expect(clock.now()).to.equal(began);
      await clock.until(again[1]!);
      // Those that landed go together again; the one that has not goes alone.
      await clock.until(
        Promise.all([submit(SETTLE, stuck), ...many(1, SETTLE), submit(SETTLE, numbered(verified(), 2))]),
      );
      expect(sent.map(({ intent }) => intent.lanes.length)).to.deep.equal([3, 1, 1, 1, 1, 2]);
    });

    const landings: [what: string, outcome: Outcome][] = [
      ["is confirmed", CONFIRMED],
      ["fails on the chain", { kind: "failed", signature: SIGNATURE, error: ERROR }],
    ];
    for (const [what, outcome] of landings) {
      it(`sends it with others again once a transaction of it ${what}`, async () => {
        left.set(lane, EXPIRED);
        await batches.resume(lane);
        answer = () => outcome;
        await clock.until(Promise.all(many(3, SETTLE)));
        await clock.until(Promise.all(many(3, SETTLE)));
        expect(sizes()).to.deep.equal([1, 2, 3]);
      });
    }

    it("still sends it alone after it was refused: nothing has landed", async () => {
      left.set(lane, EXPIRED);
      await batches.resume(lane);
      answer = () => ({ kind: "refused", error: ERROR, logs: [] });
      await clock.until(submit(SETTLE, stuck));
      answer = () => CONFIRMED;
      await clock.until(Promise.all(many(3, SETTLE)));
      expect(sizes()).to.deep.equal([1, 1, 2]);
    });
  });

  it("throws for each what the executor throws, and goes on", async () => {
    answer = () => {
      throw new Error("the database is gone");
    };
    const errors = await clock.until(
      Promise.all(many(2, SETTLE).map((one) => one.catch((error: Error) => error.message))),
    );
    expect(errors).to.deep.equal(["the database is gone", "the database is gone"]);
    answer = () => CONFIRMED;
    expect(await clock.until(submit(SETTLE))).to.equal(CONFIRMED);
  });

  it("asks for the state of the newest slot that any of them was decided on", async () => {
    const [one, other] = [numbered(verified(), 1), numbered(verified(), 2)];
    await clock.until(Promise.all([submit(SETTLE, { ...one, slot: 70 }), submit(SETTLE, { ...other, slot: 60 })]));
    expect(sent[0]!.intent.minContextSlot).to.equal(70);
  });

  describe("given a table", () => {
    /** Of these accounts, and usable in the slot after. */
    const table = (addresses: PublicKey[], lastExtendedSlot: number) => {
      const active = { deactivationSlot: 2n ** 64n - 1n, lastExtendedSlotStartIndex: 0 };
      return new AddressLookupTableAccount({ key: key(99), state: { ...active, lastExtendedSlot, addresses } });
    };
    const rows = Array.from({ length: 30 }, (_, index) => numbered(verified(), index));
    const accounts = rows.flatMap(({ address, subscription }) => [address, subscription.venueUser!]);

    it("sends 30 together in place of 14, on a slot in which it is usable", async () => {
      tables.set([table(accounts, 700)], 701);
      await clock.until(Promise.all(rows.map((one) => submit(SETTLE, one))));
      expect(sent.map(({ intent }) => [intent.lanes.length, intent.tables.length])).to.deep.equal([[30, 1]]);
      expect(sent[0]!.intent.minContextSlot).to.equal(701);
    });

    it("uses none where there is room without", async () => {
      tables.set([table(accounts, 700)], 701);
      await clock.until(Promise.all(rows.slice(0, 14).map((one) => submit(SETTLE, one))));
      expect(sent.map(({ intent }) => [intent.lanes.length, intent.tables.length])).to.deep.equal([[14, 0]]);
    });

    it("sends fewer without it, if a node does not take it", async () => {
      tables.set([table(accounts, 700)], 701);
      answer = (intent) => {
        if (intent.tables.length > 0) throw new Error("Transaction address table lookup uses an invalid index");
        return CONFIRMED;
      };
      const outcomes = await clock.until(Promise.all(rows.map((one) => submit(SETTLE, one))));
      expect(outcomes.every(({ kind }) => kind === "confirmed")).to.equal(true);
      expect(sizes()).to.deep.equal([30, 14, 14, 2]);
      expect(tables.isTrusted).to.equal(false);
    });
  });

  it("asks for a table where one alone is too large, and uses it", async () => {
    const market = (index: number) => ({ address: key(120 + index), oracle: key(150 + index), lastOraclePrice: null });
    const base = verified();
    if (base.venue.kind !== "read" || base.venue.drift === null) throw new Error("There is no venue account");
    const { account, markets } = base.venue.drift;
    const perp = new Map(Array.from({ length: 12 }, (_, index) => [index, market(index)] as const));
    const wide: Observed = { ...base, venue: { ...base.venue, drift: { account, markets: { ...markets, perp } } } };
    const fund: Action = { kind: "fund_from_venue", reason: "", amount: 5n };
    await clock.until(submit(fund, wide));
    expect(sent[0]!.intent.tables).to.deep.equal([]);
    const { keys, needed } = tables.worthwhile();
    expect(needed).to.equal(true);

    const active = { deactivationSlot: 2n ** 64n - 1n, lastExtendedSlotStartIndex: 0, lastExtendedSlot: 700 };
    tables.set([new AddressLookupTableAccount({ key: key(99), state: { ...active, addresses: keys } })], 701);
    await clock.until(submit(fund, wide));
    const { instructions, tables: used } = sent[1]!.intent;
    expect(fits(key(250), instructions, used)).to.equal(true);
    expect(tables.worthwhile().needed).to.equal(false);
  });
});
