import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import type { SettledClose } from "../../src/store/align";
import { Checkpoints } from "../../src/store/checkpoints";
import { CloseStore, type SubscriptionInstance } from "../../src/store/closes";
import { openCopy, openDatabase } from "../../src/store/database";
import { FlightStore } from "../../src/store/flights";
import { Intake, type NewClose } from "../../src/store/intake";
import type { CloseRow } from "../../src/store/schema";
import { newDatabase, onEachDatabase } from "../support/database";

let names = 0;
/** An agreement that no other test uses. */
const agreement = () => ({ subscription: `subscription ${++names}`, instance: 1n });
const close = (reference: string, closePnl = 5n): NewClose => ({ reference, tradeId: null, closePnl });

const settled = (sequence: bigint, reference: string): SettledClose => ({
  sequence,
  reference,
  closePnl: 5n,
  accrued: 0n,
  credited: 0n,
  dropped: 0n,
  signature: `signature ${sequence}`,
  slot: Number(sequence),
});

onEachDatabase("the store", (newPlace) => {
  let place: string;
  let database: Database;
  let closes: CloseStore;
  let intake: Intake;

  /** Handed over, and admitted by a look at the chain. */
  async function add(of: SubscriptionInstance, one: NewClose, chainSequence: bigint): Promise<CloseRow> {
    await intake.take(of.subscription, one);
    await intake.admit(of, chainSequence, () => ({ state: "admitted" }));
    return (await closes.get(of, one.reference))!;
  }

  /** The chain has exactly these. */
  async function reconcile(of: SubscriptionInstance, settlements: SettledClose[], waived = 0n): Promise<void> {
    const { sequence, slot } = settlements.at(-1)!;
    const known = { sequence, slot, record: "", head: "", profitTotal: 0n };
    await closes.reconcile(of, { after: 0n, settlements, slot }, known, waived);
  }

  async function open(): Promise<void> {
    database = await openDatabase(place);
    closes = new CloseStore(database.db, new Checkpoints());
    intake = new Intake(database.db, new Checkpoints());
  }

  before(async () => {
    place = await newPlace();
    await open();
  });

  after(() => database.close());

  describe("of closes", () => {
    it("gives each the next sequence", async () => {
      const of = agreement();
      const rows = [await add(of, close("a"), 0n), await add(of, close("b", -7n), 0n)];
      expect(rows.map(({ sequence, closePnl, status }) => [sequence, closePnl, status])).to.deep.equal([
        [1n, 5n, "pending"],
        [2n, -7n, "pending"],
      ]);
    });

    it("begins after what the chain has settled", async () => {
      expect((await add(agreement(), close("a"), 41n)).sequence).to.equal(42n);
    });

    it("counts each subscription and each instance by itself", async () => {
      const of = agreement();
      await add(of, close("a"), 0n);
      expect((await add({ ...of, instance: 2n }, close("b", 9n), 0n)).sequence).to.equal(1n);
      expect((await add(agreement(), close("a"), 0n)).sequence).to.equal(1n);
    });

    it("gives a reference the sequence it has", async () => {
      const of = agreement();
      await add(of, close("a"), 0n);
      await add(of, close("b"), 0n);
      expect((await add(of, close("a"), 2n)).sequence).to.equal(1n);
    });

    it("gives closes that come at the same time different sequences", async () => {
      const of = agreement();
      const rows = await Promise.all(["a", "b", "c", "d"].map((reference) => add(of, close(reference), 0n)));
      expect(rows.map(({ sequence }) => sequence).sort()).to.deep.equal([1n, 2n, 3n, 4n]);
    });

    it("holds the ends of what a row can hold", async () => {
      const of = agreement();
      const lowest = -(2n ** 63n);
      await add(of, close("a", lowest), 0n);
      const most = 18_446_744_073_709_551_615n;
      const totals = { accrued: most, credited: most, dropped: most };
      await reconcile(of, [{ ...settled(1n, "a"), closePnl: lowest, ...totals }]);
      const row = await closes.get(of, "a");
      expect(row).to.deep.include({ closePnl: lowest, ...totals });
    });

    it("swaps sequences in one go", async () => {
      const of = agreement();
      await add(of, close("a"), 0n);
      await add(of, close("b"), 0n);
      await reconcile(of, [{ ...settled(1n, "b"), accrued: 3n, credited: 1n, dropped: 20n }]);
      expect((await closes.pending(of)).map(({ reference, sequence }) => [reference, sequence])).to.deep.equal([
        ["a", 2n],
      ]);
      const row = await closes.get(of, "b");
      expect(row).to.deep.include({ sequence: 1n, status: "settled", signature: "signature 1", slot: 1 });
      const amounts = await closes.amountsOf(of, row!);
      expect(amounts).to.deep.equal({ accrued: 3n, paid: 1n, owed: 2n, dropped: 20n });
    });

    it("says what each close led to, so that all of them add up", async () => {
      const of = agreement();
      await reconcile(of, [
        { ...settled(1n, "a"), accrued: 10n, credited: 0n },
        // The deposit before it paid the old debt, too.
        { ...settled(2n, "b"), accrued: 13n, credited: 13n },
        { ...settled(3n, "c"), accrued: 13n, credited: 13n },
      ]);
      const rows = await Promise.all(["a", "b", "c"].map((reference) => closes.get(of, reference)));
      expect(await Promise.all(rows.map((row) => closes.amountsOf(of, row!)))).to.deep.equal([
        { accrued: 10n, paid: 0n, owed: 10n, dropped: 0n },
        { accrued: 3n, paid: 13n, owed: 0n, dropped: 0n },
        { accrued: 0n, paid: 0n, owed: 0n, dropped: 0n },
      ]);
    });

    it("takes off what is owed what was waived by the first look that showed the close settled, and nothing later", async () => {
      const of = agreement();
      const first = { ...settled(1n, "a"), accrued: 10n, credited: 0n };
      const second = { ...settled(2n, "b"), accrued: 13n, credited: 0n };
      const owed = (references: string[]) =>
        Promise.all(references.map(async (one) => (await closes.amountsOf(of, (await closes.get(of, one))!))!.owed));
      await reconcile(of, [first], 1n);
      expect(await owed(["a"])).to.deep.equal([9n]);
      await reconcile(of, [first, second], 8n);
      expect(await owed(["a", "b"])).to.deep.equal([9n, 5n]);
      await closes.note(of, (await closes.known(of))!, 13n);
      expect(await owed(["a", "b"])).to.deep.equal([9n, 5n]);
    });

    it("says of no close of a lost database that less than nothing is owed", async () => {
      const of = agreement();
      await reconcile(of, [{ ...settled(1n, "a"), accrued: 10n, credited: 8n }], 5n);
      expect(await closes.amountsOf(of, (await closes.get(of, "a"))!)).to.deep.include({ owed: 0n });
    });

    it("takes off what was waived before, while no look has shown a close settled", async () => {
      const of = agreement();
      await reconcile(of, [{ ...settled(1n, "a"), accrued: 10n, credited: 0n }], 4n);
      await add(of, close("b"), 1n);
      const flights = new FlightStore(database.db, new Checkpoints());
      const lane = { lane: of.subscription, instance: of.instance, reference: "b" };
      const landed = { ...lane, sequence: 2n, accrued: 13n, credited: 0n, dropped: 0n };
      const flight = { signature: "signature 2", action: "settle_attested", lanes: [of.subscription], closes: [lane] };
      const sent = { lastValidBlockHeight: 1, blockhashSlot: 1, transaction: "", landedSlot: null };
      await flights.land({ ...flight, ...sent }, { slot: 9, closes: [landed], paying: [], final: true });
      expect(await closes.amountsOf(of, (await closes.get(of, "b"))!)).to.deep.include({ accrued: 3n, owed: 9n });
    });

    it("knows its ends beside the chain's", async () => {
      const of = agreement();
      const chain = (sequence: bigint) => ({ sequence, reference: "", slot: 9 });
      expect(await closes.ends(of, null, chain(0n))).to.deep.equal({
        known: 0n,
        settledSince: 0n,
        atChain: null,
        beyond: false,
        slotBeyond: 0,
        firstPending: null,
      });
      await reconcile(of, [settled(1n, "a"), settled(2n, "b"), settled(3n, "c")]);
      await add(of, close("d"), 3n);
      const known = await closes.known(of);
      expect(known).to.deep.include({ sequence: 3n, slot: 3 });
      expect(await closes.ends(of, null, chain(2n))).to.deep.equal({
        known: 0n,
        settledSince: 2n,
        atChain: { reference: "b" },
        beyond: true,
        slotBeyond: 3,
        firstPending: 4n,
      });
      expect(await closes.ends(of, known, chain(3n))).to.deep.include({ known: 3n, settledSince: 0n, beyond: false });
    });

    it("settles again what a fork took away of its own, and forgets what others had settled", async () => {
      const of = agreement();
      await add(of, close("a"), 0n);
      await add(of, close("b"), 0n);
      await reconcile(of, [settled(1n, "a"), settled(2n, "foreign"), settled(3n, "b")]);
      await closes.reconcile(of, { after: 1n, settlements: [], slot: 3 }, null, 0n);
      expect(await closes.get(of, "foreign")).to.equal(null);
      expect(await closes.get(of, "b")).to.deep.include({
        sequence: 2n,
        status: "pending",
        signature: null,
        slot: null,
      });
      expect(await closes.known(of)).to.equal(null);
    });
  });

  it("can be copied, and the copy thrown away", async () => {
    const of = agreement();
    await add(of, close("a"), 0n);
    await database.close();
    const copy = await openCopy(place);
    const copied = new CloseStore(copy.db, new Checkpoints());
    expect(await copied.get(of, "a")).to.deep.include({ sequence: 1n, closePnl: 5n, status: "pending" });
    await new Intake(copy.db, new Checkpoints()).take(of.subscription, close("b"));
    await copy.close();
    await open();
    expect(await intake.get(of.subscription, "b")).to.equal(null);
  });
});

describe("a folder of a keeper's database", () => {
  it("is held by one at a time", async () => {
    const folder = await newDatabase();
    const database = await openDatabase(folder);
    const error = await openDatabase(folder).catch((reason: Error) => reason.message);
    expect(error).to.match(/^The database .* is in use by process \d+ on \S+: stop that one, or use another folder$/);
    expect(await openCopy(folder).catch((reason: Error) => reason.message)).to.equal(error);
    await database.close();
  });
});
