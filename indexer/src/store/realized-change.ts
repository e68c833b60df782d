/** By how much each settlement changed what is realized, with what had changed unrecorded since the one before. */
import { type SettlementRecord, steps } from "@profit-share/sdk/history";
import { agreementKey, type Books, type Entry } from "@profit-share/statements";

/** Base units, signed: the sum over an agreement is its realized PnL since it began. */
export function realizedChanges(before: Books, list: readonly Entry[]): Map<Entry, bigint> {
  const latest = new Map<string, SettlementRecord>();
  for (const standing of before.live.values()) {
    if (standing?.last) latest.set(agreementKey(standing), standing.last.record);
  }
  const changes = new Map<Entry, bigint>();
  for (const entry of list) {
    const { kind, bot, parties, record } = entry;
    if (kind !== "settlement" || record === null || parties === null) continue;
    const key = agreementKey({ bot, instance: parties.instance });
    changes.set(entry, changeOf(record, latest.get(key)));
    latest.set(key, record);
  }
  return changes;
}

/** What they come to, by `agreementKey`. */
export function changesByAgreement(changes: ReadonlyMap<Entry, bigint>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [{ bot, parties }, change] of changes) {
    const key = agreementKey({ bot, instance: parties!.instance });
    sums.set(key, (sums.get(key) ?? 0n) + change);
  }
  return sums;
}

function changeOf(record: SettlementRecord, before: SettlementRecord | undefined): bigint {
  const { last, realized, flags } = record;
  // Where an account's beginning is not known, neither is what it had changed by then.
  const unrecorded = before === undefined ? (steps([record])[0]!.unrecorded ?? 0n) : last - before.realized;
  // A new account at the address starts its own count: that is no profit and no loss.
  return unrecorded + (flags.recreated ? 0n : realized - last);
}
