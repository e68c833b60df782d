/**
 * The history of a subscription, proved and recomputed: every record hashes into the next head, and every record is what
 * the rule makes of the one before it.
 */
import { sha256 } from "@noble/hashes/sha2";
import type { PublicKey } from "@solana/web3.js";
import { ByteWriter, equalBytes, hex } from "./bytes";
import { clampU64 } from "./int";
import { encodeRecord, type SettlementRecord } from "./record";
import { type Ledger, type Observation, settle } from "./rule";
import { encodeTerms, TERMS_LENGTH, type Terms } from "./terms";

const DOMAIN = new TextEncoder().encode("profit_share:history:v1");

/** A recorded settlement, as its event carries it. */
export interface SettledEvent {
  subscription: PublicKey;
  record: SettlementRecord;
  /** 32 bytes: head of the history after the record. */
  head: Uint8Array;
}

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
  /** null if everything is right. */
  mismatch: Mismatch | null;
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
 * Verifies the complete history of a subscription, oldest record first.
 *
 * Proved for each record: its place in the chain of heads and its sequence. Recomputed with the rule: mark, peak, profit,
 * the share of the total, what the cap cut off. Not in the records, so not judged here: balances and waivers (the token
 * transfers and totals show them), the cap itself, and the realized PnL at which a verified subscription began.
 *
 * @param end what the subscription account says now; without it a history cut off at its end goes unnoticed
 */
export function verifyHistory(
  start: HistoryStart,
  events: readonly SettledEvent[],
  end?: { sequence: bigint; head: Uint8Array },
): HistoryReport {
  let head = firstHead(start);
  let before: Totals | null = null;
  for (const [index, event] of events.entries()) {
    const { record } = event;
    const expected = nextHead(head, record);
    const what = wrongLink(start, index, event, expected) ?? wrongRecord(start.terms, before, record);
    if (what !== null) return { verified: index, head, mismatch: { sequence: record.sequence, what } };
    head = expected;
    before = totalsAfter(before, record);
  }
  const what = end === undefined ? null : wrongEnd(end, events.length, head);
  const mismatch = what === null ? null : { sequence: BigInt(events.length) + 1n, what };
  return { verified: events.length, head, mismatch };
}

/** What is known after a record. */
interface Totals {
  record: SettlementRecord;
  profitTotal: bigint;
}

const totalsAfter = (before: Totals | null, record: SettlementRecord): Totals => ({
  record,
  profitTotal: clampU64((before?.profitTotal ?? 0n) + record.profit),
});

function wrongLink(start: HistoryStart, index: number, event: SettledEvent, expected: Uint8Array): string | null {
  const { record } = event;
  if (!event.subscription.equals(start.subscription)) {
    return `it belongs to subscription ${event.subscription.toBase58()}, not ${start.subscription.toBase58()}`;
  }
  const sequence = BigInt(index) + 1n;
  if (record.sequence !== sequence) return `its sequence is ${record.sequence} where ${sequence} follows`;
  if (!equalBytes(event.head, expected)) return `its head is ${hex(event.head)}, the chain gives ${hex(expected)}`;
  return null;
}

function wrongRecord(terms: Terms, before: Totals | null, record: SettlementRecord): string | null {
  const kind = terms.source === "attested" ? "attested" : "verified";
  if (record.kind !== kind) return `it is ${record.kind}, the terms' source is ${terms.source}`;
  const previous = before?.record;
  const accrued = previous?.accrued ?? 0n;
  const credited = previous?.credited ?? 0n;
  if (record.accrued < accrued) return `accrued fell from ${accrued} to ${record.accrued}`;
  if (record.credited < credited) return `credited fell from ${credited} to ${record.credited}`;
  if (record.credited > record.accrued) return `credited ${record.credited} exceeds accrued ${record.accrued}`;
  if (kind === "attested" && equalBytes(record.reference, previous?.reference ?? new Uint8Array(32))) {
    return "its reference is that of the record before, or zero";
  }
  return wrongAmounts(terms, before, record);
}

/** Recomputes the record with the rule. */
function wrongAmounts(terms: Terms, before: Totals | null, record: SettlementRecord): string | null {
  const ledger = ledgerBefore(before, record);
  const observation: Observation =
    record.kind === "attested"
      ? { kind: "attested", closePnl: record.closePnl }
      : {
          kind: "verified",
          realized: record.realized,
          liquidated: record.flags.liquidation,
          recreated: record.flags.recreated,
        };
  // A cap that cut something off was used up exactly, and one that did not had room for the share.
  const room = record.accrued - ledger.accrued;
  const result = settle(terms, room, ledger, observation);
  const recomputed = {
    closePnl: result.closePnl,
    last: result.lastBefore,
    realized: result.realized,
    mark: result.ledger.mark,
    peak: result.ledger.peak,
    profit: result.profit,
    dropped: result.dropped,
    accrued: result.ledger.accrued,
  };
  for (const [name, value] of Object.entries(recomputed)) {
    const recorded = record[name as keyof typeof recomputed];
    if (recorded !== value) return `its ${name} is ${recorded}, the rule gives ${value}`;
  }
  if (record.flags.capped !== result.capped) {
    return record.flags.capped
      ? "it says capped, the rule cuts nothing off"
      : "the cap cut it off and it does not say so";
  }
  return null;
}

/** The ledger that the settlement began with, as far as the rule's result depends on it. */
function ledgerBefore(before: Totals | null, record: SettlementRecord): Ledger {
  const previous = before?.record;
  const common = { profitTotal: before?.profitTotal ?? 0n, accrued: previous?.accrued ?? 0n, credited: 0n, waived: 0n };
  if (record.kind === "attested") {
    // Every accepted close is recorded, so the record before has it all.
    const [mark, last, peak] = previous ? [previous.mark, previous.realized, previous.peak] : [0n, 0n, 0n];
    return { ...common, mark, last, peak, balance: 0n };
  }
  // A verified settlement that changes nothing chargeable is not recorded, but it moves `last` and `peak`. The record has
  // `last`; the peak that fits is found from the peak afterwards.
  const mark = previous?.mark ?? record.mark - record.profit;
  const forgiven = record.flags.liquidation ? record.mark - record.profit - mark : 0n;
  const peak = record.peak > record.realized ? record.peak - forgiven : record.last + forgiven;
  return { ...common, mark, last: record.last, peak, balance: 0n };
}

function wrongEnd(end: { sequence: bigint; head: Uint8Array }, count: number, head: Uint8Array): string | null {
  if (end.sequence !== BigInt(count)) return `${count} records were found, the subscription has ${end.sequence}`;
  if (!equalBytes(end.head, head)) return `the chain ends with ${hex(head)}, the subscription has ${hex(end.head)}`;
  return null;
}
