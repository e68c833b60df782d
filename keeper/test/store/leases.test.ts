import type { Database } from "@profit-share/storage";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { openDatabase } from "../../src/store/database";
import { LeaseLost, SharedLeases } from "../../src/store/leases";
import { type Clock, systemClock } from "../../src/time/clock";
import { silent } from "../support/keeper";

const NAMES = Array.from({ length: 500 }, (_, index) => `subscription ${index}`);

describeWithPostgres("keepers that share a database", (server) => {
  const opened: Database[] = [];
  let url: string;

  beforeEach(() => {
    url = server.newDatabase();
  });

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  async function keeper(
    self: string,
    clock: Clock = systemClock,
  ): Promise<{ leases: SharedLeases; database: Database; changes: number; gained: number }> {
    const database = await openDatabase(url);
    opened.push(database);
    const seen = { changes: 0, gained: 0 };
    const onChange = () => {
      seen.changes += 1;
    };
    const onGain = async (isGained: (name: string) => boolean) => {
      seen.gained += NAMES.filter(isGained).length;
    };
    const leases = new SharedLeases({
      db: database.db,
      clock,
      logger: silent,
      leaseMs: 10_000,
      renewMs: 3_000,
      self,
      onGain,
      onChange,
    });
    return Object.assign(seen, { leases, database });
  }

  const heldBy = (leases: SharedLeases) => NAMES.filter((name) => leases.holds(name)).length;
  /** As if its time had run out. */
  const expire = ({ db }: Database, self: string) =>
    db.execute(sql`with late as (update keepers set until = now() - interval '1 s' where id = ${self})
      update leases set until = now() - interval '1 s' where holder = ${self}`);

  it("each hold half of it, and every subscription is held by one", async () => {
    const [a, b] = [await keeper("a"), await keeper("b")];
    await a.leases.renew();
    expect([heldBy(a.leases), a.changes]).to.deep.equal([500, 1]);
    for (const { leases } of [b, a, b, a]) await leases.renew();
    expect(NAMES.filter((name) => a.leases.holds(name) === b.leases.holds(name))).to.deep.equal([]);
    expect(heldBy(a.leases)).to.be.within(150, 350);
    expect([a.changes, b.changes]).to.deep.equal([2, 1]);
  });

  it("take over what a dead one held, and what one gave back", async () => {
    const [a, b] = [await keeper("a"), await keeper("b")];
    for (const { leases } of [a, b, a, b]) await leases.renew();
    await expire(a.database, "a");
    await b.leases.renew();
    expect(heldBy(b.leases)).to.equal(500);
    await b.leases.release();
    expect(heldBy(b.leases)).to.equal(0);
    await a.leases.renew();
    expect(heldBy(a.leases)).to.equal(500);
  });

  it("know that they held nothing for a while, if a renewal is answered too late", async () => {
    const clock = { ...systemClock, now: () => time };
    let time = 0;
    const a = await keeper("a", clock);
    await a.leases.renew();
    time = 9_000;
    await a.leases.renew();
    expect([heldBy(a.leases), a.changes, a.gained]).to.deep.equal([500, 1, 500]);
    time = 18_000;
    const renewing = a.leases.renew();
    time = 20_000;
    expect(heldBy(a.leases)).to.equal(0);
    await renewing;
    expect([heldBy(a.leases), a.changes, a.gained]).to.deep.equal([500, 2, 1_000]);
  });

  it("count as dead when their parts are free, and not before", async () => {
    const a = await keeper("a");
    await a.leases.renew();
    const { rows } = (await a.database.db.execute(
      sql`select count(distinct until)::int as ends from (select until from keepers union all select until from leases) as all_of_them`,
    )) as unknown as { rows: unknown[] };
    expect(rows).to.deep.equal([{ ends: 1 }]);
  });

  it("store nothing for what another one holds by now", async () => {
    const [a, b] = [await keeper("a"), await keeper("b")];
    await a.leases.renew();
    const store = (one: typeof a) => one.database.db.transaction((tx) => one.leases.fence(tx, NAMES.slice(0, 40)));
    await store(a);
    expect(await store(b).catch((reason: Error) => reason)).to.be.instanceOf(LeaseLost);
    await expire(a.database, "a");
    // It still believes in them, by its own clock.
    expect(a.leases.holds(NAMES[0]!)).to.equal(true);
    expect(await store(a).catch((reason: Error) => reason)).to.be.instanceOf(LeaseLost);
    await b.leases.renew();
    await store(b);
    expect(await store(a).catch((reason: Error) => reason)).to.be.instanceOf(LeaseLost);
  });

  it("wait for what the other one is storing before they take over", async () => {
    const [a, b] = [await keeper("a"), await keeper("b")];
    await a.leases.renew();
    const order: string[] = [];
    let taken: Promise<unknown> = Promise.resolve();
    await a.database.db.transaction(async (tx) => {
      await a.leases.fence(tx, NAMES);
      taken = expire(b.database, "a")
        .then(() => b.leases.renew())
        .then(() => order.push("taken over"));
      await tx.execute(sql`select pg_sleep(0.3)`);
      order.push("stored");
    });
    await taken;
    expect(order).to.deep.equal(["stored", "taken over"]);
    expect(heldBy(b.leases)).to.equal(500);
  });
});
