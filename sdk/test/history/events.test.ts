import { utils } from "@coral-xyz/anchor";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import {
  decodeHistoryEvents,
  historyEvents,
  logEvents,
  loggedEvents,
  programEvents,
  settledEvents,
} from "../../src/history/events";
import type { SettlementRecord } from "../../src/history/record";
import { ByteWriter } from "../../src/wire/bytes";
import { PROGRAM_ID } from "../../src/wire/idl";
import { hex } from "../../src/wire/text";
import { EVE, EVENT_AUTHORITY, type Inner, OTHER_PROGRAM, settledData, transaction } from "../support/transactions";

const SUBSCRIPTION = new PublicKey(new Uint8Array(32).fill(7));

const RECORD: SettlementRecord = {
  sequence: 1n,
  kind: "verified",
  flags: { liquidation: false, recreated: false, capped: false, final: false, ended: false },
  time: 1_728_000_001n,
  closePnl: 0n,
  last: 0n,
  realized: 10n,
  mark: 10n,
  lossBefore: 3n,
  loss: 2n,
  profit: 10n,
  dropped: 0n,
  accrued: 1n,
  credited: 1n,
  reference: new Uint8Array(32),
};

const eventData = (record = RECORD, prefix?: string): Uint8Array => settledData(SUBSCRIPTION, record, prefix);

/** A transaction with one event instruction for each, which the program wrote unless it says otherwise. */
const settling = (inner: Partial<Inner>[], err: object | null = null) =>
  transaction(
    inner.map((one) => ({ data: eventData(), ...one })),
    { err },
  );

describe("settled events", () => {
  it("are read from the program's own inner instructions, in order", () => {
    const second = { ...RECORD, sequence: 2n };
    const events = settledEvents(settling([{}, { data: eventData(second) }]));
    expect(events.map(({ record }) => record)).to.deep.equal([RECORD, second]);
    expect(events[0]!.subscription.equals(SUBSCRIPTION)).to.equal(true);
    expect(hex(events[0]!.head)).to.equal("05".repeat(32));
  });

  it("are not believed from another program", () => {
    expect(settledEvents(settling([{ program: 2 }]))).to.deep.equal([]);
  });

  it("are not believed without the event authority as account 0", () => {
    expect(settledEvents(settling([{ accounts: [EVE] }]))).to.deep.equal([]);
    expect(settledEvents(settling([{ accounts: [EVE, EVENT_AUTHORITY] }]))).to.deep.equal([]);
    expect(settledEvents(settling([{ accounts: [] }]))).to.deep.equal([]);
  });

  it("are not believed in a transaction that failed, or without its result", () => {
    expect(settledEvents(settling([{}], { InstructionError: [0, { Custom: 6085 }] }))).to.deep.equal([]);
    expect(settledEvents({ ...settling([{}]), meta: null })).to.deep.equal([]);
  });

  it("are not those of another deployment", () => {
    expect(settledEvents(settling([{}]), OTHER_PROGRAM)).to.deep.equal([]);
  });

  it("are told from other instructions and other self-CPI events", () => {
    const other = eventData(RECORD, "e445a52e51cb9a1d0000000000000000");
    const untagged = eventData(RECORD, "0000000000000000e8d228118e7c91ee");
    expect(settledEvents(settling([{ data: other }, { data: untagged }, { data: Uint8Array.of(1) }]))).to.deep.equal(
      [],
    );
  });

  it("are refused in a form of another version", () => {
    expect(() => decodeHistoryEvents(Uint8Array.from([...eventData(), 0]))).to.throw(
      "A Settled event has 210 bytes, not 211: update this SDK",
    );
  });
});

/** Bytes of hexadecimal digits. */
const bytes = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));

describe("the event of a batch", () => {
  /** Anchor's event tag, sha256("event:SettledBatch")[..8], the length, then the settlements. */
  const batch = (settlements: Uint8Array): Uint8Array => {
    const length = settlements.length;
    return Uint8Array.from([
      ...bytes("e445a52e51cb9a1dc46451788a4c9e03"),
      ...[length & 255, length >> 8, 0, 0],
      ...settlements,
    ]);
  };
  const settlement = (record: SettlementRecord): Uint8Array => eventData(record).subarray(16);

  it("is read as its settlements, in the order of the rows", () => {
    const records = [3n, 1n, 2n].map((sequence) => ({ ...RECORD, sequence }));
    const three = batch(Uint8Array.from(records.flatMap((record) => [...settlement(record)])));
    expect(three.length).to.equal(20 + 3 * 194);
    const alone = { ...RECORD, sequence: 9n };
    const events = settledEvents(settling([{ data: eventData(alone) }, { data: three }]));
    expect(events.map(({ record }) => record)).to.deep.equal([alone, ...records]);
    expect(events.every(({ subscription }) => subscription.equals(SUBSCRIPTION))).to.equal(true);
    expect(hex(events[3]!.head)).to.equal("05".repeat(32));
  });

  it("is refused when it holds no whole number of settlements", () => {
    expect(() => decodeHistoryEvents(batch(new Uint8Array(195)))).to.throw(
      "A SettledBatch event has 194 bytes a settlement, not 195 in all: update this SDK",
    );
  });
});

describe("the event of a close", () => {
  /** Anchor's event tag, sha256("event:Closed")[..8], then the fields in order. */
  const data = new ByteWriter(16 + 2 * 32 + 3 * 8 + 32 + 8 * 8)
    .bytes(bytes("e445a52e51cb9a1d321f579b87dcc3ef"), 16)
    .publicKey(SUBSCRIPTION)
    .publicKey(new PublicKey(new Uint8Array(32).fill(8)))
    .u64(4n)
    .i64(1_728_000_001n)
    .u64(2n)
    .bytes(new Uint8Array(32).fill(5), 32)
    .u64(7_009n)
    .u64(700n)
    .u64(600n)
    .u64(500n)
    .u64(30n)
    .u64(70n)
    .u64(100n)
    .u64(12n)
    .finish();

  it("is read with its head and totals, after the settlement before it", () => {
    const [settled, closed] = historyEvents(settling([{}, { data }]));
    expect(settled!.name).to.equal("Settled");
    expect(closed).to.deep.equal({
      name: "Closed",
      data: {
        subscription: SUBSCRIPTION,
        bot: new PublicKey(new Uint8Array(32).fill(8)),
        instance: 4n,
        endedAt: 1_728_000_001n,
        sequence: 2n,
        head: new Uint8Array(32).fill(5),
        profitTotal: 7_009n,
        accrued: 700n,
        credited: 600n,
        claimed: 500n,
        waived: 30n,
        writtenOff: 70n,
        toVault: 100n,
        toSubscriber: 12n,
      },
    });
  });

  it("is not believed from another program, or without the event authority", () => {
    expect(
      historyEvents(
        settling([
          { data, program: 2 },
          { data, accounts: [EVE] },
        ]),
      ),
    ).to.deep.equal([]);
  });

  it("is not believed from a log", () => {
    const line = `Program data: ${utils.bytes.base64.encode(Buffer.from(data.subarray(8)))}`;
    expect(logEvents([`Program ${PROGRAM_ID.toBase58()} invoke [1]`, line])).to.deep.equal([]);
  });
});

describe("log events", () => {
  const program = PROGRAM_ID.toBase58();
  const other = OTHER_PROGRAM.toBase58();
  /** sha256("event:Funded")[..8], subscription, amount 5, paid 2, balance 3. */
  const funded = new ByteWriter(8 + 32 + 24)
    .bytes(Uint8Array.of(67, 84, 56, 88, 192, 12, 201, 177), 8)
    .publicKey(SUBSCRIPTION)
    .u64(5n)
    .u64(2n)
    .u64(3n)
    .finish();
  const data = `Program data: ${utils.bytes.base64.encode(Buffer.from(funded))}`;
  const event = { name: "Funded", data: { subscription: SUBSCRIPTION, amount: 5n, paid: 2n, balance: 3n } };

  it("are read while the program runs", () => {
    const logs = [`Program ${program} invoke [1]`, data, `Program ${program} success`];
    expect(logEvents(logs)).to.deep.equal([event]);
  });

  it("are read when another program called it", () => {
    const logs = [
      `Program ${other} invoke [1]`,
      `Program ${program} invoke [2]`,
      data,
      `Program ${program} success`,
      `Program ${other} success`,
    ];
    expect(logEvents(logs)).to.deep.equal([event]);
  });

  it("are read after a program that it called", () => {
    const logs = [
      `Program ${program} invoke [1]`,
      `Program ${other} invoke [2]`,
      `Program ${other} consumed 1 of 2 compute units`,
      `Program ${other} success`,
      data,
      `Program ${program} success`,
    ];
    expect(logEvents(logs)).to.deep.equal([event]);
  });

  it("are not believed from another program", () => {
    const called = [`Program ${program} invoke [1]`, `Program ${other} invoke [2]`, data, `Program ${other} success`];
    expect(logEvents(called)).to.deep.equal([]);
    const after = [`Program ${program} invoke [1]`, `Program ${program} success`, `Program ${other} invoke [1]`, data];
    expect(logEvents(after)).to.deep.equal([]);
    const caller = [
      `Program ${other} invoke [1]`,
      `Program ${program} invoke [2]`,
      `Program ${program} failed: custom program error: 0x1`,
      data,
    ];
    expect(logEvents(caller)).to.deep.equal([]);
  });

  it("are not believed after a program whose end is missing", () => {
    const logs = [`Program ${program} invoke [1]`, `Program ${other} invoke [1]`, `Program ${other} success`, data];
    expect(logEvents(logs)).to.deep.equal([]);
  });

  it("are not believed from a message that imitates the runtime", () => {
    const logs = [
      `Program ${other} invoke [1]`,
      `Program log: Program ${program} invoke [2]`,
      `Program log: x\nProgram ${program} invoke [2]`,
      data,
      `Program ${other} success`,
    ];
    expect(logEvents(logs)).to.deep.equal([]);
  });

  it("survive truncated and foreign lines", () => {
    const logs = [
      `Program ${program} invoke [1]`,
      "Program data: AAAA",
      "Program data: not base64!",
      "Log truncated",
      data,
    ];
    expect(logEvents(logs)).to.deep.equal([event]);
  });

  it("count only in a transaction that succeeded", () => {
    const meta = { ...settling([]).meta!, logMessages: [`Program ${program} invoke [1]`, data] };
    expect(loggedEvents({ meta })).to.deep.equal([event]);
    expect(loggedEvents({ meta: { ...meta, err: "AccountNotFound" } })).to.deep.equal([]);
    expect(loggedEvents({ meta: null })).to.deep.equal([]);
  });
});

describe("all events of a transaction", () => {
  const program = PROGRAM_ID.toBase58();
  const other = OTHER_PROGRAM.toBase58();
  const fundedData = (amount: bigint): string => {
    const event = new ByteWriter(8 + 32 + 24)
      .bytes(Uint8Array.of(67, 84, 56, 88, 192, 12, 201, 177), 8)
      .publicKey(SUBSCRIPTION)
      .u64(amount)
      .u64(0n)
      .u64(amount)
      .finish();
    return `Program data: ${utils.bytes.base64.encode(Buffer.from(event))}`;
  };
  const invoke = (depth: number, of = program) => `Program ${of} invoke [${depth}]`;
  const success = (of = program) => `Program ${of} success`;
  const records = [1n, 2n, 3n].map((sequence) => ({ ...RECORD, sequence }));
  const inner = records.map((record) => ({ data: eventData(record) }));

  /** "f5" is a deposit of 5, "s2" the second settlement. */
  const told = (of: Inner[], logMessages: string[], err: object | null = null): string[] =>
    programEvents(transaction(of, { logMessages, err })).map((event) => {
      if (event.name === "Funded") return `f${event.data.amount}`;
      return event.name === "Settled" ? `s${event.data.record.sequence}` : event.name;
    });

  it("come in the order in which they happened", () => {
    const logs = [
      ...[invoke(1), fundedData(5n), success()],
      ...[invoke(1), invoke(2), success(), success()],
      ...[invoke(1), invoke(2), success(), fundedData(6n), success()],
      ...[invoke(1), fundedData(7n), invoke(2), success(), success()],
    ];
    expect(told(inner, logs)).to.deep.equal(["f5", "s1", "s2", "f6", "f7", "s3"]);
  });

  it("come in that order when another program called this one", () => {
    const call = { data: Uint8Array.of(1, 2, 3), accounts: [] };
    const logs = [
      ...[invoke(1, other), invoke(2), fundedData(5n), success()],
      ...[invoke(2), invoke(3), success(), success(), success(other)],
    ];
    // Both calls of the program are inner instructions, too; the second holds the event.
    expect(told([call, call, inner[0]!], logs)).to.deep.equal(["f5", "s1"]);
  });

  it("are all there where the logs are cut off: what is left of the settlements comes last", () => {
    const logs = [invoke(1), invoke(2), success(), fundedData(5n), "Log truncated"];
    expect(told(inner, logs)).to.deep.equal(["s1", "f5", "s2", "s3"]);
    expect(told(inner, [])).to.deep.equal(["s1", "s2", "s3"]);
  });

  it("are none of a transaction that failed", () => {
    expect(told(inner, [invoke(1), fundedData(5n)], { InstructionError: [0, { Custom: 1 }] })).to.deep.equal([]);
  });
});
