/** `reconcile` of a keeper's folder, and where it cannot compare. With a real keeper and index: `demo/test/reconcile.test.ts`. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openDatabase } from "@profit-share/storage";
import { expect } from "chai";
import { cells } from "./support/table";
import { World } from "./support/world";

const DOLLAR = 1_000_000n;
/** The columns that are read, where a keeper has them in a folder; those of a real one are read in `demo/test`. */
const KEEPERS_TABLES = {
  schema: "profit_share",
  migrations: [
    {
      createdAt: 1,
      sql: `CREATE SCHEMA profit_share;
--> statement-breakpoint
CREATE TABLE closes (subscription text, instance bigint, sequence bigint, close_pnl bigint, status text,
  accrued numeric(20, 0), credited numeric(20, 0), dropped numeric(20, 0));
--> statement-breakpoint
CREATE TABLE profit_share.profit_share_ledgers (subscription text, instance bigint, slot bigint,
  accrued numeric(20, 0), credited numeric(20, 0), waived numeric(20, 0));`,
    },
  ],
};

describe("profit-share reconcile", () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });
  after(() => world.close());

  const reconcile = (...args: string[]) => world.run("reconcile", world.attestedBot.toBase58(), ...args);

  it("asks what the chain is compared with", async () => {
    const { exitCode, err } = await reconcile();
    expect(exitCode).to.equal(2);
    expect(err).to.include("What is the chain compared with? Pass --keeper-database, --index or both");
  });

  it("says that there is no database, and makes none", async () => {
    const place = join(world.folder, "none");
    const { exitCode, err } = await reconcile("--keeper-database", place);
    expect([exitCode, err]).to.deep.equal([2, `error: --keeper-database: There is no database ${place}`]);
  });

  it("says that a server is not there, without its password", async () => {
    const { exitCode, err } = await reconcile("--keeper-database", "postgres://reader:secret@127.0.0.1:1/market");
    expect(exitCode).to.equal(3);
    expect(err)
      .to.match(/^error: The keeper's database: .*127\.0\.0\.1:1/)
      .and.not.include("secret");
  });

  it("reads the folder of a keeper, in whose tables one row differs", async () => {
    await world.attest(40n * DOLLAR);
    await world.attest(10n * DOLLAR);
    const place = join(world.folder, "keeper");
    const keeper = await openDatabase(place, KEEPERS_TABLES);
    const of = `'${world.attested.toBase58()}', 1`;
    await keeper.db.execute(`insert into closes values (${of}, 1, 40000000, 'settled', 4000000, 4000000, 0),
      (${of}, 2, 10000000, 'settled', 5000001, 5000000, 0), (${of}, 3, 7000000, 'pending', null, null, null)`);
    await keeper.db.execute(`insert into profit_share_ledgers values (${of}, 8, 4000000, 4000000, 0),
      (${of}, 9, 5000000, 5000000, 0)`);
    await keeper.close();
    const { exitCode, out, err } = await reconcile("--keeper-database", place);
    expect([exitCode, err]).to.deep.equal([1, ""]);
    expect(cells(out, ["settlement", "what", "chain", "keeper", "index"])).to.deep.equal([
      ["2", "accrued", "5000000", "5000001", ""],
    ]);
    // The first settlement, and the newest ledger.
    expect(out).to.match(
      /^The chain and the keeper's database: settlements and ledgers that are the same 2, differences 1$/m,
    );
  });

  it("says that an index refuses, or is none", async () => {
    const index = createServer((_, response) => response.writeHead(503).end()).listen(0, "127.0.0.1");
    await once(index, "listening");
    const url = `http://127.0.0.1:${(index.address() as AddressInfo).port}`;
    const refused = await reconcile("--index", `${url}/`);
    index.close();
    index.closeAllConnections();
    expect(refused.exitCode).to.equal(3);
    expect(refused.err).to.equal(
      `error: The index ${url} answers 503 to /v1/subscriptions/${world.attested.toBase58()}`,
    );
    const gone = await reconcile("--index", url);
    expect([gone.exitCode, gone.err.includes("gives no answer: connect ECONNREFUSED")]).to.deep.equal([3, true]);
    const none = await reconcile("--index", "index");
    expect([none.exitCode, none.err.includes('--index "index" is no web address')]).to.deep.equal([2, true]);
  });

  it("waits where an index is asked too often, and says what is no answer of one", async () => {
    let asked = 0;
    const index = createServer((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { "retry-after": "0" }).end();
      else response.end(JSON.stringify({ agreements: [{ bot: world.attestedBot.toBase58(), instance: 1, sums: {} }] }));
    }).listen(0, "127.0.0.1");
    await once(index, "listening");
    const { exitCode, err } = await reconcile("--index", `http://127.0.0.1:${(index.address() as AddressInfo).port}`);
    index.close();
    index.closeAllConnections();
    expect([exitCode, asked]).to.deep.equal([3, 2]);
    expect(err).to.equal("error: The index answers 1 as instance, which is no number: is it an index?");
  });

  it("says that an address is nothing that can be compared", async () => {
    const { exitCode, err } = await world.run(
      "reconcile",
      world.eve.publicKey.toBase58(),
      "--index",
      "http://127.0.0.1:1",
    );
    expect(exitCode).to.equal(2);
    expect(err).to.include("is no bot, no owner of one and no subscription, and was none");
  });
});
