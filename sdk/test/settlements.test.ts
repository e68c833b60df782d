import type { PublicKey, VersionedTransactionResponse } from "@solana/web3.js";
import { expect } from "chai";
import { ByteWriter } from "../src/bytes";
import { PROGRAM_ID } from "../src/program";
import { begins, settlementsOf } from "../src/settlements";
import { MissingTransaction, type WalkedTransaction } from "../src/transactions";
import { ATTESTED, key, VERIFIED, verified } from "./support/history";
import { logged, settledData, transaction } from "./support/transactions";

const ADDRESS = key(2);
const { bot, instance, terms } = VERIFIED;
const agreement = (sequence: bigint) => ({ address: ADDRESS, bot, instance, terms, sequence });

const levels = { last: 0n, realized: 1n, mark: 1n, peak: 1n, profit: 1n, accrued: 0n };
const settlement = (sequence: bigint, address = ADDRESS) => ({
  data: settledData(address, verified(sequence, levels)),
});

/** The logs of a `Subscribed` event: sha256("event:Subscribed")[..8], then its fields. */
function subscribed(mark: bigint, of: { address?: PublicKey; bot?: PublicKey; instance?: bigint } = {}): string[] {
  const data = new ByteWriter(8 + 2 * 32 + 8 + 2 * 32 + 4 + 3 * 8)
    .bytes(Uint8Array.of(135, 59, 105, 76, 190, 236, 138, 228), 8)
    .publicKey(of.address ?? ADDRESS)
    .publicKey(of.bot ?? bot)
    .u64(of.instance ?? instance)
    .publicKey(key(21))
    .publicKey(key(22))
    .u32(1)
    .u64(1_000_000n)
    .u64(3_000_000n)
    .i64(mark)
    .finish();
  return logged(data);
}

/** Walks these transactions, newest first; null is one that the node does not return. Tells how many were read. */
function walk(all: (VersionedTransactionResponse | null)[]) {
  const walked = { read: 0 };
  async function* transactions(): AsyncGenerator<WalkedTransaction> {
    for (const [index, one] of all.entries()) {
      walked.read += 1;
      if (one === null) throw new MissingTransaction(`s${index}`);
      yield { signature: `s${index}`, slot: 100 - index, time: 1_000, transaction: one };
    }
  }
  return { walked, transactions: transactions() };
}

/** Sequences and signatures of what is found, and the start. */
async function find(all: (VersionedTransactionResponse | null)[], wanted = agreement(2n)) {
  const { walked, transactions } = walk(all);
  const { events, startMark } = await settlementsOf(transactions, wanted, PROGRAM_ID);
  return { found: events.map(({ record, signature }) => `${record.sequence}@${signature}`), startMark, ...walked };
}

const second = transaction([settlement(2n)]);
const first = transaction([settlement(1n)]);
const unrelated = transaction([]);
const start = transaction([], { logMessages: subscribed(-3_000_000n) });

describe("settlementsOf", () => {
  it("finds the settlements, oldest first, and the start, and reads no further", async () => {
    expect(await find([unrelated, second, unrelated, first, unrelated, start, unrelated])).to.deep.equal({
      found: ["1@s3", "2@s1"],
      startMark: -3_000_000n,
      read: 6,
    });
  });

  it("finds both in one transaction", async () => {
    const all = transaction([settlement(1n), settlement(2n)], { logMessages: subscribed(-7n) });
    expect(await find([all])).to.deep.equal({ found: ["1@s0", "2@s0"], startMark: -7n, read: 1 });
  });

  it("leaves out settlements that came later and those of other subscriptions", async () => {
    const mixed = transaction([settlement(1n, key(8)), settlement(1n), settlement(2n), settlement(3n)]);
    expect(await find([transaction([settlement(4n)]), mixed, start])).to.deep.equal({
      found: ["1@s1", "2@s1"],
      startMark: -3_000_000n,
      read: 3,
    });
  });

  it("finds the start of a subscription without settlements", async () => {
    expect(await find([unrelated, start], agreement(0n))).to.deep.equal({
      found: [],
      startMark: -3_000_000n,
      read: 2,
    });
  });

  describe("an attested subscription", () => {
    const attested = (sequence: bigint) => ({ ...agreement(sequence), terms: ATTESTED.terms });

    it("needs no start", async () => {
      expect(await find([second, first, start], attested(2n))).to.deep.equal({
        found: ["1@s1", "2@s0"],
        startMark: null,
        read: 2,
      });
    });

    it("without settlements needs no transaction", async () => {
      expect(await find([start], attested(0n))).to.deep.equal({ found: [], startMark: null, read: 0 });
    });
  });

  describe("at an address that was used before", () => {
    const earlier = transaction([settlement(1n), settlement(2n)], { logMessages: subscribed(-9n, { instance: 6n }) });

    it("stops at its own start", async () => {
      expect(await find([second, first, start, earlier])).to.deep.include({ startMark: -3_000_000n, read: 3 });
    });

    it("does not take the start or the settlements of another instance", async () => {
      expect(await find([second, first, earlier, start])).to.deep.equal({
        found: ["1@s1", "2@s0"],
        startMark: null,
        read: 3,
      });
    });

    it("does not take those of another bot with the same instance", async () => {
      const foreign = transaction([settlement(2n)], { logMessages: subscribed(-9n, { bot: key(8) }) });
      expect(await find([second, first, foreign])).to.deep.equal({
        found: ["1@s1", "2@s0"],
        startMark: null,
        read: 3,
      });
    });

    it("finds its own start in the transaction that ended the earlier one", async () => {
      const logMessages = [...subscribed(-9n, { instance: 6n }), ...subscribed(-7n)];
      const both = transaction([settlement(1n), settlement(2n), settlement(1n)], { logMessages });
      expect(await find([second, both])).to.deep.equal({ found: ["1@s1", "2@s0"], startMark: -7n, read: 2 });
    });

    it("is not mistaken for the start of another subscription in the same transaction", async () => {
      const other = transaction([], { logMessages: subscribed(-9n, { address: key(8) }) });
      expect(await find([second, first, other, start])).to.deep.include({ startMark: -3_000_000n, read: 4 });
    });
  });

  describe("when the node does not have everything", () => {
    it("does without the start when its transaction is not listed", async () => {
      expect(await find([second, first])).to.deep.equal({ found: ["1@s1", "2@s0"], startMark: null, read: 2 });
    });

    it("does without the start when its transaction is not returned", async () => {
      expect(await find([second, first, null])).to.deep.equal({ found: ["1@s1", "2@s0"], startMark: null, read: 3 });
      expect(await find([null], agreement(0n))).to.deep.equal({ found: [], startMark: null, read: 1 });
    });

    it("does without the start when its log was cut off", async () => {
      const cut = transaction([], { logMessages: [subscribed(-3n)[0]!, "Log truncated"] });
      expect(await find([second, first, cut])).to.deep.equal({ found: ["1@s1", "2@s0"], startMark: null, read: 3 });
    });

    it("does not do without a settlement", async () => {
      const failure = await find([second, null, first, start]).then(
        () => null,
        (error: Error) => error.message,
      );
      expect(failure).to.equal("The node lists transaction s1 but does not return it: ask an archive node");
    });

    it("passes on any other failure", async () => {
      async function* broken(): AsyncGenerator<WalkedTransaction> {
        yield { signature: "s0", slot: 1, time: null, transaction: transaction([settlement(1n)]) };
        throw new Error("429 Too Many Requests");
      }
      const failure = await settlementsOf(broken(), agreement(1n), PROGRAM_ID).then(
        () => null,
        (error: Error) => error.message,
      );
      expect(failure).to.equal("429 Too Many Requests");
    });
  });
});

describe("begins", () => {
  it("asks for the event's subscription, bot and instance", () => {
    const event = { name: "Subscribed", data: { subscription: ADDRESS, bot, instance } } as Parameters<
      typeof begins
    >[1];
    const own = agreement(1n);
    expect(begins(own, event)).to.equal(true);
    expect(begins({ ...own, address: key(8) }, event)).to.equal(false);
    expect(begins({ ...own, bot: key(8) }, event)).to.equal(false);
    expect(begins({ ...own, instance: 8n }, event)).to.equal(false);
    expect(begins(own, { ...event, name: "Funded" } as typeof event)).to.equal(false);
  });
});
