/** Bots and subscriptions in slices, and what a bot has earned over its life, over JSON-RPC. */
import { botAddress, type ProfitShareClient, ProfitShareReader } from "@profit-share/sdk";
import { readClosings } from "@profit-share/sdk/history";
import { botTotals, listBots, listSubscriptions, readBotTotals } from "@profit-share/sdk/listing";
import { type Connection, type GetProgramAccountsConfig, Keypair, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { Market } from "./market";
import { agent, creator, DOLLAR, subscriber, venueUser } from "./parties";

type Page = { address: PublicKey }[];

async function pages(listing: AsyncIterable<Page>): Promise<string[][]> {
  const found: string[][] = [];
  for await (const page of listing) found.push(page.map(({ address }) => address.toBase58()));
  return found;
}

const hexOrder = (a: string, b: string): number => Buffer.compare(bytes(a), bytes(b));
const bytes = (address: string): Uint8Array => new PublicKey(address).toBytes();

/** The connection, and what it was asked. */
function noting(connection: Connection) {
  const asked = { slices: [] as unknown[], filters: [] as number[], pages: [] as number[] };
  const getProgramAccounts = async (program: PublicKey, config: GetProgramAccountsConfig) => {
    asked.slices.push(config.dataSlice);
    asked.filters.push(config.filters!.length);
    return connection.getProgramAccounts(program, config);
  };
  const getMultipleAccountsInfo = async (keys: PublicKey[], commitment: "confirmed") => {
    asked.pages.push(keys.length);
    return connection.getMultipleAccountsInfo(keys, commitment);
  };
  const noted: Connection = Object.assign(Object.create(connection), { getProgramAccounts, getMultipleAccountsInfo });
  return { reader: new ProfitShareReader(noted), asked };
}

describe("listing", function () {
  this.timeout(60_000);
  let market: Market;
  let client: ProfitShareClient;
  before(async () => {
    market = await Market.open();
    client = market.client;
  });
  after(() => market.close());

  const names = (...addresses: PublicKey[]): string[] => addresses.map((address) => address.toBase58()).sort(hexOrder);

  it("has no page where there is nothing", async () => {
    expect(await pages(listSubscriptions(client))).to.deep.equal([]);
    expect(await pages(listBots(client, { owner: subscriber.publicKey }))).to.deep.equal([]);
  });

  it("has all bots, or an owner's or a creator's", async () => {
    const both = [names(market.attestedBot, market.verifiedBot)];
    expect(await pages(listBots(client))).to.deep.equal(both);
    expect(await pages(listBots(client, { creator: creator.publicKey }))).to.deep.equal(both);
    const heir = Keypair.generate();
    await market.send(await client.transferBot(market.verifiedBot, heir.publicKey));
    await market.send(await client.acceptBot(market.verifiedBot), heir);
    expect(await pages(listBots(client, { owner: heir.publicKey }))).to.deep.equal([names(market.verifiedBot)]);
    expect(await pages(listBots(client, { owner: creator.publicKey }))).to.deep.equal([names(market.attestedBot)]);
    expect(await pages(listBots(client, { owner: heir.publicKey, creator: creator.publicKey }))).to.deep.equal([
      names(market.verifiedBot),
    ]);
  });

  it("has the subscriptions of a bot, a subscriber, an agent, a keeper, and of several at once", async () => {
    for (const accountNo of [0, 1]) await market.subscribe({ accountNo }, DOLLAR);
    await market.subscribe({ venueUser }, DOLLAR);
    const attested = [names(market.attested(0), market.attested(1))];
    const all = [names(market.attested(0), market.attested(1), market.verified)];
    expect(await pages(listSubscriptions(client))).to.deep.equal(all);
    expect(await pages(listSubscriptions(client, { subscriber: subscriber.publicKey }))).to.deep.equal(all);
    expect(await pages(listSubscriptions(client, { agent: agent.publicKey }))).to.deep.equal(all);
    expect(await pages(listSubscriptions(client, { keeper: market.keeper }))).to.deep.equal(attested);
    expect(await pages(listSubscriptions(client, { bot: market.attestedBot }))).to.deep.equal(attested);
    const { reader, asked } = noting(market.chain.connection);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey };
    const both = { ...parties, bot: market.attestedBot, keeper: market.keeper };
    expect(await pages(listSubscriptions(reader, both))).to.deep.equal(attested);
    // A node takes four filters: the kind, and three of the four parties.
    expect(asked.filters).to.deep.equal([4]);
    expect(await pages(listSubscriptions(reader, { ...both, keeper: Keypair.generate().publicKey }))).to.deep.equal([
      [],
    ]);
  });

  it("has each account as it is", async () => {
    for await (const page of listSubscriptions(client)) {
      for (const found of page) expect(found).to.deep.equal(await client.subscription(found.address));
    }
    for await (const page of listBots(client)) {
      for (const found of page) expect(found).to.deep.equal(await client.bot(found.address));
    }
  });

  describe("where there are many", () => {
    /** Copies of a subscription, each with a subscriber of its own in place of the first. */
    const copies = Array.from({ length: 247 }, () => Keypair.generate().publicKey);
    const subscriberOf = (index: number) => new PublicKey(new Uint8Array(32).fill(1 + (index % 2)));
    before(() => {
      const { chain } = market.chain.localnet;
      const account = chain.account(market.attested(0).toBase58())!;
      const at = Buffer.from(account.data).indexOf(subscriber.publicKey.toBytes());
      for (const [index, copy] of copies.entries()) {
        const data = Uint8Array.from(account.data);
        data.set(subscriberOf(index).toBytes(), at);
        chain.setAccount(copy.toBase58(), { ...account, data });
      }
    });
    const everything = () => names(...copies, market.attested(0), market.attested(1), market.verified);

    it("comes a hundred at a time, ordered by address, after one request for the addresses alone", async () => {
      const { reader, asked } = noting(market.chain.connection);
      const found = await pages(listSubscriptions(reader));
      expect(found.map((page) => page.length)).to.deep.equal([100, 100, 50]);
      expect(found.flat()).to.deep.equal(everything());
      expect(asked).to.deep.equal({ slices: [{ offset: 0, length: 0 }], filters: [1], pages: [100, 100, 50] });
    });

    it("loads no further than it is read, and goes on behind an address", async () => {
      const { reader, asked } = noting(market.chain.connection);
      let last: PublicKey | undefined;
      for await (const page of listSubscriptions(reader)) {
        last = page.at(-1)!.address;
        break;
      }
      expect(asked.pages).to.deep.equal([100]);
      const rest = await pages(listSubscriptions(client, { after: last! }));
      expect(rest.flat()).to.deep.equal(everything().slice(100));
    });

    it("has exactly a page, and one more", async () => {
      const of = (index: number) => pages(listSubscriptions(client, { subscriber: subscriberOf(index) }));
      expect((await of(0)).map((page) => page.length)).to.deep.equal([100, 24]);
      expect((await of(1)).map((page) => page.length)).to.deep.equal([100, 23]);
      const { chain } = market.chain.localnet;
      for (const [index, copy] of copies.entries())
        if (index % 2 === 1 && index > 200) chain.setAccount(copy.toBase58(), null);
      expect((await of(1)).map((page) => page.length)).to.deep.equal([100]);
    });

    it("leaves out what is closed, or becomes another one's, between the two requests", async () => {
      const { chain } = market.chain.localnet;
      const { connection } = market.chain;
      const mine = { subscriber: subscriberOf(0) };
      const [gone, , changed, , foreign] = copies.map((copy) => copy.toBase58());
      const before = await pages(listSubscriptions(client, mine));
      const getProgramAccounts = async (program: PublicKey, config: GetProgramAccountsConfig) => {
        const found = await connection.getProgramAccounts(program, config);
        const account = chain.account(changed!)!;
        const data = Uint8Array.from(account.data);
        data.set(subscriberOf(1).toBytes(), Buffer.from(data).indexOf(subscriberOf(0).toBytes()));
        chain.setAccount(changed!, { ...account, data });
        chain.setAccount(foreign!, { ...account, owner: PublicKey.default.toBase58() });
        chain.setAccount(gone!, null);
        return found;
      };
      const racing = new ProfitShareReader(Object.assign(Object.create(connection), { getProgramAccounts }));
      const left = [gone, changed, foreign];
      expect((await pages(listSubscriptions(racing, mine))).flat()).to.deep.equal(
        before.flat().filter((address) => !left.includes(address)),
      );
    });

    it("stops on a signal", async () => {
      const stop = new AbortController();
      const failure = await (async () => {
        for await (const _ of listSubscriptions(client, { signal: stop.signal })) stop.abort();
      })().catch((error: Error) => error.name);
      expect(failure).to.equal("AbortError");
    });

    after(() => {
      for (const copy of copies) market.chain.localnet.chain.setAccount(copy.toBase58(), null);
    });
  });

  describe("a bot's totals", () => {
    const totals = () => readBotTotals(client, market.attestedBot);

    it("are those of its subscriptions while all live", async () => {
      // A share of $0.20 and $0.80; the second's balance of a dollar pays all of it.
      await market.attest(market.attested(0), 2n * DOLLAR);
      await market.attest(market.attested(1), 8n * DOLLAR);
      await market.send(await client.claim(market.attested(1), { amount: 300_000n }));
      expect(await totals()).to.deep.equal({
        ...{ profit: 10_000_000n, accrued: 1_000_000n, credited: 1_000_000n, waived: 0n },
        ...{ owed: 0n, claimable: 700_000n, writtenOff: 0n, living: 2, closed: 0 },
      });
    });

    it("keep those that are closed, with what was waived and written off", async () => {
      // $4 more of share on $0.20: $3.80 is owed, $1.80 of it waived, $2 written off.
      await market.attest(market.attested(1), 40n * DOLLAR);
      await market.send(await client.waive(market.attested(1), 1_800_000n));
      await market.end(market.attested(1));
      expect(await totals()).to.deep.equal({
        ...{ profit: 50_000_000n, accrued: 5_000_000n, credited: 1_200_000n, waived: 1_800_000n },
        ...{ owed: 0n, claimable: 200_000n, writtenOff: 2_000_000n, living: 1, closed: 1 },
      });
    });

    it("are the sums of the ends and of what lives", async () => {
      await market.subscribe({ accountNo: 1 }, DOLLAR);
      await market.attest(market.attested(1), 3n * DOLLAR);
      await market.end(market.attested(1));
      await market.subscribe({ accountNo: 1 }, DOLLAR);
      const closings = await readClosings(client, market.attestedBot);
      const living = await client.subscriptionsOfBot(market.attestedBot);
      const found = await totals();
      expect([found.living, found.closed]).to.deep.equal([living.length, closings.length]);
      for (const name of ["accrued", "credited", "waived"] as const) {
        expect(found[name]).to.equal([...closings, ...living].reduce((sum, one) => sum + one[name], 0n));
      }
      expect(found.profit).to.equal([...closings, ...living].reduce((sum, one) => sum + one.profitTotal, 0n));
      expect(found.writtenOff).to.equal(closings.reduce((sum, one) => sum + one.writtenOff, 0n));
    });

    it("are nothing of a bot that nobody ever subscribed to", async () => {
      const { terms } = await client.bot(market.attestedBot);
      const id = new Uint8Array(16).fill(8);
      const bot = { creator: creator.publicKey, id, minPayout: 1n, payoutWallet: creator.publicKey, terms };
      await market.send(client.publishBot(bot));
      expect(await readBotTotals(client, botAddress(creator.publicKey, id))).to.deep.equal({
        ...{ profit: 0n, accrued: 0n, credited: 0n, waived: 0n },
        ...{ owed: 0n, claimable: 0n, writtenOff: 0n, living: 0, closed: 0 },
      });
    });

    it("are read again where a subscription is closed in between", async () => {
      const { connection } = market.chain;
      let requests = 0;
      const getProgramAccounts = async (program: PublicKey, config: GetProgramAccountsConfig) => {
        requests += 1;
        if (requests === 1) await market.end(market.attested(1));
        return connection.getProgramAccounts(program, config);
      };
      const before = await totals();
      const racing = new ProfitShareReader(Object.assign(Object.create(connection), { getProgramAccounts }));
      const found = await readBotTotals(racing, market.attestedBot);
      expect(requests).to.equal(2);
      expect(found).to.deep.equal({ ...before, living: 1, closed: before.closed + 1 });
    });

    it("are refused where the node's list does not fit the bot", async () => {
      const deaf = Object.assign(Object.create(market.chain.connection), { getProgramAccounts: async () => [] });
      const failure = await readBotTotals(new ProfitShareReader(deaf), market.attestedBot).catch(
        (error: Error) => error,
      );
      expect(failure).to.include({ name: "NodeFailure" });
      expect((failure as Error).message).to.match(
        /^The node lists 0 subscriptions of bot \w+, which has 1: ask another/,
      );
    });

    it("stop at the end of u64 like the program's, and owe nothing then", async () => {
      const bot = await client.bot(market.attestedBot);
      const end = 2n ** 64n - 1n;
      const stopped = { ...bot, closedProfit: end, closedAccrued: end, closedCredited: end, closedWaived: end };
      expect(botTotals(stopped, [])).to.deep.include({ profit: end, accrued: end, writtenOff: 0n });
    });
  });
});
