/** A receipt: what proves one settlement without a node, against the head that its subscription had when it was made. */
import { decodeTerms, encodeTerms, hex, InvalidInput, U64_MAX } from "@profit-share/sdk";
import {
  decodeRecord,
  encodeRecord,
  firstHead,
  type HistoryStart,
  nextHead,
  type SettlementRecord,
  verifyHistory,
} from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import { readFile } from "../../input/arguments";

/** One record, and what stands around it. */
export interface Receipt {
  start: HistoryStart;
  /** The transaction that settled. No head holds it: it says where to look. */
  signature: string;
  /** The record before, the head before that one, and the profit charged up to it; null if the settlement is the first. */
  previous: { record: SettlementRecord; headBefore: Uint8Array; profitTotal: bigint } | null;
  /** The settlement, and all that came after it. */
  records: readonly [SettlementRecord, ...SettlementRecord[]];
  /** 32 bytes: the head that they lead to. */
  head: Uint8Array;
}

const WHAT = "profit-share receipt";
const VERSION = 1;

/** As it stands in a file: bytes are hexadecimal, amounts decimal. */
export function receiptJson({ start, signature, previous, records, head }: Receipt): object {
  const { programId, subscription, bot, instance, terms } = start;
  return {
    ...{ what: WHAT, version: VERSION, signature, programId, subscription, bot, instance, terms: encodeTerms(terms) },
    previous: previous && { ...previous, record: encodeRecord(previous.record) },
    records: records.map(encodeRecord),
    head,
  };
}

/** @throws InvalidInput naming the member that is wrong */
export function readReceipt(file: string): Receipt {
  const members = parse(file, new TextDecoder().decode(readFile("receipt", file)));
  const read = <T>(name: string, from: Record<string, unknown>, as: (text: string) => T): T => {
    try {
      const text = from[name];
      if (typeof text === "string") return as(text);
    } catch {
      // Named below.
    }
    throw new InvalidInput(`The receipt ${file} has no right "${name}": ask for another one`);
  };
  const { previous, records } = members;
  if (!Array.isArray(records) || records.length === 0) {
    throw new InvalidInput(`The receipt ${file} has no right "records": ask for another one`);
  }
  const [record, ...after] = records.map((text, index) => read(String(index), { [index]: text }, toRecord));
  return {
    signature: read("signature", members, String),
    start: {
      programId: read("programId", members, toKey),
      subscription: read("subscription", members, toKey),
      bot: read("bot", members, toKey),
      instance: read("instance", members, toAmount),
      terms: read("terms", members, (text) => decodeTerms(toBytes(text))),
    },
    previous: isObject(previous)
      ? {
          record: read("record", previous, toRecord),
          headBefore: read("headBefore", previous, toHead),
          profitTotal: read("profitTotal", previous, toAmount),
        }
      : null,
    records: [record!, ...after],
    head: read("head", members, toHead),
  };
}

/** What is wrong with it, in words; null if the records lead from the terms, or the record before, to its head. */
export function wrongReceipt({ start, previous, records, head }: Receipt): string | null {
  const after = previous === null ? null : { ...previous, head: nextHead(previous.headBefore, previous.record) };
  let last = after?.head ?? firstHead(start);
  const events = records.map((record) => {
    last = nextHead(last, record);
    return { subscription: start.subscription, record, head: last };
  });
  const { mismatch } = verifyHistory(start, events, { after });
  if (mismatch !== null) return `record ${mismatch.sequence}: ${mismatch.what}`;
  return hex(last) === hex(head) ? null : `the records lead to the head ${hex(last)}, it says ${hex(head)}`;
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text);
    if (isObject(found) && found.what === WHAT && found.version === VERSION) return found;
  } catch {
    // What a parser says of it helps nobody.
  }
  throw new InvalidInput(`${file} is no receipt of this version: pass a file that \`profit-share receipt\` made`);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const toKey = (text: string): PublicKey => new PublicKey(text);
const toRecord = (text: string): SettlementRecord => decodeRecord(toBytes(text));

function toBytes(text: string): Uint8Array {
  if (/^([0-9a-f]{2})*$/.test(text)) return Buffer.from(text, "hex");
  throw new RangeError("no hexadecimal");
}

function toHead(text: string): Uint8Array {
  const bytes = toBytes(text);
  if (bytes.length === 32) return bytes;
  throw new RangeError("no head");
}

function toAmount(text: string): bigint {
  const value = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
  if (value >= 0n && value <= U64_MAX) return value;
  throw new RangeError("no amount");
}
