import { type Connection, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { NodeFailure } from "../../src/failures";
import { transactionsOf } from "../../src/history/transactions";

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
