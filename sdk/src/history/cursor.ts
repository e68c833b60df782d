/** Where a verified history was left, so that the next reading goes on from there. */
import { PublicKey } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { decodeTerms, encodeTerms, type Terms } from "../program/terms";
import { type BotInstance, sameInstance } from "./agreement";
import type { SettledEvent } from "./events";
import { totalsAfter } from "./recompute";
import type { SettlementRecord } from "./record";
import type { ReadTo } from "./transactions";
import type { HistoryReport, HistoryStart, Verified } from "./verify";

/**
 * Plain values only, so that `structuredClone`, and with it IndexedDB, keeps it as it is. Trust it like your own code: what is in it
 * counts as verified.
 */
export interface HistoryCursor {
  /** base58. */
  programId: string;
  /** base58, of the subscription. */
  subscription: string;
  /** base58. */
  bot: string;
  instance: bigint;
  /** As `encodeTerms` writes them. */
  terms: Uint8Array;
  startMark: bigint | null;
  /** The last record; null if there was none. */
  last: { record: SettlementRecord; profitTotal: bigint; head: Uint8Array } | null;
  /** The transactions that need not be read again. */
  readTo: ReadTo;
}

/** What a cursor stands for. */
export interface KnownPart extends BotInstance {
  terms: Terms;
  startMark: bigint | null;
  after: Verified | null;
  readTo: ReadTo;
}

/**
 * @param which agreement is asked for; null: that of the cursor
 * @throws InvalidInput if the cursor is another one's; UnreadableData if it is of another version of the SDK
 */
export function knownPart(
  cursor: HistoryCursor,
  { programId, subscription }: Pick<HistoryStart, "programId" | "subscription">,
  which: BotInstance | null,
): KnownPart {
  const { instance, startMark, last: after, readTo } = cursor;
  const bot = new PublicKey(cursor.bot);
  const own = cursor.programId === programId.toBase58() && cursor.subscription === subscription.toBase58();
  if (!own || (which !== null && !sameInstance(which, { bot, instance }))) {
    throw new InvalidInput(
      `The cursor is of instance ${instance} of bot ${cursor.bot} at ${cursor.subscription}: pass it with the subscription that it came with, or leave it out`,
    );
  }
  return { bot, instance, terms: decodeTerms(cursor.terms), startMark, after, readTo };
}

/** null where something was wrong: then nothing follows from it. @param readTo of the new transactions; null if there were none */
export function cursorAfter(
  start: HistoryStart,
  events: readonly SettledEvent[],
  { startMark, mismatch }: HistoryReport,
  { known, readTo }: { known: KnownPart | null; readTo: ReadTo | null },
): HistoryCursor | null {
  if (mismatch !== null) return null;
  const last = events.reduce<Verified | null>(
    (before, { record, head }) => ({ ...totalsAfter(before, record), head }),
    known?.after ?? null,
  );
  return {
    programId: start.programId.toBase58(),
    subscription: start.subscription.toBase58(),
    bot: start.bot.toBase58(),
    instance: start.instance,
    terms: encodeTerms(start.terms),
    startMark,
    last,
    readTo: joined(known?.readTo ?? { slot: 0, signatures: [] }, readTo),
  };
}

/** Of one slot both, else what is newer. */
function joined(before: ReadTo, after: ReadTo | null): ReadTo {
  if (after === null || after.slot < before.slot) return before;
  return after.slot > before.slot
    ? after
    : { ...after, signatures: [...new Set([...after.signatures, ...before.signatures])] };
}
