/** Up to where a subscription's history is known, as it is stored and as the SDK goes on from it. Pure. */
import { encodeTerms, PROGRAM_ID, type Subscription } from "@profit-share/sdk";
import { decodeRecord, encodeRecord, type HistoryCursor, type SettlementRecord } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { KnownHistory } from "../store/closes";
import type { Observed } from "./observed";

/** That all is known which the subscription has settled; null if that is nothing. */
export function knownOf({ subscription, slot }: Pick<Observed, "subscription" | "slot">): KnownHistory | null {
  if (subscription.sequence === 0n) return null;
  const { sequence, head, profitTotal } = subscription;
  return known(lastRecordOf(subscription), profitTotal, head, sequence, slot);
}

/** What a reading of the history ended with. */
export function knownIn(cursor: HistoryCursor | null): KnownHistory | null {
  if (cursor === null || cursor.last === null) return null;
  const { record, profitTotal, head } = cursor.last;
  return known(record, profitTotal, head, record.sequence, cursor.readTo.slot);
}

/** For the SDK's reading to go on from. */
export function cursorOf(
  address: PublicKey,
  { bot, instance, terms }: Subscription,
  { slot, record, head, profitTotal }: KnownHistory,
): HistoryCursor {
  return {
    programId: PROGRAM_ID.toBase58(),
    subscription: address.toBase58(),
    bot: bot.toBase58(),
    instance,
    terms: encodeTerms(terms),
    startMark: 0n,
    last: {
      record: decodeRecord(Buffer.from(record, "base64")),
      profitTotal,
      head: Buffer.from(head, "hex"),
    },
    readTo: { slot, signatures: [] },
  };
}

function known(
  record: SettlementRecord,
  profitTotal: bigint,
  head: Uint8Array,
  sequence: bigint,
  slot: number,
): KnownHistory {
  return {
    sequence,
    slot,
    profitTotal,
    record: Buffer.from(encodeRecord(record)).toString("base64"),
    head: Buffer.from(head).toString("hex"),
  };
}

/**
 * The last record of an attested subscription, as far as the next one depends on it: what its account says. `credited` may
 * have risen since by a deposit, as the next record's has.
 */
function lastRecordOf({ sequence, last, mark, accrued, credited, reference }: Subscription): SettlementRecord {
  const NOTHING = { closePnl: 0n, last: 0n, lossBefore: 0n, loss: 0n, profit: 0n, dropped: 0n, time: 0n };
  const flags = { liquidation: false, recreated: false, capped: false, final: false, ended: false };
  return { ...NOTHING, kind: "attested", flags, sequence, realized: last, mark, accrued, credited, reference };
}
