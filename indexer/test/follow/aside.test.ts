/** A transaction that never fits stops its subscription and no other. */
import { anna, DOLLAR } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import type { Pass } from "../../src/follow/follower";
import { ask } from "../support/asking";
import { newDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";

/** Passes in which it does not fit, and one more. */
const UNTIL_ASIDE = 6;

describe("a transaction that does not fit", function () {
  this.timeout(120_000);
  let followed: Followed;
  let index: Index;
  let one: PublicKey;
  let other: PublicKey;
  beforeEach(async () => {
    followed = await Followed.open();
    index = await followed.index(await newDatabase());
    const { market } = followed;
    [one, other] = [market.attested(1), market.attested(2)];
    await market.subscribe({ accountNo: 1 }, 5n * DOLLAR);
    await market.subscribe({ accountNo: 2 }, 5n * DOLLAR);
    await index.pass();
  });
  afterEach(async () => {
    await index.close();
    await followed.close();
  });

  /** Deposits into the first, of which the node tells another amount, and what comes after it. */
  async function lie(): Promise<void> {
    const { market, weather } = followed;
    const falsified = (found: never) =>
      JSON.parse(JSON.stringify(found).replaceAll('"amount":"8000000"', '"amount":"8000001"'));
    weather.judge = (method) => (method === "getTransaction" ? { change: falsified } : "pass");
    await market.send(await market.client.deposit(one, { owner: anna.publicKey, amount: 3n * DOLLAR }));
    await market.attest(other, DOLLAR);
    await market.attest(one, DOLLAR);
  }
  async function passes(count: number): Promise<Pass[]> {
    const all: Pass[] = [];
    for (let number = 0; number < count; number++) all.push(await index.pass());
    return all;
  }
  const entriesOf = async (subscription: PublicKey) =>
    (await index.rows("select subscription, kind from entries order by slot, place"))
      .filter((row) => row.subscription === subscription.toBase58())
      .map(({ kind }) => kind);
  const status = async () => (await ask(await index.server(), "/v1/status")).body;

  it("holds up what is newer while it may be the node's slip", async () => {
    await lie();
    const tried = await passes(UNTIL_ASIDE - 1);
    expect(tried.map(({ problem, setAside }) => [problem?.name, setAside])).to.deep.equal(
      tried.map(() => ["BooksMismatch", []]),
    );
    expect(await entriesOf(other)).to.deep.equal(["subscribed", "deposit"]);
    followed.weather.judge = () => "pass";
    await passes(1);
    await index.expectAsOnChain();
    expect((await status()).aside).to.deep.equal([]);
  });

  it("sets its subscription aside in the end, says so everywhere, and the others go on", async () => {
    await lie();
    const last = (await passes(UNTIL_ASIDE)).at(-1)!;
    expect([last.problem, last.setAside]).to.deep.equal([null, [one.toBase58()]]);
    expect(await entriesOf(one)).to.deep.equal(["subscribed", "deposit"]);
    expect(await entriesOf(other)).to.deep.equal(["subscribed", "deposit", "settlement", "deduction"]);

    const server = await index.server();
    const { waiting, problem, aside } = (await ask(server, "/v1/status")).body;
    expect([waiting, problem, aside.length, aside[0].subscription]).to.deep.equal([0, null, 1, one.toBase58()]);
    expect(aside[0].reason).to.match(/holds? is 8000001, by the books 8000000/);
    const { body: text } = await server.inject("/metrics");
    expect(text).to.match(/^profit_share_index_aside 1$/m);
    const reasonOf = async (address: PublicKey) =>
      (await ask(server, `/v1/subscriptions/${address.toBase58()}`)).body.agreements[0].aside;
    expect([await reasonOf(one), await reasonOf(other)]).to.deep.equal([aside[0].reason, null]);
    const bot = (await ask(server, `/v1/bots/${followed.market.attestedBot.toBase58()}`)).body;
    expect(bot.subscriptions).to.deep.equal({ made: 2, live: 2, aside: 1 });
  });

  it("is followed again once a fork has taken the transaction away", async () => {
    followed.weather.unfinal = 100;
    await index.onAFork(
      async () => {},
      async () => {
        await lie();
        await passes(UNTIL_ASIDE);
        expect((await status()).aside).to.have.length(1);
      },
    );
    followed.weather.judge = () => "pass";
    await followed.market.attest(one, DOLLAR);
    await index.pass();
    expect((await status()).aside).to.deep.equal([]);
    await index.expectAsOnChain();
  });
});
