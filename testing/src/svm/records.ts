/** Finds what a transaction recorded, and checks it against values that the test states. */
import { eventAuthorityAddress, PROGRAM_ID } from "@profit-share/sdk";
import { expect } from "chai";
import type { Agreement } from "./agreement";
import {
  BATCH_TAG,
  CLOSED_TAG,
  type ClosedValues,
  closedBytes,
  type RecordValues,
  recordBytes,
  SETTLED_TAG,
  sha256,
  splitBatch,
  splitEvent,
} from "./history";
import type { Sent } from "./svm";

/**
 * Expects exactly one record with these values: its bytes in the event, the head after it in event and account, and what
 * the SDK makes of it.
 * @param headBefore the account's head before the transaction
 */
export function expectRecord(agreement: Agreement, sent: Sent, headBefore: Uint8Array, values: RecordValues): void {
  const events = sent.inner.filter(({ program }) => program.equals(PROGRAM_ID));
  expect(events.length).to.equal(1);
  const [{ accounts, data }] = events as [(typeof events)[number]];
  expect(accounts.map(String)).to.deep.equal([eventAuthorityAddress().toBase58()]);

  const event = splitEvent(data);
  const record = recordBytes(values);
  const head = sha256(headBefore, record).toString("hex");
  const { subscription } = agreement;
  expect(event.tag.toString("hex")).to.equal(SETTLED_TAG.toString("hex"));
  expect(event.subscription.equals(subscription.toBuffer())).to.equal(true);
  expect(event.record.toString("hex")).to.equal(record.toString("hex"));
  expect(event.head.toString("hex")).to.equal(head);

  const after = agreement.read();
  expect(Buffer.from(after.head).toString("hex")).to.equal(head);
  expect(after.sequence).to.equal(values.sequence);
  expect(sent.settled).to.deep.equal([
    {
      subscription,
      record: {
        ...values,
        kind: values.kind === 1 ? "verified" : "attested",
        flags: flagNames(values.flags),
        reference: Uint8Array.from(values.reference),
      },
      head: Uint8Array.from(Buffer.from(head, "hex")),
    },
  ]);
}

/** Expects that nothing was recorded: no event, and sequence and head as they were. */
export function expectNoRecord(agreement: Agreement, send: () => Sent): void {
  const before = agreement.read();
  const sent = send();
  const after = agreement.read();
  expect(sent.inner.filter(({ program }) => program.equals(PROGRAM_ID))).to.deep.equal([]);
  expect(after.sequence).to.equal(before.sequence);
  expect(after.head).to.deep.equal(before.head);
}

/** One settlement of a batch. */
export interface BatchEntry {
  agreement: Agreement;
  /** The account's head before the transaction. */
  headBefore: Uint8Array;
  values: RecordValues;
}

/** Expects exactly one event, a batch's, with exactly these settlements in this order, and what the SDK makes of it. */
export function expectBatch(sent: Sent, entries: BatchEntry[]): void {
  const [event, ...others] = eventsOf(sent);
  expect(others).to.deep.equal([]);
  expect(event!.subarray(0, 16).toString("hex")).to.equal(BATCH_TAG.toString("hex"));
  const expected = entries.map(({ agreement, headBefore, values }) => {
    const record = recordBytes(values);
    const head = sha256(headBefore, record).toString("hex");
    expect(Buffer.from(agreement.read().head).toString("hex")).to.equal(head);
    expect(agreement.read().sequence).to.equal(values.sequence);
    return { subscription: agreement.subscription.toBuffer().toString("hex"), record: record.toString("hex"), head };
  });
  const found = splitBatch(event!).map(({ subscription, record, head }) => ({
    subscription: subscription.toString("hex"),
    record: record.toString("hex"),
    head: head.toString("hex"),
  }));
  expect(found).to.deep.equal(expected);
  expect(sent.settled.map(({ head }) => Buffer.from(head).toString("hex"))).to.deep.equal(
    expected.map(({ head }) => head),
  );
}

/** Expects that the last event of the transaction is `Closed` with these values. */
export function expectClosed(sent: Sent, values: ClosedValues): void {
  const event = eventsOf(sent).at(-1);
  expect(event?.subarray(0, 16).toString("hex")).to.equal(CLOSED_TAG.toString("hex"));
  expect(event!.toString("hex")).to.equal(closedBytes(values).toString("hex"));
}

/** Data of the program's self-CPI events, each signed by its event authority alone. */
function eventsOf({ inner }: Sent): Buffer[] {
  const events = inner.filter(({ program }) => program.equals(PROGRAM_ID));
  for (const { accounts } of events) {
    expect(accounts.map(String)).to.deep.equal([eventAuthorityAddress().toBase58()]);
  }
  return events.map(({ data }) => data);
}

const flagNames = (flags: number) => ({
  liquidation: (flags & 1) !== 0,
  recreated: (flags & 2) !== 0,
  capped: (flags & 4) !== 0,
  final: (flags & 8) !== 0,
  ended: (flags & 16) !== 0,
});
