import { driftSimulation } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, type Located, type Subscription, unsubscribe } from "@profit-share/sdk";
import { driftUserAddress, instructionData } from "@profit-share/sdk/drift";
import { limitInstructions, skippedRows } from "@profit-share/sdk/sending";
import { readUser } from "@profit-share/testing/chain/venue";
import {
  AddressLookupTableAccount,
  ComputeBudgetProgram,
  Keypair,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
} from "@solana/web3.js";
import { expect } from "chai";
import { type Bundle, type BundleOptions, bundleWithClose } from "../../src";
import { Market, ONE, type TestSubscription, USDC } from "../support/market";

/** A program is in what a transaction loads with all its bytes. */
const LOADED = 3 * 1_024 * 1_024;

describe("settling in the transaction that closes", () => {
  let market: Market;

  before(async () => {
    market = await Market.open();
  });

  after(() => market.close());

  const read = ({ address }: TestSubscription): Promise<Located<Subscription>> =>
    market.chain.client.subscription(address);

  /** The simulator's order, which is filled at once at a stated price. */
  const closing = ({ venueUser, agent }: TestSubscription, pnl: bigint): TransactionInstruction => {
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: 0 };
    return driftSimulation.fill({ ...on, base: -ONE, quote: 100n * USDC + pnl });
  };

  /** The simulator has no orders, only what they come to: as of a host that closes through a program of its own. */
  const closes = ({ programId }: TransactionInstruction): boolean => programId.equals(DRIFT_PROGRAM_ID);

  async function bundled(
    subscription: TestSubscription,
    instructions: TransactionInstruction[],
    changes: Partial<BundleOptions> = { closes },
  ): Promise<Bundle> {
    const { chain } = market;
    return bundleWithClose(instructions, {
      subscription: await read(subscription),
      payer: chain.payer.publicKey,
      now: await chain.client.time(),
      ...changes,
    });
  }

  /** What became of it: what it used, and which rows were skipped. */
  async function sent({ instructions }: Pick<Bundle, "instructions">, { agent }: TestSubscription) {
    const { chain } = market;
    const signature = await chain.send(instructions, agent);
    const landed = await chain.connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    return { units: landed!.meta!.computeUnitsConsumed!, skipped: skippedRows(landed!.meta!.logMessages!).flat() };
  }

  const isFlat = async ({ venueUser, agent }: TestSubscription): Promise<boolean> =>
    (await readUser(market.chain, { agent, user: venueUser! })).flat;

  it("should settle what the fill realizes", async () => {
    const subscription = await market.verified();
    await market.open(subscription);
    // Enough for the close alone.
    const limits = limitInstructions({ computeUnits: 2_500, loadedBytes: LOADED });
    const alone = [...limits, closing(subscription, 20n * USDC)];
    const bundle = await bundled(subscription, alone);
    expect(bundle).to.include({ bundled: true, reason: null });
    const { units, skipped } = await sent(bundle, subscription);
    expect(skipped).to.deep.equal([]);
    expect(await isFlat(subscription)).to.equal(true);
    expect(market.ledger(subscription)).to.include({ sequence: 1n, accrued: 2n * USDC, credited: 2n * USDC });

    const same = await market.verified();
    await market.open(same);
    const { units: withoutIt } = await sent({ instructions: [...limits, closing(same, 20n * USDC)] }, same);
    expect(units - withoutIt).to.be.below(3_500);
  });

  it("should raise what the close asks for, up to the most, and change nothing else of it", async () => {
    const subscription = await market.verified();
    const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 7 });
    const alone = [
      ...limitInstructions({ computeUnits: 20_000, loadedBytes: LOADED }),
      price,
      closing(subscription, 1n),
    ];
    const { instructions } = await bundled(subscription, alone);
    const raised = limitInstructions({ computeUnits: 25_000, loadedBytes: LOADED + 512 * 1_024 });
    expect(instructions.slice(0, 4)).to.deep.equal([...raised, price, alone[3]]);
    expect(alone[0]).to.deep.equal(limitInstructions({ computeUnits: 20_000, loadedBytes: null })[0]);
    const short = new TransactionInstruction({
      programId: ComputeBudgetProgram.programId,
      keys: [],
      data: Buffer.of(2),
    });
    const damaged = await bundled(subscription, [short, closing(subscription, 1n)]);
    expect(damaged.instructions[0]).to.deep.equal(short);
    const most = limitInstructions({ computeUnits: 1_400_000, loadedBytes: 64 * 1_024 * 1_024 });
    const full = await bundled(subscription, [...most, closing(subscription, 1n)]);
    expect(full.instructions.slice(0, 2)).to.deep.equal(most);
  });

  describe("when the program refuses the row", () => {
    it("should close all the same, of a subscription that was closed meanwhile", async () => {
      const subscription = await market.verified();
      await market.open(subscription);
      const bundle = await bundled(subscription, [closing(subscription, 20n * USDC)]);
      expect(bundle.bundled).to.equal(true);
      market.chain.setAccount(subscription.address, SystemProgram.programId, new Uint8Array(0));
      const { skipped } = await sent(bundle, subscription);
      expect(skipped.map(({ row }) => row)).to.deep.equal([0]);
      expect(await isFlat(subscription)).to.equal(true);
    });

    it("should close all the same, of one that has ended meanwhile, and settle nothing", async () => {
      const subscription = await market.verified();
      await market.open(subscription);
      const bundle = await bundled(subscription, [closing(subscription, 20n * USDC)]);
      const { address, bot, venueUser, subscriber } = subscription;
      const leave = { signer: subscriber.publicKey, subscription: address, bot, instance: 1n, venueUser };
      await market.chain.send([unsubscribe(leave)], subscriber);
      market.chain.passDays(31);
      await sent(bundle, subscription);
      expect(await isFlat(subscription)).to.equal(true);
      expect(market.ledger(subscription)).to.include({ accrued: 0n });
      const late = await bundled(subscription, [closing(subscription, 20n * USDC)]);
      expect(late.bundled).to.equal(false);
      expect(late.reason).to.match(/has ended/);
    });
  });

  async function expectUnchanged(
    subscription: TestSubscription,
    words: RegExp,
    instructions: TransactionInstruction[],
    changes: Partial<BundleOptions> = { closes },
  ): Promise<void> {
    const bundle = await bundled(subscription, instructions, changes);
    expect(bundle.bundled).to.equal(false);
    expect(bundle.reason).to.match(words);
    expect(bundle.instructions).to.deep.equal(instructions);
  }

  describe("what comes back as it was", () => {
    it("should be a close of an attested subscription", async () => {
      const subscription = await market.attested();
      const user = driftUserAddress(subscription.agent.publicKey, 0);
      await expectUnchanged(subscription, /attested/, [closing({ ...subscription, venueUser: user }, 1n)]);
    });

    it("should be a close at a share of 0 %", async () => {
      const subscription = await market.verified({ profitShareBps: 0 });
      await expectUnchanged(subscription, /0 %/, [closing(subscription, 1n)]);
    });

    it("should be one that is too large with it, unless a lookup table makes it smaller", async () => {
      const subscription = await market.verified();
      const many = Array.from({ length: 24 }, () => Keypair.generate().publicKey);
      const close = closing(subscription, 1n);
      close.keys.push(...many.map((pubkey) => ({ pubkey, isSigner: false, isWritable: false })));
      const limits = limitInstructions({ computeUnits: 20_000, loadedBytes: LOADED });
      await expectUnchanged(subscription, /fit/, [...limits, close]);
      const key = Keypair.generate().publicKey;
      const state = {
        deactivationSlot: (1n << 64n) - 1n,
        lastExtendedSlot: 0,
        lastExtendedSlotStartIndex: 0,
        addresses: many,
      };
      const tables = [new AddressLookupTableAccount({ key, state })];
      expect(await bundled(subscription, [...limits, close], { closes, tables })).to.include({ bundled: true });
    });
  });

  describe("of Drift's own orders", () => {
    /** `place_and_take_perp_order`: accounts and arguments as in Drift's interface. */
    function order(
      user: PublicKey,
      { reduceOnly = true, name = "place_and_take_perp_order", programId = DRIFT_PROGRAM_ID } = {},
    ) {
      const data = instructionData(name)
        .u8(0) // A market order
        .u8(1) // on a perp market,
        .u8(1) // short,
        .u8(0)
        .u64(ONE)
        .u64(0n)
        .u16(0)
        .u8(reduceOnly ? 1 : 0)
        .bytes(new Uint8Array(12), 12)
        .finish();
      const keys = [PublicKey.default, user, PublicKey.default].map((pubkey) => ({
        ...{ pubkey, isSigner: false },
        isWritable: pubkey.equals(user),
      }));
      return new TransactionInstruction({ programId, keys, data: Buffer.from(data) });
    }

    it("should settle with one that is taken at once and only reduces", async () => {
      const subscription = await market.verified();
      const bundle = await bundled(subscription, [order(subscription.venueUser!)], {});
      expect(bundle).to.include({ bundled: true });
      expect(bundle.instructions).to.have.length(2);
    });

    const others: [what: string, made: (user: PublicKey) => TransactionInstruction][] = [
      ["one that may open a position", (user) => order(user, { reduceOnly: false })],
      ["one that waits in the book", (user) => order(user, { name: "place_perp_order" })],
      ["one of another account", () => order(Keypair.generate().publicKey)],
      ["one of another program", (user) => order(user, { programId: SystemProgram.programId })],
    ];
    for (const [what, made] of others) {
      it(`should leave ${what} as it is`, async () => {
        const subscription = await market.verified();
        await expectUnchanged(subscription, /closes a position/, [made(subscription.venueUser!)], {});
      });
    }
  });
});
