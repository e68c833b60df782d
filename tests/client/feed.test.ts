/** The feed of all settlements and ends over JSON-RPC, with foreign transactions that name the event authority among them. */
import { eventAuthorityAddress, fromBase58, PROGRAM_ID } from "@profit-share/sdk";
import {
  type FeedEvent,
  type FeedSlot,
  historyEvents,
  type ReadTo,
  readClosings,
  readFeed,
  readFeedSince,
} from "@profit-share/sdk/history";
import { SystemProgram, Transaction, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { Market } from "./market";
import { creator, DOLLAR, venueUser } from "./parties";

const authority = { pubkey: eventAuthorityAddress(), isSigner: false, isWritable: false };

async function all(feed: AsyncIterable<FeedSlot>): Promise<FeedEvent[]> {
  const events: FeedEvent[] = [];
  for await (const slot of feed) events.push(...slot.events);
  return events;
}

describe("the feed on a chain", function () {
  this.timeout(60_000);
  let market: Market;
  before(async () => {
    market = await Market.open();
  });
  after(() => market.close());

  /** "0:2" is the second record of the agent's account 0, "verified:end" the end of the verified subscription. */
  function name({ name: what, data }: FeedEvent): string {
    const of = [0, 1, 2].find((accountNo) => market.attested(accountNo).equals(data.subscription)) ?? "verified";
    return `${of}:${what === "Closed" ? "end" : (data as { record: { sequence: bigint } }).record.sequence}`;
  }
  const newestFirst = async (options = {}) => (await all(readFeed(market.client, options))).map(name);
  const since = async (readTo: ReadTo | null) => (await all(readFeedSince(market.client, readTo))).map(name);

  /** Sent whether it succeeds or not. */
  async function land(instruction: TransactionInstruction): Promise<string> {
    const { connection } = market.chain;
    const latest = await connection.getLatestBlockhash();
    const transaction = new Transaction({ feePayer: creator.publicKey, ...latest }).add(instruction);
    transaction.sign(creator);
    return connection.sendRawTransaction(transaction.serialize(), { skipPreflight: true });
  }

  it("is empty where nothing has happened", async () => {
    expect(await newestFirst()).to.deep.equal([]);
    expect(await since(null)).to.deep.equal([]);
  });

  it("has every settlement and every end, of all subscriptions and in their order", async () => {
    for (const accountNo of [0, 1, 2]) await market.subscribe({ accountNo }, DOLLAR);
    await market.subscribe({ venueUser }, DOLLAR);
    await market.attest(market.attested(0), DOLLAR);
    await market.attestAll([
      [market.attested(1), DOLLAR],
      [market.attested(0), -DOLLAR],
      [market.attested(2), DOLLAR],
    ]);
    await market.settleAt(DOLLAR);
    // A loss: no record.
    await market.settleAt(-DOLLAR);
    await market.deposit(market.attested(1), DOLLAR);
    await market.end(market.attested(1));
    const expected = ["0:1", "1:1", "0:2", "2:1", "verified:1", "1:end"];
    expect(await since(null)).to.deep.equal(expected);
    expect(await newestFirst()).to.deep.equal(expected.toReversed());
  });

  it("keeps apart two agreements at one address", async () => {
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    await market.attest(market.attested(1), 2n * DOLLAR);
    await market.end(market.attested(1));
    const of = (await all(readFeedSince(market.client, null))).filter(({ data }) =>
      data.subscription.equals(market.attested(1)),
    );
    expect(of.map(name)).to.deep.equal(["1:1", "1:end", "1:1", "1:end"]);
    const instances = of.flatMap((event) => (event.name === "Closed" ? [event.data.instance] : []));
    expect(instances).to.deep.equal([2n, 4n]);
  });

  it("says where each event is", async () => {
    for (const { signature, slot, index, name: what, data } of await all(readFeed(market.client))) {
      const found = (await market.chain.connection.getTransaction(signature, { maxSupportedTransactionVersion: 1 }))!;
      expect(found.slot).to.equal(slot);
      expect(historyEvents(found).filter((event) => event.name === what)).to.deep.include({ name: what, data });
      expect(index).to.be.lessThan(5);
    }
  });

  it("goes on from where it was left, with what came since and nothing twice", async () => {
    const [newest] = await firstSlot(readFeed(market.client));
    expect(await since(newest.readTo)).to.deep.equal([]);
    await market.attest(market.attested(0), DOLLAR);
    await market.settleAt(3n * DOLLAR);
    expect(await since(newest.readTo)).to.deep.equal(["0:3", "verified:2"]);
    expect(await newestFirst({ newerThan: newest.readTo })).to.deep.equal(["verified:2", "0:3"]);
    const before = await newestFirst({ olderThan: newest.readTo });
    expect(await newestFirst()).to.deep.equal(["verified:2", "0:3", ...newest.events.map(name), ...before]);
  });

  describe("takes nothing from transactions that only name the event authority", () => {
    const cases: [what: string, instruction: () => Promise<TransactionInstruction>, lands: boolean][] = [
      [
        "a transfer to it",
        async () =>
          SystemProgram.transfer({ fromPubkey: creator.publicKey, toPubkey: authority.pubkey, lamports: 1e6 }),
        true,
      ],
      [
        "an event instruction that its signature is missing from, which fails",
        async () => new TransactionInstruction({ programId: PROGRAM_ID, keys: [authority], data: await eventData() }),
        false,
      ],
      [
        "a settlement that fails",
        async () => {
          const instruction = await market.client.settle(market.verified);
          return new TransactionInstruction({
            ...instruction,
            data: Buffer.from([...instruction.data.subarray(0, 7), 0]),
          });
        },
        false,
      ],
      ["a settlement that finds nothing", () => market.client.settle(market.verified), true],
    ];
    for (const [what, instruction, lands] of cases) {
      it(what, async () => {
        const before = await newestFirst();
        const signature = await land(await instruction());
        const { connection } = market.chain;
        const listed = await connection.getSignaturesForAddress(authority.pubkey, { limit: 1 }, "confirmed");
        expect(listed[0]).to.deep.include({ signature });
        expect(listed[0]!.err === null).to.equal(lands);
        expect(await newestFirst()).to.deep.equal(before);
        const [{ readTo }] = await firstSlot(readFeed(market.client));
        expect(await since(readTo)).to.deep.equal([]);
      });
    }

    /** That of a real settlement. */
    async function eventData(): Promise<Buffer> {
      const [settled] = (await all(readFeed(market.client))).filter((event) => event.name === "Settled");
      const { connection } = market.chain;
      const found = await connection.getTransaction(settled!.signature, { maxSupportedTransactionVersion: 1 });
      const [inner] = found!.meta!.innerInstructions!.flatMap(({ instructions }) => instructions);
      return Buffer.from(fromBase58(inner!.data));
    }
  });

  it("has the ends of a bot, also by the bot's own address", async () => {
    const ofBot = await readClosings(market.client, market.attestedBot);
    expect(ofBot.map(({ instance }) => instance)).to.deep.equal([4n, 2n]);
    const inFeed = (await all(readFeed(market.client))).filter((event) => event.name === "Closed");
    expect(ofBot.map(({ signature }) => signature)).to.deep.equal(inFeed.map(({ signature }) => signature));
    expect(await readClosings(market.client, market.verifiedBot)).to.deep.equal([]);
    expect(await readClosings(market.client, market.attested(1))).to.deep.equal(ofBot);
    expect(await readClosings(market.client, market.attested(0))).to.deep.equal([]);
  });
});

async function firstSlot(feed: AsyncIterable<FeedSlot>): Promise<[FeedSlot]> {
  for await (const slot of feed) return [slot];
  throw new Error("The feed is empty");
}
