/**
 * The history of a subscription, proved and recomputed: every record hashes into the next head, and every record is what
 * the rule makes of the one before it.
 */
import { sha256 } from "@noble/hashes/sha2";
import type { PublicKey } from "@solana/web3.js";
import { encodeTerms, TERMS_LENGTH, type Terms } from "../program/terms";
import { ByteWriter, equalBytes } from "../wire/bytes";
import { HISTORY_DOMAIN } from "../wire/profit-share-constants";
import { hex } from "../wire/text";
import type { SettledEvent } from "./events";
import { type Totals, totalsAfter, wrongRecord } from "./recompute";
import { encodeRecord, type SettlementRecord } from "./record";

const DOMAIN = new TextEncoder().encode(HISTORY_DOMAIN);

/** What the first head binds a history to. */
export interface HistoryStart {
  programId: PublicKey;
  subscription: PublicKey;
  bot: PublicKey;
  instance: bigint;
  /** The subscription's own terms, not the bot's current ones. */
  terms: Terms;
}

/** The first thing found wrong. `sequence` is that of the record, or of the one that is missing. */
export interface Mismatch {
  sequence: bigint;
  what: string;
}

export interface HistoryReport {
  /** Records that are right, counted from the first. */
  verified: number;
  /** 32 bytes: head after the last of them. */
  head: Uint8Array;
  /**
   * i64: the mark that the first record was recomputed from; 0 if attested. null if where a verified subscription began is
   * not known: then its first record was only checked to be what the rule makes of some start.
   */
  startMark: bigint | null;
  /** null if everything is right. */
  mismatch: Mismatch | null;
}

/** What is known of the two ends of a history beside its records. */
export interface HistoryEnds {
  /** i64: the realized PnL at which a verified subscription began, from its `Subscribed` event. */
  startMark?: bigint | null;
  /** What the subscription account says now; without it a history cut off at its end goes unnoticed. */
  account?: { sequence: bigint; head: Uint8Array };
  /** What was verified before: then the events are those behind it. */
  after?: Verified | null;
}

/** A history up to a record, verified. */
export interface Verified extends Totals {
  /** 32 bytes: head after the record. */
  head: Uint8Array;
}

/** 32 bytes: the head before the first record. */
export function firstHead({ programId, subscription, bot, instance, terms }: HistoryStart): Uint8Array {
  const parts = new ByteWriter(DOMAIN.length + 3 * 32 + 8 + TERMS_LENGTH);
  parts.bytes(DOMAIN, DOMAIN.length).publicKey(programId).publicKey(subscription).publicKey(bot);
  return sha256(parts.u64(instance).bytes(encodeTerms(terms), TERMS_LENGTH).finish());
}

/** 32 bytes: sha256(head ‖ record). */
export function nextHead(head: Uint8Array, record: SettlementRecord): Uint8Array {
  return sha256.create().update(head).update(encodeRecord(record)).digest();
}

/**
 * Verifies the complete history of a subscription, or what follows behind a part that was verified before; oldest record first.
 *
 * Proved for each record: its place in the chain of heads and its sequence. Recomputed with the rule: mark, profit,
 * the share of the total, what the cap cut off. Not in the records, so not judged here: balances and waivers (the token
 * transfers and totals show them) and the cap itself. The start mark comes from a log, which no head covers: it is as
 * trustworthy as the node that returned it.
 */
export function verifyHistory(
  start: HistoryStart,
  events: readonly SettledEvent[],
  { startMark: readMark = null, account, after = null }: HistoryEnds = {},
): HistoryReport {
  const startMark = start.terms.source === "attested" ? 0n : readMark;
  let head = after?.head ?? firstHead(start);
  let before: Totals | null = after;
  let verified = Number(after?.record.sequence ?? 0n);
  for (const event of events) {
    const { record } = event;
    const expected = nextHead(head, record);
    const what = wrongLink(start, verified, event, expected) ?? wrongRecord(start.terms, startMark, before, record);
    if (what !== null) return { verified, head, startMark, mismatch: { sequence: record.sequence, what } };
    head = expected;
    before = totalsAfter(before, record);
    verified += 1;
  }
  const what = account === undefined ? null : wrongEnd(account, verified, head);
  const mismatch = what === null ? null : { sequence: BigInt(verified) + 1n, what };
  return { verified, head, startMark, mismatch };
}

/** @param before how many records are before it */
function wrongLink(start: HistoryStart, before: number, event: SettledEvent, expected: Uint8Array): string | null {
  const { record } = event;
  if (!event.subscription.equals(start.subscription)) {
    return `it belongs to subscription ${event.subscription.toBase58()}, not ${start.subscription.toBase58()}`;
  }
  const sequence = BigInt(before) + 1n;
  if (record.sequence !== sequence) return `its sequence is ${record.sequence} where ${sequence} follows`;
  if (!equalBytes(event.head, expected)) return `its head is ${hex(event.head)}, the chain gives ${hex(expected)}`;
  return null;
}

function wrongEnd(account: { sequence: bigint; head: Uint8Array }, count: number, head: Uint8Array): string | null {
  if (account.sequence !== BigInt(count))
    return `${count} records were found, the subscription has ${account.sequence}`;
  if (!equalBytes(account.head, head)) {
    return `the chain ends with ${hex(head)}, the subscription has ${hex(account.head)}`;
  }
  return null;
}
