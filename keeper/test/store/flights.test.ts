import { type Database, openDatabase as openStorage } from "@profit-share/storage";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { Checkpoints } from "../../src/store/checkpoints";
import { CloseStore } from "../../src/store/closes";
import { openDatabase } from "../../src/store/database";
import { type Flight, FlightStore } from "../../src/store/flights";
import { Intake } from "../../src/store/intake";
import { MIGRATIONS } from "../../src/store/migrations";
import { onEachDatabase } from "../support/database";

let names = 0;
/** A subscription that no other test uses. */
const newLane = () => `subscription ${++names}`;
const close = (lane: string, reference = "a") => ({ lane, instance: 1n, reference });
/** What a close led to beside its share. */
const REST = { credited: 2n, dropped: 1n };

function flight(lanes: string[], changes: Partial<Flight> = {}): Flight {
  return {
    signature: `signature ${++names}`,
    action: "settle_attested",
    lanes,
    closes: [],
    lastValidBlockHeight: 150,
    blockhashSlot: 7,
    transaction: "AQID",
    landedSlot: null,
    ...changes,
  };
}

onEachDatabase("the store of flights", (newPlace) => {
  let place: string;
  let database: Database;
  let closes: CloseStore;
  let flights: FlightStore;

  async function open(): Promise<void> {
    database = await openDatabase(place);
    closes = new CloseStore(database.db, new Checkpoints());
    flights = new FlightStore(database.db, new Checkpoints());
  }

  async function restart(): Promise<void> {
    await database.close();
    await open();
  }

  async function add(lane: string): Promise<void> {
    const intake = new Intake(database.db, new Checkpoints());
    await intake.take(lane, { reference: "a", tradeId: null, closePnl: 5n });
    await intake.admit({ subscription: lane, instance: 1n }, 0n, () => ({ state: "admitted" }));
  }
  const row = (lane: string) => closes.get({ subscription: lane, instance: 1n }, "a");

  before(async () => {
    place = await newPlace();
    await open();
  });

  after(() => database.close());

  describe("when a transaction takes the turns of two lanes", () => {
    it("has it for both, through a restart, with the closes that it settles", async () => {
      const [one, two] = [newLane(), newLane()];
      const stored = flight([one, two], { closes: [close(two)] });
      await flights.store(stored);
      await restart();
      expect(await flights.get(one)).to.deep.equal(stored);
      expect(await flights.get(two)).to.deep.equal(stored);
      expect(await flights.lanes()).to.include.members([one, two]);
    });

    it("refuses another one for either of them", async () => {
      const [one, two] = [newLane(), newLane()];
      await flights.store(flight([one, two]));
      const again = flight([newLane(), two]);
      expect(await flights.store(again).catch(() => "refused")).to.equal("refused");
      expect(await flights.get(again.lanes[0]!)).to.equal(null);
    });

    it("frees both when it lands, and marks all closes that it settled", async () => {
      const [one, two, three] = [newLane(), newLane(), newLane()];
      for (const lane of [one, two, three]) await add(lane);
      const stored = flight([one, two, three], { closes: [close(one), close(two), close(three)] });
      await flights.store(stored);
      const landed = [
        { ...close(one), sequence: 1n, accrued: 12n, ...REST },
        { ...close(three), sequence: 4n, accrued: 13n, ...REST },
      ];
      await flights.land(stored, { slot: 77, closes: landed, paying: [], final: true });
      await restart();
      expect(await flights.all()).to.not.deep.include(stored);
      expect([await flights.get(one), await flights.get(two)]).to.deep.equal([null, null]);
      expect([await flights.landedAt(one), await flights.landedAt(two)]).to.deep.equal([77, 77]);
      const { signature } = stored;
      expect(await row(one)).to.deep.include({ status: "settled", sequence: 1n, accrued: 12n, signature, slot: 77 });
      expect(await row(three)).to.deep.include({ status: "settled", sequence: 4n, accrued: 13n, signature, slot: 77 });
      // The batch skipped its row, or the node did not tell.
      expect(await row(two)).to.deep.include({ status: "pending", accrued: null, signature: null, slot: null });
    });
  });

  describe("when a transaction landed and is not final", () => {
    async function landed(lane: string): Promise<Flight> {
      await add(lane);
      const stored = flight([lane], { closes: [close(lane)] });
      await flights.store(stored);
      await flights.land(stored, {
        slot: 80,
        closes: [{ ...close(lane), sequence: 1n, accrued: 12n, ...REST }],
        paying: [],
        final: false,
      });
      return { ...stored, landedSlot: 80 };
    }

    it("keeps it, through a restart, and lets the lane sign the next one", async () => {
      const lane = newLane();
      const first = await landed(lane);
      await restart();
      expect(await flights.all()).to.deep.include(first);
      expect(await flights.get(lane)).to.equal(null);
      const next = flight([lane]);
      await flights.store(next);
      expect(await flights.get(lane)).to.deep.equal(next);
    });

    it("forgets it when it is", async () => {
      const lane = newLane();
      const first = await landed(lane);
      await flights.forget(first);
      await restart();
      expect(await flights.all()).to.not.deep.include(first);
      expect((await row(lane))!.status).to.equal("settled");
    });

    it("opens it again when a fork took it away, and its close is pending with its sequence", async () => {
      const lane = newLane();
      const first = await landed(lane);
      expect(await flights.reopen(first)).to.equal(true);
      await restart();
      expect(await flights.get(lane)).to.deep.equal({ ...first, landedSlot: null });
      expect(await row(lane)).to.deep.include({ status: "pending", sequence: 1n, accrued: null, signature: null });
    });

    it("gives it up when a fork took it away and the lane has another one", async () => {
      const lane = newLane();
      const first = await landed(lane);
      const next = flight([lane]);
      await flights.store(next);
      expect(await flights.reopen(first)).to.equal(false);
      await restart();
      expect(await flights.get(lane)).to.deep.equal(next);
      expect(await flights.all()).to.not.deep.include(first);
      expect((await row(lane))!.status).to.equal("pending");
    });

    it("opens one of two that a fork took away together", async () => {
      const lane = newLane();
      const first = await landed(lane);
      const second = flight([lane]);
      await flights.store(second);
      await flights.land(second, { slot: 81, closes: [], paying: [], final: false });
      const back = { ...second, landedSlot: 81 };
      expect(await Promise.all([flights.reopen(first), flights.reopen(back)])).to.deep.equal([true, false]);
      await restart();
      expect(await flights.get(lane)).to.deep.equal({ ...first, landedSlot: null });
      expect(await flights.all()).to.not.deep.include(back);
    });
  });

  describe("when a transaction expired", () => {
    it("frees the lane and reads nothing older than the slot that says so", async () => {
      const lane = newLane();
      const stored = flight([lane]);
      await flights.store(stored);
      await flights.drop(stored, 300);
      await restart();
      expect(await flights.get(lane)).to.equal(null);
      expect(await flights.landedAt(lane)).to.equal(300);
    });
  });

  it("never goes back in what it has seen of a lane", async () => {
    const lane = newLane();
    expect(await flights.landedAt(lane)).to.equal(0);
    for (const slot of [78, 77]) {
      const stored = flight([lane]);
      await flights.store(stored);
      await flights.land(stored, { slot, closes: [], paying: [], final: true });
    }
    expect(await flights.landedAt(lane)).to.equal(78);
    await restart();
    expect(await flights.landedAt(lane)).to.equal(78);
  });

  it("asks the database once, however many lanes ask", async () => {
    let queries = 0;
    const counting = new Proxy(database.db, {
      get(target, key) {
        if (key === "select") queries += 1;
        const value = Reflect.get(target, key) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const store = new FlightStore(counting, new Checkpoints());
    await Promise.all(Array.from({ length: 10_000 }, (_, lane) => store.landedAt(`lane ${lane}`)));
    // Flights, their lanes, and the slots of lanes.
    expect(queries).to.be.at.most(3);
  });

  it("takes over what another process left, and what it did not", async () => {
    const [left, gone] = [newLane(), newLane()];
    const other = new FlightStore(database.db, new Checkpoints());
    const finished = flight([gone]);
    await flights.store(finished);
    await other.all();
    await other.drop(finished, 0);
    const stored = flight([left]);
    await other.store(stored);
    expect(await flights.get(left)).to.equal(null);
    await flights.takeOver([left, gone]);
    expect(await flights.get(left)).to.deep.equal(stored);
    expect(await flights.get(gone)).to.equal(null);
  });

  it("reads what the first version stored", async () => {
    const old = await newPlace(true);
    const first = await openStorage(old, { schema: "profit_share", migrations: MIGRATIONS.slice(0, 1) });
    await first.db.execute(sql`INSERT INTO flights (lane, action, signature, last_valid_block_height, transaction, instance, reference)
      VALUES ('a', 'settle_attested', 'sig a', 150, 'AQID', 1, 'ref'), ('b', 'sync', 'sig b', 151, 'BAUG', NULL, NULL)`);
    await first.close();
    const { db: migrated, close: end } = await openDatabase(old);
    const store = new FlightStore(migrated, new Checkpoints());
    expect(await store.get("a")).to.deep.equal({
      signature: "sig a",
      action: "settle_attested",
      lanes: ["a"],
      closes: [{ lane: "a", instance: 1n, reference: "ref" }],
      lastValidBlockHeight: 150,
      blockhashSlot: 0,
      transaction: "AQID",
      landedSlot: null,
    });
    expect((await store.get("b"))!.closes).to.deep.equal([]);
    await end();
  });
});
