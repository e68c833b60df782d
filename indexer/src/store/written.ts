/** Entries and records, as rows. */

import { base58Of, SECONDS_PER_DAY } from "@profit-share/sdk";
import { encodeRecord } from "@profit-share/sdk/history";
import type { Entry } from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import { addDays } from "./days";
import { insertRows } from "./rows";
import { entries, records } from "./schema";

/**
 * @param list whole slots, in the order in which it happened
 * @param changes by how much each settlement changed what is realized
 */
export async function keepEntries(tx: Db, list: readonly Entry[], changes: ReadonlyMap<Entry, bigint>): Promise<void> {
  const [first] = list;
  if (first === undefined) return;
  const rows = inSlots(list).map(({ entry, place }) => entryRow(entry, place, changes.get(entry) ?? 0n));
  await insertRows(tx, entries, rows);
  await addDays(tx, first.slot);
  const settlements = list.flatMap(({ kind, record, bot, parties, slot, signature }) =>
    kind === "settlement" && record !== null && parties !== null
      ? [
          {
            bot: base58Of(bot),
            instance: parties.instance,
            sequence: record.sequence,
            slot,
            signature,
            record: encodeRecord(record),
          },
        ]
      : [],
  );
  await insertRows(tx, records, settlements);
}

function inSlots(list: readonly Entry[]): { entry: Entry; place: number }[] {
  let place = 0;
  return list.map((entry, at) => {
    place = list[at - 1]?.slot === entry.slot ? place + 1 : 0;
    return { entry, place };
  });
}

function entryRow(entry: Entry, place: number, realizedChange: bigint): typeof entries.$inferInsert {
  const { time, bot, creator, owner, parties, amounts, record, destination, after } = entry;
  // Field by field: spreading objects took longer than all else about a row.
  return {
    slot: entry.slot,
    place,
    kind: entry.kind,
    time,
    day: Math.floor(time / Number(SECONDS_PER_DAY)),
    signature: entry.signature,
    index: entry.index,
    bot: base58Of(bot),
    creator: base58Of(creator),
    owner: base58Of(owner),
    subscription: parties === null ? null : base58Of(parties.subscription),
    instance: parties?.instance ?? null,
    subscriber: parties === null ? null : base58Of(parties.subscriber),
    profit: amounts.profit,
    dropped: amounts.dropped,
    accrued: amounts.accrued,
    credited: amounts.credited,
    waived: amounts.waived,
    writtenOff: amounts.writtenOff,
    claimed: amounts.claimed,
    toVault: amounts.toVault,
    vaultClaimed: amounts.vaultClaimed,
    deposited: amounts.deposited,
    withdrawn: amounts.withdrawn,
    gift: entry.gift,
    realizedChange,
    sequence: record?.sequence ?? null,
    destination: destination === null ? null : base58Of(destination),
    basis: entry.basis,
    balanceAfter: after?.balance ?? null,
    owedAfter: after?.owed ?? null,
    claimableAfter: after?.claimable ?? null,
  };
}
