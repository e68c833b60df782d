/** The program's events in a fetched transaction: settlements and ends as self-CPI instructions, everything else as logs. */

import type { PublicKey, VersionedTransactionResponse } from "@solana/web3.js";
import { UnreadableData } from "../failures";
import { eventAuthorityAddress } from "../program/addresses";
import { ByteReader, equalBytes } from "../wire/bytes";
import { decodeEvent, eventName } from "../wire/coder";
import { PROGRAM_ID } from "../wire/idl";
import type { EventName, Struct } from "../wire/idl-types";
import { fromBase58, fromBase64 } from "../wire/text";
import { decodeRecord, RECORD_LENGTH, type SettlementRecord } from "./record";

/** Begins every self-CPI event: sha256("anchor:event")[..8], bytes reversed. */
const EVENT_TAG = Uint8Array.of(0xe4, 0x45, 0xa5, 0x2e, 0x51, 0xcb, 0x9a, 0x1d);
const SETTLEMENT_LENGTH = 32 + RECORD_LENGTH + 32;
/** Tag, discriminator and event. */
const SETTLED_LENGTH = 8 + 8 + SETTLEMENT_LENGTH;

type SelfCpiName = "Settled" | "SettledBatch" | "Closed";
const SELF_CPI: ReadonlySet<EventName> = new Set<SelfCpiName>(["Settled", "SettledBatch", "Closed"]);
type LogName = Exclude<EventName, SelfCpiName>;

/** An event that the program logged. Unlike a settlement it can be missing: nodes truncate long logs. */
export type LogEvent = { [Name in LogName]: { name: Name; data: Struct<Name> } }[LogName];

/** The end of a subscription: its last head, its totals, what was written off and where the rest went. */
export type ClosedEvent = Struct<"Closed">;

/** A recorded settlement, as its event carries it. */
export interface SettledEvent {
  subscription: PublicKey;
  record: SettlementRecord;
  /** 32 bytes: head of the history after the record. */
  head: Uint8Array;
}

/** What makes up a history: settlements, one by one also if they came in a batch, and the end. */
export type HistoryEvent = { name: "Settled"; data: SettledEvent } | { name: "Closed"; data: ClosedEvent };

/** Whatever the program told of a transaction. */
export type ProgramEvent = HistoryEvent | LogEvent;

/** What is needed of a transaction fetched with `getTransaction`. */
export type FetchedTransaction = Pick<VersionedTransactionResponse, "meta" | "transaction">;

/**
 * The settlements and ends that a transaction recorded, in order. Only inner instructions of the program count whose account
 * 0 is its event authority, which nobody else can sign for, and only in a transaction that succeeded.
 */
export function historyEvents(transaction: FetchedTransaction, programId = PROGRAM_ID): HistoryEvent[] {
  return innerCalls(transaction, programId).flat();
}

/**
 * Settlements and ends together with what was logged, in the order in which it happened: the logs tell when which inner
 * instruction ran. Where they were cut off, what they do not tell of is missing, and the rest of the settlements comes last.
 */
export function programEvents(transaction: FetchedTransaction, programId = PROGRAM_ID): ProgramEvent[] {
  const calls = innerCalls(transaction, programId);
  const logs = succeeded(transaction) ? (transaction.meta?.logMessages ?? []) : [];
  const told = [...traces(logs, programId)].flatMap((trace): ProgramEvent[] =>
    trace === null ? (calls.shift() ?? []) : [trace],
  );
  return [...told, ...calls.flat()];
}

const succeeded = ({ meta }: Pick<FetchedTransaction, "meta">): boolean => meta !== null && meta.err === null;

/** What each inner instruction of the program recorded: nothing, unless it is an event. */
function innerCalls({ meta, transaction }: FetchedTransaction, programId: PublicKey): HistoryEvent[][] {
  if (meta === null || meta.err !== null) return [];
  const keys = transaction.message.getAccountKeys(
    meta.loadedAddresses ? { accountKeysFromLookups: meta.loadedAddresses } : undefined,
  );
  const authority = eventAuthorityAddress(programId);
  return (meta.innerInstructions ?? [])
    .flatMap(({ instructions }) => instructions)
    .filter(({ programIdIndex }) => keys.get(programIdIndex)?.equals(programId))
    .map(({ accounts: [first], data }) =>
      first !== undefined && keys.get(first)?.equals(authority) ? decodeHistoryEvents(fromBase58(data)) : [],
    );
}

/** The settlements among `historyEvents`. */
export function settledEvents(transaction: FetchedTransaction, programId = PROGRAM_ID): SettledEvent[] {
  return historyEvents(transaction, programId).flatMap((event) => (event.name === "Settled" ? [event.data] : []));
}

/**
 * What the data of one event instruction says: one settlement, those of a batch in the order of its rows, or an end; nothing
 * if it is another event.
 * @throws UnreadableData if it is in a form that this version of the SDK does not know
 */
export function decodeHistoryEvents(data: Uint8Array): HistoryEvent[] {
  if (!equalBytes(data.subarray(0, 8), EVENT_TAG)) return [];
  const name = eventName(data.subarray(8));
  if (name === "Settled") {
    if (data.length !== SETTLED_LENGTH) {
      throw new UnreadableData(`A Settled event has ${SETTLED_LENGTH} bytes, not ${data.length}: update this SDK`);
    }
    return [{ name, data: decodeSettlement(data.subarray(16)) }];
  }
  if (name === "SettledBatch") {
    const { settlements } = decodeEvent(data.subarray(8))!.data as Struct<"SettledBatch">;
    return splitBatch(settlements).map((settlement) => ({ name: "Settled", data: decodeSettlement(settlement) }));
  }
  if (name === "Closed") return [{ name, data: decodeEvent(data.subarray(8))!.data as ClosedEvent }];
  return [];
}

function splitBatch(settlements: Uint8Array): Uint8Array[] {
  if (settlements.length % SETTLEMENT_LENGTH !== 0) {
    throw new UnreadableData(
      `A SettledBatch event has ${SETTLEMENT_LENGTH} bytes a settlement, not ${settlements.length} in all: update this SDK`,
    );
  }
  return Array.from({ length: settlements.length / SETTLEMENT_LENGTH }, (_, index) =>
    settlements.subarray(SETTLEMENT_LENGTH * index, SETTLEMENT_LENGTH * (index + 1)),
  );
}

function decodeSettlement(data: Uint8Array): SettledEvent {
  const read = new ByteReader(data);
  return { subscription: read.publicKey(), record: decodeRecord(read.bytes(RECORD_LENGTH)), head: read.bytes(32) };
}

const INVOKE = /^Program ([1-9A-HJ-NP-Za-km-z]+) invoke \[(\d+)\]$/;
const DATA = "Program data: ";

/**
 * The events among a transaction's logs. A line counts only while the program itself runs, also when another program
 * called it; the depth in each `invoke` line tells who runs. The logs of a failed transaction hold no events.
 */
export function logEvents(logs: readonly string[], programId = PROGRAM_ID): LogEvent[] {
  return [...traces(logs, programId)].filter((trace) => trace !== null);
}

/** What the program left in the logs: its events, and null where one of its inner instructions began. */
function* traces(logs: readonly string[], programId: PublicKey): Generator<LogEvent | null> {
  const program = programId.toBase58();
  const stack: string[] = [];
  for (const line of logs) {
    const invoked = INVOKE.exec(line);
    const running = stack.at(-1);
    if (invoked) {
      stack.splice(Number(invoked[2]) - 1);
      stack.push(invoked[1]!);
      if (invoked[1] === program && stack.length > 1) yield null;
    } else if (line === `Program ${running} success` || line.startsWith(`Program ${running} failed`)) {
      stack.pop();
    } else if (running === program && line.startsWith(DATA)) {
      const data = fromBase64(line.slice(DATA.length));
      const event = data && decodeEvent(data);
      // The program logs no self-CPI event: one in a log is none.
      if (event !== null && !SELF_CPI.has(event.name)) yield event as LogEvent;
    }
  }
}

/** The logged events of a transaction that succeeded; none of one that failed. */
export function loggedEvents(transaction: Pick<FetchedTransaction, "meta">, programId = PROGRAM_ID): LogEvent[] {
  return succeeded(transaction) ? logEvents(transaction.meta?.logMessages ?? [], programId) : [];
}

/** The subscription that an event is about; null if it is about a keeper or bot. */
export function subscriptionOf(event: ProgramEvent): PublicKey | null {
  return "subscription" in event.data ? event.data.subscription : null;
}
