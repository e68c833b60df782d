/** What a keeper noted, read from a database of the keeper's shape by a user that may only read. */

import { openDatabase } from "@profit-share/storage";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import { KeeperTables } from "../../src";
import { ask, pages } from "../support/asking";
import { newDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";

/** The columns that are read, as the keeper has them; the demo's tests hold them against the keeper's own. */
const TABLES = `CREATE TABLE closes (subscription text, instance bigint, sequence bigint, trade_id text, close_pnl bigint,
  signature text, slot bigint);
--> statement-breakpoint
CREATE TABLE observations (subscription text, instance bigint, slot bigint, at bigint, realized_pnl bigint,
  loss numeric(20, 0), flat boolean);
--> statement-breakpoint
CREATE TABLE profit_share_venue_trades (subscription text, instance bigint, signature text, event_order integer, slot bigint,
  kind text, market_index integer, fill_record_id bigint, pnl bigint, sequence bigint);`;

describeWithPostgres("what a keeper noted beside the index", (server) => {
  let followed: Followed;
  let index: Index;
  let tables: KeeperTables;
  let http: FastifyInstance;
  before(async () => {
    const url = await server.newDatabase();
    const keeper = await openDatabase(url, { schema: "profit_share", migrations: [{ createdAt: 1, sql: TABLES }] });
    followed = await Followed.open();
    index = await followed.index(await newDatabase());
    const { market } = followed;
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await market.subscribe({ venueUser: market.venueUser }, 20n * DOLLAR);
    await index.pass();
    const [attested, verified] = [market.attested(1).toBase58(), market.verified.toBase58()];
    await keeper.db.execute(
      sql.raw(`insert into closes values
      ('${attested}', 1, 1, 'trade 1', 5000000, 'sig1', 10), ('${attested}', 1, 2, null, -7, null, null),
      ('${attested}', 2, 1, 'of another agreement', 1, 'sig3', 11)`),
    );
    await keeper.db.execute(
      sql.raw(`insert into observations values
      ('${verified}', 1, 7, 1700000000, -25, 30, false), ('${verified}', 1, 9, 1700000009, null, null, null)`),
    );
    await keeper.db.execute(
      sql.raw(`insert into profit_share_venue_trades values
      ('${verified}', 1, 'sig4', 0, 8, 'fill', 2, 77, 12, 1), ('${verified}', 1, 'sig5', 1, 9, 'unread', null, null, null, null)`),
    );
    await keeper.close();
    tables = new KeeperTables(url);
    http = await index.server({ kept: tables });
  });
  after(async () => {
    await http.close();
    await tables.close();
    await index.close();
    await followed.close();
  });

  it("has trades by the host's ids, page by page, and says that no chain proves them", async () => {
    const path = `/v1/subscriptions/${followed.market.attested(1).toBase58()}/trades`;
    const shape = { kind: "close", market: null, basis: "kept" };
    expect(await pages(http, path, 1)).to.deep.equal([
      { ...shape, tradeId: "trade 1", sequence: "1", pnl: "5000000", signature: "sig1", slot: 10 },
      { ...shape, tradeId: null, sequence: "2", pnl: "-7", signature: null, slot: null },
    ]);
  });

  it("has those of the venue's log", async () => {
    const path = `/v1/subscriptions/${followed.market.verified.toBase58()}/trades`;
    expect((await ask(http, path)).body.items).to.deep.equal([
      {
        kind: "fill",
        tradeId: "drift:2:77",
        sequence: "1",
        pnl: "12",
        signature: "sig4",
        slot: 8,
        market: 2,
        basis: "kept",
      },
      {
        kind: "unread",
        tradeId: null,
        sequence: null,
        pnl: null,
        signature: "sig5",
        slot: 9,
        market: null,
        basis: "kept",
      },
    ]);
  });

  it("has realized PnL between records", async () => {
    const path = `/v1/subscriptions/${followed.market.verified.toBase58()}/observations`;
    expect(await pages(http, path, 1)).to.deep.equal([
      { slot: 7, time: 1_700_000_000, realized: "-25", loss: "30", flat: false, basis: "kept" },
      { slot: 9, time: 1_700_000_009, realized: null, loss: null, flat: null, basis: "kept" },
    ]);
  });

  it("changes nothing there", async () => {
    const { database } = tables as unknown as { database: { db: { execute(query: unknown): Promise<unknown> } } };
    const error = await database.db.execute(sql`delete from profit_share.closes`).catch((problem: Error) => problem);
    expect(String((error as Error).cause)).to.match(/read-only transaction/);
  });
});
