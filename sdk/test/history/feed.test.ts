import { expect } from "chai";
import { ProfitShareReader } from "../../src/client/reader";
import { type FeedSlot, readFeed, readFeedSince } from "../../src/history/feed";
import { MissingTransaction, type WalkOptions } from "../../src/history/transactions";
import type { HistoryStart } from "../../src/history/verify";
import { key, plainChain, VERIFIED } from "../support/history";
import { type Listed, nodeOf } from "../support/node";
import { EVE, EVENT_AUTHORITY, settledData, transaction } from "../support/transactions";

const X: HistoryStart = { ...VERIFIED, subscription: key(31) };
const Y: HistoryStart = { ...VERIFIED, subscription: key(32) };

function settled(start: HistoryStart, sequence: number): Uint8Array {
  const { subscription, record, head } = plainChain(start, sequence)[sequence - 1]!;
  return settledData(subscription, record, undefined, head);
}

/** A transaction that recorded these. */
const recorded = (signature: string, slot: number, ...data: Uint8Array[]): Listed => ({
  signature,
  slot,
  transaction: transaction(data.map((one) => ({ data: one }))),
});

const OTHER_PROGRAM = 2;
const ERROR = { InstructionError: [0, { Custom: 6_000 }] };

const readerOf = (all: readonly Listed[], pageSize?: number): ProfitShareReader =>
  new ProfitShareReader(nodeOf(all, pageSize === undefined ? {} : { pageSize }).connection);

/** "31:2@c" is the second record of the subscription of 31s, in transaction c. */
const told = ({ events }: FeedSlot): string[] =>
  events.map(({ data, signature, ...event }) => {
    const what = event.name === "Settled" ? (data as { record: { sequence: bigint } }).record.sequence : "end";
    return `${data.subscription.toBytes()[0]}:${what}@${signature}`;
  });

async function all(feed: AsyncIterable<FeedSlot>): Promise<string[][]> {
  const slots: string[][] = [];
  for await (const slot of feed) slots.push(told(slot));
  return slots;
}

/** Newest first. The node lists slot 7 in the wrong order. */
const FEED: Listed[] = [
  recorded("e", 9, settled(Y, 3)),
  recorded("b", 7, settled(X, 1)),
  recorded("c", 7, settled(X, 2), settled(Y, 1)),
  recorded("d", 7, settled(Y, 2)),
  recorded("a", 3),
];

describe("the feed", () => {
  it("comes newest first, a slot at a time, in the records' order", async () => {
    expect(await all(readFeed(readerOf(FEED)))).to.deep.equal([
      ["32:3@e"],
      ["32:2@d", "32:1@c", "31:2@c", "31:1@b"],
      [],
    ]);
  });

  it("is the same with pages of one", async () => {
    expect((await all(readFeed(readerOf(FEED, 1)))).flat()).to.deep.equal((await all(readFeed(readerOf(FEED)))).flat());
  });

  it("comes oldest first", async () => {
    expect(await all(readFeedSince(readerOf(FEED, 2), null))).to.deep.equal([
      [],
      ["31:1@b", "31:2@c", "32:1@c", "32:2@d"],
      ["32:3@e"],
    ]);
  });

  it("is empty where nothing was settled", async () => {
    expect(await all(readFeed(readerOf([])))).to.deep.equal([]);
    expect(await all(readFeedSince(readerOf([]), null))).to.deep.equal([]);
  });

  it("goes on behind each of its slots, in both directions", async () => {
    for await (const { readTo } of readFeed(readerOf(FEED))) {
      const newer = (await all(readFeed(readerOf(FEED), { newerThan: readTo }))).flat();
      const since = (await all(readFeedSince(readerOf(FEED), readTo))).flat();
      const older = (await all(readFeed(readerOf(FEED), { olderThan: readTo }))).flat();
      expect(since.toReversed()).to.deep.equal(newer);
      const count = { 9: [0, 4], 7: [1, 0], 3: [5, 0] }[readTo.slot];
      expect([newer.length, older.length]).to.deep.equal(count);
    }
  });

  it("follows from slot to slot without a gap and without a repetition, also within a slot", async () => {
    // The node first had half of slot 7.
    const early = FEED.filter(({ signature }) => ["a", "b"].includes(signature));
    const before: FeedSlot[] = [];
    for await (const slot of readFeedSince(readerOf(early), null)) before.push(slot);
    const { readTo } = before.at(-1)!;
    expect(readTo).to.deep.equal({ slot: 7, signatures: ["b"] });
    const after: FeedSlot[] = [];
    for await (const slot of readFeedSince(readerOf(FEED), readTo)) after.push(slot);
    expect([...before, ...after].flatMap(told)).to.deep.equal([...["31:1@b", "31:2@c", "32:1@c", "32:2@d", "32:3@e"]]);
    expect(after[0]!.readTo).to.deep.equal({ slot: 7, signatures: ["c", "d", "b"] });
    expect(await all(readFeedSince(readerOf(FEED), after.at(-1)!.readTo))).to.deep.equal([]);
  });

  it("fetches no further than it is read", async () => {
    const { connection, asked } = nodeOf(
      Array.from({ length: 100 }, (_, index) => recorded(`s${index}`, 1_000 - index, settled(X, 1))),
    );
    for await (const slot of readFeed(new ProfitShareReader(connection))) {
      expect(told(slot)).to.deep.equal(["31:1@s0"]);
      break;
    }
    expect(asked.transactions).to.have.length(25);
  });

  it("has where each event is", async () => {
    const events: FeedSlot["events"] = [];
    for await (const slot of readFeedSince(readerOf(FEED), null)) events.push(...slot.events);
    expect(events.map(({ signature, slot, time, index }) => [signature, slot, time, index])).to.deep.equal([
      ["b", 7, 1_007, 0],
      ["c", 7, 1_007, 0],
      ["c", 7, 1_007, 1],
      ["d", 7, 1_007, 0],
      ["e", 9, 1_009, 0],
    ]);
  });

  describe("takes nothing from transactions that name the event authority and recorded nothing", () => {
    const forged = (of: Parameters<typeof transaction>[0][number], options = {}): Listed => ({
      signature: "forged",
      slot: 8,
      transaction: transaction([of], options),
    });
    const data = settled(X, 1);
    const cases: [what: string, listed: Listed][] = [
      ["another program's call with the same data", forged({ program: OTHER_PROGRAM, data })],
      ["the program's call with somebody else's signature", forged({ accounts: [EVE], data })],
      ["the authority behind somebody else", forged({ accounts: [EVE, EVENT_AUTHORITY], data })],
      ["a call without accounts", forged({ accounts: [], data })],
      ["a call that is no event", forged({ data: data.subarray(8) })],
      ["one that failed", forged({ data }, { err: ERROR })],
      ["a transfer to it", { signature: "forged", slot: 8, transaction: transaction([]) }],
    ];
    for (const [what, listed] of cases) {
      it(what, async () => {
        const mixed = [FEED[0]!, listed, ...FEED.slice(1)];
        expect((await all(readFeed(readerOf(mixed)))).flat()).to.deep.equal(
          (await all(readFeed(readerOf(FEED)))).flat(),
        );
        const ahead = [listed, ...FEED];
        const { readTo } = await first(readFeedSince(readerOf(FEED.slice(-1)), null));
        expect((await all(readFeedSince(readerOf(ahead), readTo))).flat()).to.have.length(5);
      });
    }
  });

  it("says so where the node does not return what it lists", async () => {
    const holed = FEED.map((one) => (one.signature === "d" ? { ...one, transaction: null } : one));
    const failure = await all(readFeed(readerOf(holed))).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(MissingTransaction);
  });

  it("tells how far it is, and stops on a signal", async () => {
    const stop = new AbortController();
    const fetched: number[] = [];
    const options: WalkOptions = { onFetched: (count) => fetched.push(count), signal: stop.signal };
    const many = Array.from({ length: 60 }, (_, index) => recorded(`s${index}`, 1_000 - index, settled(X, 1)));
    const failure = await (async () => {
      for await (const _ of readFeed(readerOf(many), options)) stop.abort();
    })().catch((error: unknown) => error);
    expect((failure as Error).name).to.equal("AbortError");
    expect(fetched).to.deep.equal([25]);
  });
});

async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Error("There is none");
}
