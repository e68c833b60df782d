import { type Connection, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { NodeFailure } from "../../src/failures";
import {
  listedAt,
  MissingTransaction,
  oldestFirst,
  TransactionFetcher,
  transactionsOf,
  type WalkOptions,
} from "../../src/history/transactions";
import { type Listed, nodeOf } from "../support/node";
import { transaction } from "../support/transactions";

const ADDRESS = new PublicKey(new Uint8Array(32).fill(1));

/** A node with `count` signatures, newest first, of which every tenth failed; remembers what it was asked. */
function node(count: number, { lost, pageSize = 1_000 }: { lost?: string; pageSize?: number } = {}) {
  const all = Array.from({ length: count }, (_, index) => ({
    signature: `s${index}`,
    slot: count - index,
    err: index % 10 === 9 ? { InstructionError: [0, { Custom: 6101 }] } : null,
    blockTime: 1_000,
  }));
  const asked = { pages: [] as (string | undefined)[], transactions: 0 };
  const connection = {
    async getSignaturesForAddress(_: PublicKey, { limit, before }: { limit: number; before?: string }) {
      asked.pages.push(before);
      const start = before === undefined ? 0 : all.findIndex(({ signature }) => signature === before) + 1;
      return all.slice(start, start + Math.min(limit, pageSize));
    },
    async getTransaction(signature: string) {
      asked.transactions += 1;
      return signature === lost ? null : { blockTime: 1_000 };
    },
  };
  return { connection: connection as unknown as Connection, asked };
}

async function walk(connection: Connection, stopAfter = Number.POSITIVE_INFINITY): Promise<string[]> {
  const seen: string[] = [];
  for await (const { signature } of transactionsOf(connection, ADDRESS, "confirmed")) {
    seen.push(signature);
    if (seen.length === stopAfter) break;
  }
  return seen;
}

describe("listedAt and TransactionFetcher", () => {
  it("list what succeeded without fetching it, then fetch what is wanted in its order", async () => {
    const { connection, asked } = node(1_500);
    const pages = [];
    for await (const page of listedAt(connection, ADDRESS, "confirmed")) pages.push(page);
    expect(pages.map(({ length }) => length)).to.deep.equal([900, 450]);
    expect(asked.transactions).to.equal(0);
    const wanted = [pages[0]![7]!, pages[0]![3]!];
    const found = [];
    for await (const { signature, time } of new TransactionFetcher(connection, "confirmed").fetch(wanted))
      found.push([signature, time]);
    expect(found).to.deep.equal([
      ["s7", 1_000],
      ["s3", 1_000],
    ]);
    expect(asked.transactions).to.equal(2);
  });

  it("do not pass over a transaction that the node does not return", async () => {
    const { connection } = node(5, { lost: "s2" });
    const listed = [{ signature: "s2", slot: 3 }];
    const failure = await new TransactionFetcher(connection, "confirmed")
      .fetch(listed)
      .next()
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(failure).to.be.instanceOf(MissingTransaction);
  });
});

describe("transactionsOf", () => {
  it("pages to the end, newest first, without what failed", async () => {
    const { connection, asked } = node(2_500);
    const seen = await walk(connection);
    expect(seen.length).to.equal(2_250);
    expect(seen.slice(0, 2)).to.deep.equal(["s0", "s1"]);
    expect(seen.slice(-2)).to.deep.equal(["s2497", "s2498"]);
    expect(new Set(seen).size).to.equal(2_250);
    // A page that is not full is no end: only an empty one is.
    expect(asked.pages).to.deep.equal([undefined, "s999", "s1999", "s2499"]);
  });

  it("ends at a page that is exactly full", async () => {
    const { connection, asked } = node(1_000);
    expect((await walk(connection)).length).to.equal(900);
    expect(asked.pages).to.deep.equal([undefined, "s999"]);
  });

  it("fetches no further than it is read", async () => {
    const { connection, asked } = node(2_500);
    expect(await walk(connection, 3)).to.deep.equal(["s0", "s1", "s2"]);
    expect(asked.pages).to.deep.equal([undefined]);
    expect(asked.transactions).to.equal(25);
  });

  it("does not skip a transaction that the node lists and does not return", async () => {
    const { connection } = node(30, { lost: "s4" });
    expect(await walk(connection, 4)).to.deep.equal(["s0", "s1", "s2", "s3"]);
    const failure = await walk(connection).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failure).to.equal("The node lists transaction s4 but does not return it: ask an archive node");
  });

  for (const pageSize of [1, 7, 999]) {
    it(`goes on behind a page of ${pageSize} although 1,000 were asked`, async () => {
      const { connection } = node(1_010, { pageSize });
      expect(new Set(await walk(connection)).size).to.equal(909);
    });
  }

  it("does not walk in a circle", async () => {
    const { connection } = node(3);
    connection.getSignaturesForAddress = async () => [
      { signature: "s2", slot: 1, err: null, memo: null, blockTime: 1_000 },
    ];
    const failure = await walk(connection).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(NodeFailure);
  });

  it("gets slower where the node limits requests, and misses nothing", async function () {
    this.timeout(60_000);
    const { connection, asked } = node(40);
    const { getTransaction } = connection;
    let allowed = 30;
    connection.getTransaction = (async (signature: string) => {
      if (allowed === 0) {
        setTimeout(() => {
          allowed = 4;
        }, 500);
        throw new NodeFailure("asked too often", { status: 429 });
      }
      allowed -= 1;
      return (getTransaction as (signature: string) => unknown)(signature);
    }) as typeof getTransaction;
    expect((await walk(connection)).length).to.equal(36);
    expect(asked.transactions).to.equal(36);
  });

  it("ends with any other failure of the node", async () => {
    const { connection } = node(40);
    connection.getTransaction = async () => {
      throw new NodeFailure("no history", { status: 500 });
    };
    expect(await walk(connection).catch((error: unknown) => (error as Error).message)).to.equal("no history");
  });

  it("is empty for an address without transactions", async () => {
    expect(await walk(node(0).connection)).to.deep.equal([]);
  });
});

describe("transactionsOf from a known place", () => {
  /** Newest first, as `signature@slot`. */
  const listed = (...names: string[]): Listed[] =>
    names.map((name) => {
      const [signature, slot] = name.split("@") as [string, string];
      const err = signature.startsWith("failed") ? { InstructionError: [0, { Custom: 1 }] } : null;
      return { signature, slot: Number(slot), transaction: transaction([], { err }) };
    });
  const ALL = listed("f@9", "e@8", "failed@8", "d@7", "c@7", "b@7", "a@3");

  async function signatures(walked: AsyncIterable<{ signature: string }>): Promise<string[]> {
    const seen: string[] = [];
    for await (const { signature } of walked) seen.push(signature);
    return seen;
  }
  const newestFirst = (all: Listed[], options: WalkOptions, pageSize = 1_000) =>
    signatures(transactionsOf(nodeOf(all, { pageSize }).connection, ADDRESS, "confirmed", options));

  it("reads what is newer, also in the slot that was being read", async () => {
    const newerThan = { slot: 7, signatures: ["c"] };
    expect(await newestFirst(ALL, { newerThan })).to.deep.equal(["f", "e", "d", "b"]);
    expect(await newestFirst(ALL, { newerThan }, 1)).to.deep.equal(["f", "e", "d", "b"]);
    expect(await newestFirst(ALL, { newerThan: { slot: 9, signatures: ["f"] } })).to.deep.equal([]);
  });

  it("does not ask for a thousand where little is new, and goes on where more is", async () => {
    const { connection, asked } = nodeOf(ALL);
    const newerThan = { slot: 9, signatures: ["f"] };
    expect(await signatures(transactionsOf(connection, ADDRESS, "confirmed", { newerThan }))).to.deep.equal([]);
    expect(asked.pages).to.deep.equal([{ limit: 50 }]);
    const many = Array.from({ length: 120 }, (_, index) => `n${index}@${1_000 - index}`);
    const far = nodeOf([...listed(...many), ...ALL]);
    const walked = await signatures(transactionsOf(far.connection, ADDRESS, "confirmed", { newerThan }));
    expect(walked).to.have.length(120);
    expect(far.asked.pages).to.deep.equal([{ limit: 50 }, { limit: 1_000, before: "n49" }]);
  });

  it("finds all that is newer where the node does not know what was read", async () => {
    expect(await newestFirst(ALL, { newerThan: { slot: 7, signatures: ["forked"] } })).to.deep.equal([
      ...["f", "e", "d", "c", "b"],
    ]);
  });

  it("reads what is older", async () => {
    const olderThan = { slot: 7, signatures: ["d", "c", "b"] };
    expect(await newestFirst(ALL, { olderThan })).to.deep.equal(["a"]);
    expect(await newestFirst(ALL, { olderThan: { slot: 3, signatures: ["a"] } })).to.deep.equal([]);
  });

  it("neither repeats nor leaves out where another node lists the slot in another order", async () => {
    const other = listed("f@9", "b@7", "d@7", "c@7", "a@3");
    expect(await newestFirst(other, { olderThan: { slot: 7, signatures: ["d", "c", "b"] } })).to.deep.equal(["a"]);
    expect(await newestFirst(other, { olderThan: { slot: 9, signatures: ["f"] } })).to.deep.equal(["b", "d", "c", "a"]);
  });

  it("does not take a node that knows nothing of the place for the end", async () => {
    const failure = await newestFirst(ALL, { olderThan: { slot: 5, signatures: ["unknown"] } }).catch(
      (error: unknown) => error,
    );
    expect((failure as Error).name).to.equal("HistoryUnavailable");
    expect((failure as Error).message).to.match(/^The node does not know transaction unknown, behind which/);
  });

  it("tells how many were fetched", async () => {
    const told: number[] = [];
    const many = Array.from({ length: 60 }, (_, index) => `n${index}@${100 - index}`);
    await newestFirst(listed(...many), { onFetched: (count) => told.push(count) });
    expect(told).to.deep.equal([25, 50, 60]);
  });

  describe("oldest first", () => {
    const since = (all: Listed[], options: Parameters<typeof oldestFirst>[3]) =>
      signatures(oldestFirst(nodeOf(all, { pageSize: 2 }).connection, ADDRESS, "confirmed", options));

    it("begins at the beginning", async () => {
      expect(await since(ALL, {})).to.deep.equal(["a", "b", "c", "d", "e", "f"]);
      expect(await since([], {})).to.deep.equal([]);
    });

    it("begins behind what was read", async () => {
      expect(await since(ALL, { newerThan: { slot: 7, signatures: ["c", "b"] } })).to.deep.equal(["d", "e", "f"]);
    });

    it("does not skip what the node does not return", async () => {
      const holed = ALL.map((one) => (one.signature === "c" ? { ...one, transaction: null } : one));
      const failure = await since(holed, {}).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(MissingTransaction);
    });
  });

  describe("a signal", () => {
    it("that was given before stops it before anything is asked", async () => {
      const { connection, asked } = nodeOf(ALL);
      const signal = AbortSignal.abort(new Error("enough"));
      const failure = await signatures(transactionsOf(connection, ADDRESS, "confirmed", { signal })).catch(
        (error: unknown) => error,
      );
      expect((failure as Error).message).to.equal("enough");
      expect(asked.pages).to.deep.equal([]);
    });

    it("stops it while a node does not answer", async () => {
      const stop = new AbortController();
      const { connection } = nodeOf(ALL);
      connection.getTransaction = () => new Promise<never>(() => setImmediate(() => stop.abort()));
      const walked = transactionsOf(connection, ADDRESS, "confirmed", { signal: stop.signal });
      const failure = await signatures(walked).catch((error: unknown) => error);
      expect((failure as Error).name).to.equal("AbortError");
    });

    it("stops it while it waits for a busy node", async () => {
      const stop = new AbortController();
      const { connection } = nodeOf(ALL);
      let asked = 0;
      connection.getTransaction = async () => {
        asked += 1;
        setTimeout(() => stop.abort(), 10);
        throw new NodeFailure("asked too often", { status: 429 });
      };
      const walked = transactionsOf(connection, ADDRESS, "confirmed", { signal: stop.signal });
      const failure = await signatures(walked).catch((error: unknown) => error);
      expect((failure as Error).name).to.equal("AbortError");
      expect(asked).to.be.lessThan(8);
    });
  });
});
