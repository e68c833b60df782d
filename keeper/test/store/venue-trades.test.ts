import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { Checkpoints } from "../../src/store/checkpoints";
import { openDatabase } from "../../src/store/database";
import { DistributionStore } from "../../src/store/distributions";
import { type NewVenueTrade, type VenueReading, VenueTradeStore } from "../../src/store/venue-trades";
import { profitShareVenueTrades } from "../../src/tables";
import { onEachDatabase } from "../support/database";

const PARTIES = { bot: "bot", creator: "creator", subscriber: "subscriber", agent: "agent", profitShareBps: 1_000 };
let names = 0;

onEachDatabase("the store of trades on the venue", (newPlace) => {
  let database: Database;
  let store: VenueTradeStore;
  let distributions: DistributionStore;

  before(async () => {
    database = await openDatabase(await newPlace());
    store = new VenueTradeStore(database.db);
    distributions = new DistributionStore(database.db, new Checkpoints());
  });

  after(() => database.close());

  const trade = (fillRecordId: bigint, changes: Partial<NewVenueTrade> = {}): NewVenueTrade => ({
    ...{ signature: `signature ${fillRecordId}`, eventOrder: 0, slot: 9, tradedAt: new Date(0), kind: "fill" },
    ...{ marketIndex: 3, fillRecordId, base: 2n ** 63n, quote: 100n, fee: -1n, pnl: 5n, sequence: 1n, isOnly: true },
    ...changes,
  });

  /** A subscription that no other test uses, of which nothing was read. */
  async function subject() {
    const subscription = `subscription ${++names}`;
    const of = { subscription, instance: 1n };
    await store.readings([{ ...of, sequence: 0n }]);
    const look = { ...PARTIES, ...of, seenAt: new Date(0), waived: 0n };
    return {
      of,
      reading: async () => (await store.readings([{ ...of, sequence: 0n }]))[0]!,
      read: (rows: readonly NewVenueTrade[], sequence = 1n, from = sequence - 1n) =>
        store.store(upTo(of, sequence), from, rows),
      rows: () =>
        database.db.select().from(profitShareVenueTrades).where(eq(profitShareVenueTrades.subscription, subscription)),
      pay: (slot: number, sequence: bigint, amount: bigint) =>
        distributions.note({ ...look, slot, sequence, accrued: amount, credited: amount }),
      names: async () => (await distributions.list({ subscription })).map(({ tradeId }) => tradeId),
    };
  }

  const upTo = (of: { subscription: string; instance: bigint }, sequence: bigint): VenueReading => ({
    ...{ ...of, sequence },
    ...{ slot: Number(sequence) * 10, signatures: [`settlement ${sequence}`, "another"] },
  });

  it("begins with the settlements behind the first that was seen, and goes on where it was left", async () => {
    const subscription = `subscription ${++names}`;
    const first = { subscription, instance: 1n, sequence: 4n };
    expect(await store.readings([first])).to.deep.equal([{ ...first, slot: null, signatures: [] }]);
    expect(await store.readings([{ ...first, sequence: 7n }])).to.deep.equal([
      { ...first, slot: null, signatures: [] },
    ]);
    expect(await store.readings([{ ...first, instance: 2n, sequence: 0n }])).to.deep.equal([
      { ...first, instance: 2n, sequence: 0n, slot: null, signatures: [] },
    ]);
  });

  it("keeps each trade, and how far it came", async () => {
    const { of, read, rows, reading } = await subject();
    const cut = { ...trade(2n), kind: "unread" as const, isOnly: false };
    const nothing = { marketIndex: null, fillRecordId: null, base: null, quote: null, fee: null, pnl: null };
    expect(await read([trade(1n), { ...cut, ...nothing, tradedAt: null }])).to.equal(true);
    expect(await rows()).to.deep.equal([
      { ...of, ...trade(1n) },
      { ...of, ...cut, ...nothing, tradedAt: null },
    ]);
    expect(await reading()).to.deep.equal(upTo(of, 1n));
  });

  it("stores nothing where another process was first", async () => {
    const { read, rows, reading } = await subject();
    expect(await read([trade(1n)])).to.equal(true);
    expect(await read([trade(2n)])).to.equal(false);
    expect(await rows()).to.have.length(1);
    expect((await reading()).sequence).to.equal(1n);
  });

  it("keeps a trade once that is read again", async () => {
    const { read, rows } = await subject();
    await read([trade(1n, { sequence: null, isOnly: false })]);
    expect(await read([trade(1n, { sequence: 2n }), trade(2n)], 2n)).to.equal(true);
    expect((await rows()).map(({ fillRecordId, sequence }) => [fillRecordId, sequence])).to.deep.equal([
      [1n, null],
      [2n, 1n],
    ]);
  });

  describe("when a settlement is paid", () => {
    it("names what was paid before the trade is read", async () => {
      const other = await subject();
      const { read, pay, names: named } = await subject();
      for (const one of [pay, other.pay]) {
        await one(9, 0n, 0n);
        await one(10, 1n, 500n);
      }
      expect(await named()).to.deep.equal([null]);
      await read([trade(42n)]);
      expect(await named()).to.deep.equal(["drift:3:42"]);
      expect(await other.names()).to.deep.equal([null]);
    });

    it("names what is paid afterwards", async () => {
      const { read, pay, names: named } = await subject();
      await read([trade(42n), trade(43n, { sequence: 2n, isOnly: false })], 2n, 0n);
      await pay(9, 0n, 0n);
      await pay(10, 1n, 500n);
      await pay(20, 2n, 900n);
      expect(await named()).to.deep.equal(["drift:3:42", null]);
    });

    it("names nothing by a trade that is not known to be the only one", async () => {
      const { read, pay, names: named } = await subject();
      await pay(9, 0n, 0n);
      await pay(10, 1n, 500n);
      await read([trade(1n, { isOnly: false }), trade(2n, { sequence: null, isOnly: false })]);
      expect(await named()).to.deep.equal([null]);
    });

    it("names nothing that may be of a settlement before it, too, which no look showed", async () => {
      const { read, pay, names: named } = await subject();
      await pay(9, 0n, 0n);
      await pay(20, 2n, 900n);
      await read([trade(1n), trade(2n, { sequence: 2n })], 2n, 0n);
      expect(await named()).to.deep.equal([null]);
    });
  });
});
