/** Nodes that do less than they should. Whatever they do, the index is the chain's in the end, and says what it waits for until then. */
import { anna, DOLLAR } from "@profit-share/testing/chain/market";
import { Random } from "@profit-share/testing/random";
import { expect } from "chai";
import { newDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";
import { story } from "../support/story";

interface Line {
  signature: string;
  slot: number;
}

describe("an index behind a node", function () {
  this.timeout(120_000);
  let followed: Followed;
  let index: Index;
  beforeEach(async () => {
    followed = await Followed.open();
    followed.weather.unfinal = 5;
    index = await followed.index(await newDatabase());
  });
  afterEach(async () => {
    await index.close();
    await followed.close();
  });

  const playAll = async () => {
    for (const [, play] of story(followed)) await play();
  };
  const list = (change: (lines: Line[]) => Line[]) => {
    followed.weather.judge = (method) => (method === "getSignaturesForAddress" ? { change } : "pass");
  };
  /** Passes until one goes through. @returns how often it had to be tried */
  async function passed(): Promise<number> {
    for (let attempt = 1; attempt < 100; attempt += 1) {
      const pass = await index.pass().catch((error: Error) => {
        expect(["NodeFailure", "HistoryUnavailable"]).to.include(error.name);
        return null;
      });
      if (pass !== null && pass.problem === null) return attempt;
    }
    throw new Error("The index never came to an end");
  }
  const entered = async () =>
    Number((await index.rows("select count(*) as count from transactions where state = 'entered'"))[0]!.count);

  it("that answers one signature at a time goes on to the last", async () => {
    await playAll();
    list((lines) => lines.slice(0, 1));
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that loses most requests loses nothing else", async () => {
    await playAll();
    followed.weather.takesBatches = false;
    const random = new Random(1);
    followed.weather.judge = () => (random.int(10) < 6 ? "lose" : "pass");
    expect(await passed()).to.be.greaterThan(1);
    await index.expectAsOnChain();
  });

  it("that is asked too often is asked again", async () => {
    await playAll();
    let requests = 0;
    followed.weather.judge = () => {
      requests += 1;
      return requests % 2 === 0 ? "busy" : "pass";
    };
    await passed();
    await index.expectAsOnChain();
  });

  it("that takes one question a request is asked so", async () => {
    await playAll();
    followed.weather.takesBatches = false;
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that answers old lists takes nothing back", async () => {
    await playAll();
    await index.pass();
    const before = await index.answers();
    list((lines) => lines.slice(4));
    await index.pass();
    expect(await index.answers()).to.deep.equal(before);
    followed.weather.judge = () => "pass";
    await followed.market.attest(followed.market.attested(1), DOLLAR);
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that has lost its history is no end", async () => {
    await playAll();
    followed.weather.unfinal = 0;
    await index.pass();
    const before = await index.answers();
    list(() => []);
    const error = await index.pass().catch((thrown: Error) => thrown);
    expect(error).to.be.an("error").with.property("name", "HistoryUnavailable");
    expect(await index.answers()).to.deep.equal(before);
    followed.weather.judge = () => "pass";
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that does not return a transaction holds up what is newer, and the gap is stored", async () => {
    await playAll();
    const signatures = (
      await followed.market.chain.connection.getSignaturesForAddress(followed.market.client.programId)
    ).reverse();
    const missing = signatures[5]!.signature;
    followed.weather.judge = (method, [signature]) =>
      method === "getTransaction" && signature === missing ? { change: () => null } : "pass";
    await index.pass();
    await index.pass();
    expect(await entered()).to.equal(5);
    const gaps = await index.rows("select signature, problem from transactions where state = 'listed'");
    expect(gaps).to.deep.equal([
      { signature: missing, problem: "the node lists it and does not return it: ask an archive node" },
    ]);
    followed.weather.judge = () => "pass";
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that tells a false amount is not believed, and asked again", async () => {
    await playAll();
    let lies = true;
    followed.weather.judge = (method) =>
      method === "getTransaction" && lies
        ? {
            change: (found: never) =>
              JSON.parse(JSON.stringify(found).replaceAll('"amount":"2000000"', '"amount":"2000001"')),
          }
        : "pass";
    const { problem } = await index.pass();
    expect(problem).to.have.property("name", "BooksMismatch");
    const [noted] = await index.rows("select problem from transactions where problem is not null");
    expect(noted!.problem).to.equal(problem!.message);
    lies = false;
    await passed();
    await index.expectAsOnChain();
  });

  it("that lists a transaction late, when newer ones are entered, has it entered in its place", async () => {
    await followed.market.subscribe({ accountNo: 1 }, DOLLAR);
    await followed.market.subscribe({ accountNo: 2 }, DOLLAR);
    const late = await followed.market.attest(followed.market.attested(1), 3n * DOLLAR);
    await followed.market.attest(followed.market.attested(2), 4n * DOLLAR);
    list((lines) => lines.filter(({ signature }) => signature !== late));
    await index.pass();
    followed.weather.judge = () => "pass";
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that lists a transaction in another slot later has it entered there", async () => {
    await followed.market.subscribe({ accountNo: 1 }, DOLLAR);
    const { market, weather } = followed;
    const moved = await market.send(
      await market.client.deposit(market.attested(1), { owner: anna.publicKey, amount: 5n }),
    );
    const elsewhere = (one: Line) => ({ ...one, slot: one.slot + 1 });
    weather.judge = (method, [signature]) => {
      if (method === "getTransaction" && signature === moved) return { change: elsewhere };
      if (method !== "getSignaturesForAddress") return "pass";
      return { change: (lines: Line[]) => lines.map((one) => (one.signature === moved ? elsewhere(one) : one)) };
    };
    await index.pass();
    weather.judge = () => "pass";
    await index.pass();
    await index.expectAsOnChain();
  });

  it("that cuts the log of sync off tells by the escrow's transactions what it found", async () => {
    const { market, weather } = followed;
    const one = market.attested(1);
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    await market.donate(one, 7n);
    const sync = await market.send(market.client.sync(one));
    weather.judge = (method, [signature]) =>
      method === "getTransaction" && signature === sync
        ? {
            change: (found: { meta: object }) => ({
              ...found,
              meta: { ...found.meta, logMessages: ["Log truncated"] },
            }),
          }
        : "pass";
    expect((await index.pass()).problem).to.equal(null);
    await index.expectAsOnChain();
    const [arrival] = await index.rows("select deposited, basis from entries where kind = 'arrival'");
    expect([String(arrival!.deposited), arrival!.basis]).to.deep.equal(["7", "proven"]);
  });

  it("of another chain is refused", async () => {
    await index.pass();
    followed.weather.judge = (method) => (method === "getGenesisHash" ? { change: () => "another" } : "pass");
    const error = await index
      .restarted(() => {})
      .pass()
      .catch((thrown: Error) => thrown);
    expect(error).to.be.an("error").with.property("name", "InvalidInput");
  });

  it("keeps of each agreement what is now, and what a fork could bring back", async () => {
    followed.weather.unfinal = 2;
    for (const [, play] of story(followed)) {
      await play();
      await index.pass();
    }
    const rows = await index.rows("select bot, instance, count(*) as count from subscriptions group by bot, instance");
    expect(rows.map(({ count }) => Number(count) <= 4)).to.deep.equal([true, true, true]);
  });
});
