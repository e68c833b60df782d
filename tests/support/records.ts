/** Finds what a transaction recorded, and checks it against values that the test states. */
import { eventAuthorityAddress, PROGRAM_ID } from "@profit-share/sdk";
import { expect } from "chai";
import type { Agreement } from "./agreement";
import { type RecordValues, recordBytes, SETTLED_TAG, sha256, splitEvent } from "./history";
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

const flagNames = (flags: number) => ({
  liquidation: (flags & 1) !== 0,
  recreated: (flags & 2) !== 0,
  capped: (flags & 4) !== 0,
  final: (flags & 8) !== 0,
  ended: (flags & 16) !== 0,
});
