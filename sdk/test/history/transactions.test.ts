import { type Connection, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { transactionsOf } from "../../src/history/transactions";

const ADDRESS = new PublicKey(new Uint8Array(32).fill(1));

/** A node with `count` signatures, newest first, of which every tenth failed; remembers what it was asked. */
function node(count: number, lost?: string) {
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
      return all.slice(start, start + limit);
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
    expect(asked.pages).to.deep.equal([undefined, "s999", "s1999"]);
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
    const { connection } = node(30, "s4");
    expect(await walk(connection, 4)).to.deep.equal(["s0", "s1", "s2", "s3"]);
    const failure = await walk(connection).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failure).to.equal("The node lists transaction s4 but does not return it: ask an archive node");
  });

  it("is empty for an address without transactions", async () => {
    expect(await walk(node(0).connection)).to.deep.equal([]);
  });
});
