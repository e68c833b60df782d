import type { PublicKey, VersionedTransactionResponse } from "@solana/web3.js";
import { expect } from "chai";
import { type BotInstance, beginningAt } from "../../src/history/agreement";
import { settlementsOf } from "../../src/history/settlements";
import { MissingTransaction, type WalkedTransaction } from "../../src/history/transactions";
import { nextHead } from "../../src/history/verify";
import { ByteWriter } from "../../src/wire/bytes";
import { PROGRAM_ID } from "../../src/wire/idl";
import { ATTESTED, key, VERIFIED, verified } from "../support/history";
import { logged, settledData, transaction } from "../support/transactions";

const ADDRESS = key(2);
const { bot, instance, terms } = VERIFIED;
const agreement = (sequence: bigint, seed = 0) => ({
  ...{ address: ADDRESS, bot, instance, terms, sequence, slot: 1_000 },
  head: headOf(sequence, seed),
});

const CLOSED = Uint8Array.of(50, 31, 87, 155, 135, 220, 195, 239);

const levels = { last: 0n, realized: 1n, mark: 1n, profit: 1n, accrued: 0n };

/** The head after a record. @param seed tells the histories of two agreements apart */
function headOf(sequence: bigint, seed = 0): Uint8Array {
  const record = verified(sequence, levels);
  return sequence === 0n ? new Uint8Array(32).fill(seed) : nextHead(headOf(sequence - 1n, seed), record);
}

const settlement = (sequence: bigint, address = ADDRESS, seed = 0) => ({
  data: settledData(address, verified(sequence, levels), undefined, headOf(sequence, seed)),
});

/** The logs of a `Subscribed` event: sha256("event:Subscribed")[..8], then its fields. */
function subscribed(mark: bigint, of: { address?: PublicKey; bot?: PublicKey; instance?: bigint } = {}): string[] {
  const data = new ByteWriter(8 + 2 * 32 + 8 + 2 * 32 + 4 + 4 * 8)
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
    .u64(0n)
    .finish();
  return logged(data);
}

/**
 * Walks these transactions, newest first; null is one that the node does not return. Tells how many were read.
 * @param slots of the transactions; each has its own if left out
 */
function walk(all: (VersionedTransactionResponse | null)[], slots = all.map((_, index) => 100 - index)) {
  const walked = { read: 0 };
  async function* transactions(): AsyncGenerator<WalkedTransaction> {
    for (const [index, one] of all.entries()) {
      walked.read += 1;
      if (one === null) throw new MissingTransaction(`s${index}`);
      yield { signature: `s${index}`, slot: slots[index]!, time: 1_000, transaction: one };
    }
  }
  return { walked, transactions: transactions() };
}

/** Sequences and signatures of what is found of the agreement that lives, and the start. */
async function find(all: (VersionedTransactionResponse | null)[], live = agreement(2n), slots?: number[]) {
  const { walked, transactions } = walk(all, slots);
  const settlements = await settlementsOf(transactions, { address: ADDRESS, agreement: null, live }, PROGRAM_ID);
  const { events, closed, beginning } = settlements!;
  expect(closed).to.equal(null);
  return {
    found: events.map(({ record, signature }) => `${record.sequence}@${signature}`),
    startMark: beginning?.mark ?? null,
    ...walked,
  };
}

/** The same of one that was closed, with where it was. */
async function findClosed(
  all: (VersionedTransactionResponse | null)[],
  wanted: { agreement?: BotInstance; live?: ReturnType<typeof agreement> } = {},
) {
  const { walked, transactions } = walk(all);
  const found = await settlementsOf(
    transactions,
    { address: ADDRESS, agreement: null, live: null, ...wanted },
    PROGRAM_ID,
  );
  if (found === null) return null;
  return {
    found: found.events.map(({ record, signature }) => `${record.sequence}@${signature}`),
    closed: found.closed && `${found.closed.instance}@${found.closed.signature}`,
    startMark: found.beginning?.mark ?? null,
    ...walked,
  };
}

/** Data of a `Closed` event instruction: Anchor's event tag, sha256("event:Closed")[..8], then the event's fields. */
function closed(sequence: bigint, of: { address?: PublicKey; bot?: PublicKey; instance?: bigint; seed?: number } = {}) {
  const fields = new ByteWriter(16 + 2 * 32 + 3 * 8 + 32 + 8 * 8)
    .bytes(Uint8Array.of(0xe4, 0x45, 0xa5, 0x2e, 0x51, 0xcb, 0x9a, 0x1d), 8)
    .bytes(CLOSED, 8)
    .publicKey(of.address ?? ADDRESS)
    .publicKey(of.bot ?? bot)
    .u64(of.instance ?? instance)
    .i64(1_728_000_000n)
    .u64(sequence)
    .bytes(headOf(sequence, of.seed), 32);
  for (const amount of [70n, 7n, 6n, 5n, 1n, 0n, 1n, 2n]) fields.u64(amount);
  return { data: fields.finish() };
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
    const earlier = transaction([settlement(1n), settlement(2n), closed(2n, { instance: 6n })], {
      logMessages: subscribed(-9n, { instance: 6n }),
    });

    it("stops at its own start", async () => {
      expect(await find([second, first, start, earlier])).to.deep.include({ startMark: -3_000_000n, read: 3 });
    });

    it("does not take the start or the settlements of another instance", async () => {
      expect(await find([second, first, earlier, start])).to.deep.equal({
        found: ["1@s1", "2@s0"],
        startMark: null,
        // One more than needed: it could have been of the same slot.
        read: 4,
      });
    });

    it("does not take those of another bot with the same instance", async () => {
      const foreign = transaction([settlement(2n), closed(2n, { bot: key(8) })], {
        logMessages: subscribed(-9n, { bot: key(8) }),
      });
      expect(await find([second, first, foreign, start])).to.deep.equal({
        found: ["1@s1", "2@s0"],
        startMark: null,
        // One more than needed: it could have been of the same slot.
        read: 4,
      });
    });

    it("finds its own start in the transaction that ended the earlier one", async () => {
      const logMessages = [...subscribed(-9n, { instance: 6n }), ...subscribed(-7n)];
      const inner = [settlement(1n), settlement(2n), closed(2n, { instance: 6n }), settlement(1n)];
      const both = transaction(inner, { logMessages });
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
      const wanted = { address: ADDRESS, agreement: null, live: agreement(1n) };
      const failure = await settlementsOf(broken(), wanted, PROGRAM_ID).then(
        () => null,
        (error: Error) => error.message,
      );
      expect(failure).to.equal("429 Too Many Requests");
    });
  });
});

describe("settlementsOf where several transactions are in one slot", () => {
  const third = transaction([settlement(3n)]);
  const live = agreement(3n);

  it("goes by the records' own order, whatever the node's is", async () => {
    const orders: [VersionedTransactionResponse[], number[]][] = [
      [
        [third, second, first, start],
        [9, 9, 8, 7],
      ],
      [
        [second, third, first, start],
        [9, 9, 8, 7],
      ],
      [
        [first, third, second, start],
        [9, 9, 9, 7],
      ],
      [
        [second, start, first, third],
        [9, 9, 9, 9],
      ],
      [
        [start, first, third, second],
        [9, 9, 9, 9],
      ],
    ];
    for (const [all, slots] of orders) {
      const { found, startMark } = await find(all, live, slots);
      expect(found.map((one) => one.split("@")[0])).to.deep.equal(["1", "2", "3"]);
      expect(startMark).to.equal(-3_000_000n);
    }
  });

  it("keeps apart two agreements of one slot by their heads", async () => {
    // Settled, closed, subscribed again, settled: all in slot 9, listed the other way round.
    const before = transaction([settlement(1n, ADDRESS, 4)]);
    const between = transaction([closed(1n, { instance: 6n, seed: 4 })], { logMessages: subscribed(-3_000_000n) });
    expect(await find([before, between, first], agreement(1n), [9, 9, 9])).to.deep.include({
      found: ["1@s2"],
      startMark: -3_000_000n,
    });
    const { transactions } = walk([first, before, between], [9, 9, 9]);
    const wanted = { address: ADDRESS, agreement: { bot, instance: 6n }, live: agreement(1n) };
    const ended = await settlementsOf(transactions, wanted, PROGRAM_ID);
    expect(ended!.events.map(({ signature }) => signature)).to.deep.equal(["s1"]);
    expect(ended!.closed?.instance).to.equal(6n);
  });

  it("still finds that a record is missing", async () => {
    expect((await find([third, first, start], live, [9, 9, 7])).found).to.deep.equal(["1@s1", "3@s0"]);
  });
});

describe("settlementsOf a closed agreement", () => {
  const end = transaction([closed(2n)]);

  it("finds the end, the settlements before it and the start", async () => {
    expect(await findClosed([unrelated, end, second, first, start, unrelated])).to.deep.equal({
      found: ["1@s3", "2@s2"],
      closed: "7@s1",
      startMark: -3_000_000n,
      read: 5,
    });
  });

  it("finds an agreement that was never settled", async () => {
    expect(await findClosed([transaction([closed(0n)]), start])).to.deep.equal({
      found: [],
      closed: "7@s0",
      startMark: -3_000_000n,
      read: 2,
    });
  });

  it("finds one that came and went in one transaction", async () => {
    const all = transaction([settlement(1n), closed(1n)], { logMessages: subscribed(-7n) });
    expect(await findClosed([all])).to.deep.equal({ found: ["1@s0"], closed: "7@s0", startMark: -7n, read: 1 });
  });

  it("finds nothing where nothing was closed", async () => {
    expect(await findClosed([unrelated, second, first, start])).to.equal(null);
    expect(await findClosed([transaction([closed(2n, { address: key(8) })])])).to.equal(null);
  });

  describe("when the address was used again", () => {
    // Instance 7, closed; then instance 9 in the transaction that closed it, settled twice.
    const both = transaction([closed(2n), settlement(1n, ADDRESS, 9)], {
      logMessages: subscribed(-9n, { instance: 9n }),
    });
    const secondOfNext = transaction([settlement(2n, ADDRESS, 9)]);
    const all = [secondOfNext, both, second, first, start];
    const next = { ...agreement(2n, 9), instance: 9n };

    it("keeps the one that lives apart", async () => {
      expect(await findClosed(all, { live: next })).to.deep.equal({
        found: ["1@s1", "2@s0"],
        closed: null,
        startMark: -9n,
        read: 2,
      });
    });

    it("finds the one that was closed when it is asked for", async () => {
      expect(await findClosed(all, { live: next, agreement: { bot, instance } })).to.deep.equal({
        found: ["1@s3", "2@s2"],
        closed: "7@s1",
        startMark: -3_000_000n,
        read: 5,
      });
    });

    it("takes the last closed one when none lives", async () => {
      const closedAgain = transaction([closed(2n, { instance: 9n, seed: 9 })]);
      expect(await findClosed([closedAgain, ...all])).to.deep.equal({
        found: ["1@s2", "2@s1"],
        closed: "9@s0",
        startMark: -9n,
        read: 3,
      });
    });

    it("finds none of another bot or instance", async () => {
      expect(await findClosed(all, { live: next, agreement: { bot, instance: 8n } })).to.equal(null);
      expect(await findClosed(all, { live: next, agreement: { bot: key(8), instance } })).to.equal(null);
    });

    it("stops at the end of the earlier one when settlements are missing", async () => {
      const gap = [secondOfNext, transaction([closed(2n)]), second, first, start];
      // One more is read than needed: it could have been of the same slot.
      expect(await findClosed(gap, { live: next })).to.deep.include({ found: ["2@s0"], read: 3 });
    });
  });

  it("notices that it was closed, and began anew, after its account was read", async () => {
    const again = transaction([settlement(1n)], { logMessages: subscribed(-9n, { instance: 9n }) });
    expect(await findClosed([again, end, second, first, start], { live: agreement(1n) })).to.deep.equal({
      found: ["1@s3", "2@s2"],
      closed: "7@s1",
      startMark: -3_000_000n,
      read: 5,
    });
  });
});

describe("beginningAt", () => {
  it("knows the beginning of an agreement at the address", () => {
    const event = { name: "Subscribed", data: { subscription: ADDRESS, bot, instance } } as Parameters<
      typeof beginningAt
    >[1];
    expect(beginningAt(ADDRESS, event)).to.equal(event.data);
    expect(beginningAt(key(8), event)).to.equal(null);
    expect(beginningAt(ADDRESS, { ...event, name: "Funded" } as typeof event)).to.equal(null);
  });
});

describe("settlementsOf with movements", () => {
  /** sha256("event:Withdrawn")[..8] and so on, then the event's fields. */
  const withdrawn = (amount: bigint, address = ADDRESS): string[] =>
    logged(
      new ByteWriter(8 + 32 + 16 + 32)
        .bytes(Uint8Array.of(20, 89, 223, 198, 194, 124, 219, 13), 8)
        .publicKey(address)
        .u64(amount)
        .u64(0n)
        .publicKey(key(3))
        .finish(),
    );
  const moved = (amount: bigint, address?: PublicKey) => transaction([], { logMessages: withdrawn(amount, address) });

  /** "s2@s1" is the second record, "Withdrawn:7@s0" a withdrawal of 7. */
  async function life(
    all: (VersionedTransactionResponse | null)[],
    { slots, ...wanted }: Partial<Parameters<typeof settlementsOf>[1]> & { slots?: number[] },
  ) {
    const { walked, transactions } = walk(all, slots);
    const whole = { address: ADDRESS, agreement: null, live: null, movements: true, ...wanted };
    const found = (await settlementsOf(transactions, whole, PROGRAM_ID))!;
    return {
      records: found.events.map(({ record, signature }) => `s${record.sequence}@${signature}`),
      movements: found.movements.map(({ name, data, signature }) => {
        return name === "Withdrawn" ? `${data.amount}@${signature}` : `${name}@${signature}`;
      }),
      readTo: found.readTo,
      ...walked,
    };
  }
  const attested = { ...agreement(2n), terms: ATTESTED.terms };

  it("has all of them back to the beginning, also of an attested one", async () => {
    const all = [moved(3n), second, moved(2n), first, moved(1n), start, moved(9n)];
    for (const live of [agreement(2n), attested]) {
      const { records, movements, read } = await life(all, { live });
      expect(records).to.deep.equal(["s1@s3", "s2@s1"]);
      expect(movements).to.deep.equal(["Subscribed@s5", "1@s4", "2@s2", "3@s0"]);
      // One more than needed: it could have been of the slot in which it began.
      expect(read).to.equal(7);
    }
  });

  it("has those of the slot in which it began, however the node lists it", async () => {
    const all = [second, first, start, moved(1n), unrelated];
    const { movements } = await life(all, { live: agreement(2n), slots: [9, 8, 7, 7, 6] });
    expect(movements.toSorted()).to.deep.equal(["1@s3", "Subscribed@s2"]);
  });

  it("has none of another subscription, of an agreement before it, or after its end", async () => {
    const ended = transaction([closed(2n)], { logMessages: withdrawn(4n) });
    const before = transaction([closed(0n, { instance: 6n })]);
    const all = [moved(9n), ended, moved(8n, key(8)), second, moved(2n), first, start, moved(7n), before, moved(6n)];
    const { movements, read } = await life(all, {});
    // The logs of the test's transactions stand before their inner instructions.
    expect(movements).to.deep.equal(["Subscribed@s6", "2@s4", "4@s1"]);
    expect(read).to.equal(8);
  });

  it("does without the beginning where the node has lost it", async () => {
    const all = [second, moved(2n), first, null];
    expect(await life(all, { live: attested })).to.deep.include({ movements: ["2@s1"] });
  });

  describe("leaves for the next time what came after the account was read", () => {
    it("in later slots", async () => {
      const third = transaction([settlement(3n)]);
      const all = [moved(5n), third, moved(4n), second, first, start];
      const found = await life(all, { live: { ...agreement(2n), slot: 98 } });
      // Slots 100 and 99 are later than the account.
      expect(found.records).to.deep.equal(["s1@s4", "s2@s3"]);
      expect(found.movements).to.deep.equal(["Subscribed@s5", "4@s2"]);
      expect(found.readTo).to.deep.equal({ slot: 98, signatures: ["s2"] });
    });

    it("in the slot of the account, together with a record that it does not have", async () => {
      const late = transaction([settlement(3n)], { logMessages: withdrawn(5n) });
      const all = [late, moved(4n), second, first, start];
      const found = await life(all, { live: { ...agreement(2n), slot: 9 }, slots: [9, 9, 9, 8, 7] });
      expect(found.movements).to.deep.equal(["Subscribed@s4", "4@s1"]);
      expect(found.readTo).to.deep.equal({ slot: 9, signatures: ["s1", "s2"] });
    });
  });

  describe("behind what is known", () => {
    it("finds what came since, and looks for no beginning", async () => {
      const third = transaction([settlement(3n)]);
      const found = await life([moved(4n), third, moved(3n)], { live: agreement(3n), known: 2n });
      expect(found.records).to.deep.equal(["s3@s1"]);
      expect(found.movements).to.deep.equal(["3@s2", "4@s0"]);
    });

    it("reads nothing without movements where nothing was recorded since", async () => {
      const found = await life([moved(4n)], { live: agreement(2n), known: 2n, movements: false });
      expect(found).to.deep.equal({ records: [], movements: [], readTo: null, read: 0 });
    });

    it("finds the end that came since", async () => {
      const found = await life([transaction([closed(3n)]), transaction([settlement(3n)])], {
        agreement: { bot, instance },
        known: 2n,
      });
      expect(found.records).to.deep.equal(["s3@s1"]);
    });

    it("knows the beginning also where there is no record yet", async () => {
      const found = await life([moved(4n)], { live: agreement(0n), known: 0n });
      expect(found).to.deep.include({ records: [], movements: ["4@s0"], read: 1 });
    });
  });
});
