import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import { eq, sql } from "drizzle-orm";
import { Checkpoints } from "../../src/store/checkpoints";
import { openCopy, openDatabase } from "../../src/store/database";
import { type Distribution, DistributionStore, type OnStored, type ShareLook } from "../../src/store/distributions";
import { FlightStore } from "../../src/store/flights";
import { Intake } from "../../src/store/intake";
import { closes } from "../../src/store/schema";
import { profitShareDistributions, profitShareLedgers } from "../../src/tables";
import { onEachDatabase } from "../support/database";

let names = 0;
const PARTIES = { bot: "bot", creator: "creator", subscriber: "subscriber", agent: "agent", profitShareBps: 750 };
/** Noon of day 20,000. */
const NOON = new Date(20_000.5 * 86_400_000);

const amounts = (rows: readonly Distribution[]) => rows.map(({ sequence, amount }) => `${amount} of ${sequence}`);

onEachDatabase("the store of distributions", (newPlace) => {
  let place: string;
  let database: Database;
  let store: DistributionStore;
  /** How often something was stored, and the database used. */
  let stored: number;
  let asked: number;

  /** As a keeper that has just been started. */
  function restart(onStored?: OnStored): DistributionStore {
    const count = new Checkpoints((_, moment) => {
      if (moment === "after") stored += 1;
    });
    const counted = new Proxy(database.db, {
      get(db, name) {
        asked += 1;
        const value = Reflect.get(db, name);
        return typeof value === "function" ? value.bind(db) : value;
      },
    });
    store = new DistributionStore(counted, count, onStored);
    return store;
  }

  before(async () => {
    place = await newPlace();
    database = await openDatabase(place);
  });

  beforeEach(() => {
    [stored, asked] = [0, 0];
    restart();
  });

  after(() => database.close());

  /** Looks at one subscription that no other test uses. */
  function subject(changes: Partial<ShareLook> = {}) {
    const subscription = `subscription ${++names}`;
    const base = { ...PARTIES, subscription, instance: 1n, seenAt: NOON, waived: 0n, ...changes };
    return {
      subscription,
      look: (slot: number, sequence: bigint, accrued: bigint, credited: bigint, more: Partial<ShareLook> = {}) =>
        store.note({ ...base, slot, sequence, accrued, credited, ...more }),
      rows: () => store.list({ subscription }),
      seen: () =>
        database.db.select().from(profitShareLedgers).where(eq(profitShareLedgers.subscription, subscription)),
    };
  }

  describe("when a look shows a payment", () => {
    it("stores what it paid of each settlement", async () => {
      const { subscription, look, rows } = subject();
      expect(await look(10, 0n, 0n, 0n)).to.equal(true);
      await look(11, 1n, 4_500_000n, 0n);
      expect(await look(12, 2n, 7_500_000n, 7_500_000n)).to.equal(true);
      const [first, second] = await rows();
      expect(first).to.deep.equal({
        ...{ ...PARTIES, subscription, instance: 1n, id: first!.id, tradeId: null, closePnl: null, signature: null },
        ...{ sequence: 1n, amount: 4_500_000n, credited: 4_500_000n, slot: 12, distributedAt: NOON },
      });
      expect(second).to.deep.include({ sequence: 2n, amount: 3_000_000n, credited: 7_500_000n });
      expect(second!.id > first!.id).to.equal(true);
    });

    it("does not ask the database while nothing of it changes", async () => {
      const { look, seen } = subject();
      await look(10, 0n, 0n, 0n);
      await look(11, 1n, 100n, 100n);
      expect(stored).to.equal(2);
      asked = 0;
      for (let slot = 12; slot < 20; slot += 1) expect(await look(slot, 1n, 100n, 100n)).to.equal(true);
      expect([stored, asked]).to.deep.equal([2, 0]);
      expect(await seen()).to.have.length(2);
    });

    it("stores nothing twice after a restart, and goes on from there", async () => {
      const { look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      await look(11, 1n, 100n, 60n);
      restart();
      await look(12, 1n, 100n, 60n);
      restart();
      await look(13, 2n, 150n, 150n);
      expect(amounts(await rows())).to.deep.equal(["60 of 1", "40 of 1", "50 of 2"]);
    });

    it("stores it once where two keepers on one database see it", async () => {
      const { look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      const other = new DistributionStore(database.db, new Checkpoints());
      const both = [store, other].map((one) => {
        store = one;
        return look(11, 1n, 100n, 100n);
      });
      expect(await Promise.all(both)).to.deep.equal([true, true]);
      expect(amounts(await rows())).to.deep.equal(["100 of 1"]);
    });
  });

  describe("when many new subscriptions are looked at together", () => {
    it("stores in one statement that nothing was paid yet", async () => {
      const subjects = Array.from({ length: 30 }, () => subject());
      await Promise.all(subjects.map(({ look }) => look(10, 0n, 0n, 0n)));
      expect(stored).to.equal(1);
      await subjects[29]!.look(11, 1n, 100n, 100n);
      expect(amounts(await subjects[29]!.rows())).to.deep.equal(["100 of 1"]);
    });
  });

  describe("when payments of many subscriptions are looked at together", () => {
    it("stores of each what it paid, and goes on from each look to the next", async () => {
      const subjects = Array.from({ length: 120 }, () => subject());
      const [first, second, third] = subjects as [(typeof subjects)[0], (typeof subjects)[0], (typeof subjects)[0]];
      await Promise.all(subjects.map(({ look }) => look(10, 1n, 100n, 100n)));
      stored = 0;
      const taken = await Promise.all([
        first.look(12, 3n, 300n, 300n),
        ...subjects.slice(3).map(({ look }, index) => look(11, 2n, 300n, 101n + BigInt(index))),
        first.look(11, 2n, 200n, 200n),
        // A fork took the first payment of one away, and a node that is behind does not know another's.
        second.look(11, 0n, 0n, 0n),
        third.look(9, 0n, 0n, 0n),
      ]);
      expect(stored).to.equal(1);
      expect(taken.map((isStored) => !isStored).reduce((sum, one) => sum + Number(one), 0)).to.equal(2);
      expect(amounts(await first.rows())).to.deep.equal(["100 of 1", "200 of 3"]);
      expect(amounts(await second.rows())).to.deep.equal([]);
      expect(amounts(await third.rows())).to.deep.equal(["100 of 1"]);
      for (const [index, { rows }] of subjects.slice(3).entries()) {
        expect(amounts(await rows())).to.deep.equal(["100 of 1", `${index + 1} of 2`]);
      }
    });
  });

  describe("when a fork takes a payment back", () => {
    it("forgets the payment, and what had accrued, and stores what comes in their place", async () => {
      const { look, rows, seen } = subject();
      await look(10, 1n, 100n, 100n);
      await look(11, 2n, 150n, 100n);
      await look(12, 3n, 250n, 250n);
      expect(await look(13, 2n, 150n, 100n)).to.equal(true);
      expect(amounts(await rows())).to.deep.equal(["100 of 1"]);
      expect((await seen()).map(({ slot }) => slot)).to.have.members([10, 11]);
      await look(14, 3n, 180n, 180n);
      expect(amounts(await rows())).to.deep.equal(["100 of 1", "50 of 2", "30 of 3"]);
    });

    it("takes what it shows for right although it is new, too", async () => {
      const { look, rows } = subject();
      await look(10, 1n, 100n, 100n);
      await look(11, 2n, 150n, 150n);
      await look(12, 2n, 120n, 120n);
      expect(amounts(await rows())).to.deep.equal(["100 of 1", "20 of 2"]);
    });

    it("goes back to the beginning if need be", async () => {
      const { look, rows } = subject();
      await look(11, 1n, 100n, 100n);
      await look(12, 0n, 0n, 0n);
      expect(await rows()).to.deep.equal([]);
    });

    it("takes back nothing that was still there a minute later, and says so", async () => {
      const { look, rows } = subject();
      await look(10, 1n, 100n, 100n);
      await look(311, 1n, 100n, 100n);
      for (const slot of [312, 900]) expect(await look(slot, 0n, 0n, 0n)).to.equal(false);
      await look(901, 2n, 150n, 150n);
      expect(await look(902, 1n, 100n, 100n)).to.equal(true);
      expect(amounts(await rows())).to.deep.equal(["100 of 1"]);
    });

    it("believes no look of an earlier slot, also after a restart, and says so", async () => {
      const { look, rows } = subject();
      await look(11, 1n, 100n, 100n);
      expect(await look(10, 0n, 0n, 0n)).to.equal(false);
      restart();
      expect(await look(11, 0n, 0n, 0n)).to.equal(false);
      expect(amounts(await rows())).to.deep.equal(["100 of 1"]);
    });
  });

  describe("when an address is used for another agreement", () => {
    it("keeps them apart", async () => {
      const { look, rows } = subject();
      await look(10, 1n, 100n, 100n);
      await look(20, 0n, 0n, 0n, { instance: 7n });
      await look(21, 1n, 30n, 30n, { instance: 7n });
      expect((await rows()).map(({ instance, amount, credited }) => [instance, amount, credited])).to.deep.equal([
        [1n, 100n, 100n],
        [7n, 30n, 30n],
      ]);
    });
  });

  describe("when closes are known", () => {
    const settled = (sequence: bigint, accrued: bigint, tradeId: string | null) => ({
      ...{ instance: 1n, sequence, accrued, credited: accrued, dropped: 0n, tradeId },
      ...{ reference: `reference ${sequence}`, closePnl: sequence * 1_000n, status: "settled" as const },
    });

    it("names their trades, and finds settlements between two looks", async () => {
      const { subscription, look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      // The second was rebuilt from the chain: the host handed its trade over, too.
      const intake = new Intake(database.db, new Checkpoints());
      await intake.take(subscription, { reference: "reference 2", tradeId: "trade two", closePnl: 2_000n });
      const rebuilt = [settled(1n, 100n, "trade one"), settled(2n, 150n, null), settled(3n, 190n, null)];
      await database.db.insert(closes).values(rebuilt.map((row) => ({ ...row, subscription })));
      await look(11, 4n, 250n, 250n);
      expect((await rows()).map(({ amount, tradeId, closePnl }) => [amount, tradeId, closePnl])).to.deep.equal([
        [100n, "trade one", 1_000n],
        [50n, "trade two", 2_000n],
        [40n, null, 3_000n],
        [60n, null, null],
      ]);
    });
  });

  describe("when a transaction of the keeper may have paid", () => {
    async function land(subscription: string, signature: string, slot: number, paying = [subscription]) {
      const flights = new FlightStore(database.db, new Checkpoints());
      const sent = { signature, action: "settle", lanes: [subscription], closes: [], landedSlot: null };
      const flight = { ...sent, lastValidBlockHeight: 150, blockhashSlot: 7, transaction: "AQID" };
      await flights.store(flight);
      await flights.land(flight, { slot, closes: [], paying, final: false });
      return () => flights.reopen({ ...flight, landedSlot: slot });
    }
    const signed = (rows: readonly Distribution[]) => rows.map(({ signature, slot }) => [signature, slot]);

    it("names it, and its slot", async () => {
      const { subscription, look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      await land(subscription, "ours 1", 11);
      await look(15, 1n, 100n, 100n);
      expect(signed(await rows())).to.deep.equal([["ours 1", 11]]);
    });

    it("names none that landed before the look before, or that paid nobody", async () => {
      const { subscription, look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      await land(subscription, "ours 2", 11);
      await look(12, 1n, 100n, 0n);
      await land(subscription, "ours 3", 13, []);
      await look(14, 1n, 100n, 100n);
      expect(signed(await rows())).to.deep.equal([[null, 14]]);
    });

    it("does not name one any more that a fork took away", async () => {
      const { subscription, look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      const reopen = await land(subscription, "ours 4", 11);
      await look(12, 1n, 100n, 100n);
      await reopen();
      expect(signed(await rows())).to.deep.equal([[null, 11]]);
      await look(13, 0n, 0n, 0n);
      await look(14, 1n, 100n, 100n);
      expect(signed(await rows())).to.deep.equal([[null, 14]]);
    });
  });

  describe("when somebody is to be told in the same transaction", () => {
    it("tells of each row once, but not of what was paid before the first look", async () => {
      const told: string[] = [];
      const { look } = subject();
      restart(async (_, rows) => void told.push(...amounts(rows)));
      await look(10, 1n, 100n, 60n);
      await look(11, 1n, 100n, 100n);
      await look(12, 1n, 100n, 100n);
      expect(told).to.deep.equal(["40 of 1"]);
    });

    it("stores nothing if that fails, and the next look does it again", async () => {
      const { look, rows } = subject();
      await look(10, 0n, 0n, 0n);
      restart(async (tx) => {
        await tx.execute(sql`select 1 from "no table"`);
      });
      const error = await look(11, 1n, 100n, 100n).catch((reason: Error) => reason);
      expect(error).to.be.instanceOf(Error);
      expect(await rows()).to.deep.equal([]);
      restart();
      await look(11, 1n, 100n, 100n);
      expect(amounts(await rows())).to.deep.equal(["100 of 1"]);
    });
  });

  describe("when it is asked", () => {
    it("answers those of a subscription, a bot or a creator, after an id, as many as are wanted", async () => {
      const parties = { bot: `bot ${names}`, creator: `creator ${names}` };
      const [one, two] = [subject(parties), subject(parties)];
      for (const [slot, subject] of [one, two, one, two].entries()) {
        const sequence = BigInt(slot < 2 ? 1 : 2);
        await subject.look(10 + slot, sequence, sequence * 10n, sequence * 10n);
      }
      const { bot, creator } = parties;
      const all = await store.list({ bot });
      expect(all.map(({ subscription }) => subscription)).to.deep.equal([
        one.subscription,
        two.subscription,
        one.subscription,
        two.subscription,
      ]);
      expect(await store.list({ creator })).to.deep.equal(all);
      expect(await store.list({ bot, subscription: two.subscription })).to.deep.equal([all[1], all[3]]);
      expect(await store.list({ bot, after: all[1]!.id, limit: 1 })).to.deep.equal([all[2]]);
      expect(await store.list({ bot: "another bot" })).to.deep.equal([]);
    });
  });

  it("is copied with its ids", async () => {
    const { subscription, look, rows } = subject();
    await look(10, 1n, 100n, 100n);
    const original = await rows();
    // A folder is one process's.
    if (!database.shared) await database.close();
    const copy = await openCopy(place);
    const query = copy.db
      .select()
      .from(profitShareDistributions)
      .where(eq(profitShareDistributions.subscription, subscription));
    expect(await query).to.deep.equal(original);
    await copy.close();
    if (!database.shared) database = await openDatabase(place);
  });
});
