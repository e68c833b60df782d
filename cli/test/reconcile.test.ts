/** What `reconcile` says where it cannot compare. The comparison itself: `demo/test/reconcile.test.ts`, with a real keeper and index. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { World } from "./support/world";

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
    expect(err).to.include("What is the chain compared with? Pass --keeper, --index or both");
  });

  it("says that there is no database, and makes none", async () => {
    const place = join(world.folder, "none");
    const { exitCode, err } = await reconcile("--keeper", place);
    expect([exitCode, err]).to.deep.equal([2, `error: --keeper: There is no database ${place}`]);
  });

  it("says that a server is not there, without its password", async () => {
    const { exitCode, err } = await reconcile("--keeper", "postgres://reader:secret@127.0.0.1:1/market");
    expect(exitCode).to.equal(3);
    expect(err)
      .to.match(/^error: The keeper's database: .*127\.0\.0\.1:1/)
      .and.not.include("secret");
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
