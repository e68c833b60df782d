import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import { Checkpoints } from "../../src/store/checkpoints";
import { CloseConflict, CloseStore } from "../../src/store/closes";
import { openCopy, openDatabase } from "../../src/store/database";
import { newDatabase, onEachDatabase } from "../support/database";

let names = 0;
/** An agreement that no other test uses. */
const agreement = () => ({ subscription: `subscription ${++names}`, instance: 1n });
const close = (reference: string, closePnl = 5n) => ({ reference, tradeId: null, closePnl });

onEachDatabase("the store", (newPlace) => {
  let place: string;
  let database: Database;
  let closes: CloseStore;

  async function open(): Promise<void> {
    database = await openDatabase(place);
    closes = new CloseStore(database.db, new Checkpoints());
  }

  before(async () => {
    place = await newPlace();
    await open();
  });

  after(() => database.close());

  describe("of closes", () => {
    it("gives each the next sequence", async () => {
      const of = agreement();
      const rows = [await closes.add(of, close("a"), 0n), await closes.add(of, close("b", -7n), 0n)];
      expect(rows.map(({ sequence, closePnl, status }) => [sequence, closePnl, status])).to.deep.equal([
        [1n, 5n, "pending"],
        [2n, -7n, "pending"],
      ]);
    });

    it("begins after what the chain has settled", async () => {
      expect((await closes.add(agreement(), close("a"), 41n)).sequence).to.equal(42n);
    });

    it("counts each subscription and each instance by itself", async () => {
      const of = agreement();
      await closes.add(of, close("a"), 0n);
      expect((await closes.add({ ...of, instance: 2n }, close("a", 9n), 0n)).sequence).to.equal(1n);
      expect((await closes.add(agreement(), close("a"), 0n)).sequence).to.equal(1n);
    });

    it("gives a reference the sequence it has, and refuses another PnL of it", async () => {
      const of = agreement();
      await closes.add(of, close("a"), 0n);
      await closes.add(of, close("b"), 0n);
      expect((await closes.add(of, close("a"), 2n)).sequence).to.equal(1n);
      const error = await closes.add(of, close("a", 6n), 2n).catch((reason: Error) => reason);
      expect(error).to.be.instanceOf(CloseConflict);
      expect((error as Error).message).to.match(/^The trade a of subscription .* 5 base units, now it is said to be 6/);
    });

    it("gives closes that come at the same time different sequences", async () => {
      const of = agreement();
      const rows = await Promise.all(["a", "b", "c", "d"].map((reference) => closes.add(of, close(reference), 0n)));
      expect(rows.map(({ sequence }) => sequence).sort()).to.deep.equal([1n, 2n, 3n, 4n]);
    });

    it("holds the ends of what a row can hold", async () => {
      const of = agreement();
      const lowest = -(2n ** 63n);
      await closes.add(of, close("a", lowest), 0n);
      await closes.reconcile(of, [
        { sequence: 1n, reference: "a", closePnl: lowest, accrued: 18_446_744_073_709_551_615n, signature: "s" },
      ]);
      const row = await closes.get(of, "a");
      expect([row!.closePnl, row!.accrued]).to.deep.equal([lowest, 18_446_744_073_709_551_615n]);
    });

    it("swaps sequences in one go", async () => {
      const of = agreement();
      await closes.add(of, close("a"), 0n);
      await closes.add(of, close("b"), 0n);
      expect(await closes.isBehind(of, 1n)).to.equal(true);
      await closes.reconcile(of, [{ sequence: 1n, reference: "b", closePnl: 5n, accrued: 3n, signature: "s" }]);
      expect(await closes.isBehind(of, 1n)).to.equal(false);
      expect((await closes.pending(of)).map(({ reference, sequence }) => [reference, sequence])).to.deep.equal([
        ["a", 2n],
      ]);
      const settled = await closes.get(of, "b");
      expect(settled).to.deep.include({ sequence: 1n, status: "settled", signature: "s" });
      expect(await closes.shareOf(of, settled!)).to.equal(3n);
    });
  });

  it("can be copied, and the copy thrown away", async () => {
    const of = agreement();
    await closes.add(of, close("a"), 0n);
    await database.close();
    const copy = await openCopy(place);
    const copied = new CloseStore(copy.db, new Checkpoints());
    expect(await copied.get(of, "a")).to.deep.include({ sequence: 1n, closePnl: 5n, status: "pending" });
    await copied.add(of, close("b"), 0n);
    await copy.close();
    await open();
    expect(await closes.get(of, "b")).to.equal(null);
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
