/** What the program does with the ledger of a subscription: docs/design.md, The ledger. */
import { base58Of, max, min, shareOf } from "@profit-share/sdk";
import { type ClosedEvent, type SettledEvent, verifyHistory } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { SubscriptionStanding } from "./books";
import { balanceIn, claimableIn, type Entry, owedIn } from "./entry";
import type { Posting } from "./posting";

/** Money becomes balance, and pays what is owed. */
export function fund(
  posting: Posting,
  standing: SubscriptionStanding,
  kind: "deposit" | "arrival",
  amount: bigint,
  basis: Entry["basis"] = "proven",
): SubscriptionStanding {
  if (amount === 0n) return standing;
  const funded = posting.post(standing, kind, { amounts: { deposited: amount }, basis });
  const paid = min(owedIn(funded.sums), balanceIn(funded.sums));
  return paid === 0n ? funded : posting.post(funded, "debt_payment", { amounts: { credited: paid }, basis });
}

/** A settlement: proved to follow from the one before, and recomputed. */
export function settle(posting: Posting, standing: SubscriptionStanding, event: SettledEvent): SubscriptionStanding {
  const { record } = event;
  const whose = base58Of(standing.subscription);
  const { mismatch } = verifyHistory({ ...standing, programId: posting.draft.programId }, [event], {
    after: standing.last,
  });
  posting.expect(`record ${record.sequence} of ${whose}`, "right", mismatch === null ? "right" : mismatch.what);

  const { profit, dropped } = record;
  const accrued = record.accrued - standing.sums.accrued;
  const settled = posting.post(standing, "settlement", { amounts: { profit, dropped, accrued }, record });
  const { sums } = settled;
  posting.expect(`accrued of ${whose}`, shareOf(sums.profit, standing.terms.profitShareBps), sums.accrued);

  const paid = max(0n, min(owedIn(sums), balanceIn(sums)));
  posting.expect(`credited of ${whose}`, sums.credited + paid, record.credited);
  const deducted = paid === 0n ? settled : posting.post(settled, "deduction", { amounts: { credited: paid }, record });
  const after = { ...deducted, last: { record, profitTotal: sums.profit, head: event.head } };
  posting.draft.live.set(whose, after);
  return after;
}

/** @param held what the escrow held before; @param destination took the subscriber's money */
export function close(
  posting: Posting,
  standing: SubscriptionStanding,
  event: ClosedEvent,
  { held, vault, destination }: { held: bigint; vault: PublicKey; destination: PublicKey | null },
): void {
  const whose = base58Of(standing.subscription);
  let now = fund(posting, standing, "arrival", held - balanceIn(standing.sums) - claimableIn(standing.sums));
  const writtenOff = owedIn(now.sums);
  if (writtenOff > 0n) now = posting.post(now, "write_off", { amounts: { writtenOff } });
  const toVault = claimableIn(now.sums);
  if (toVault > 0n) now = posting.post(now, "to_vault", { amounts: { toVault }, destination: vault });
  const refund = balanceIn(now.sums);
  if (refund > 0n) {
    const to = destination === null ? {} : { destination };
    now = posting.post(now, "refund", { amounts: { withdrawn: refund }, ...to });
  }
  const { profit, accrued, credited, claimed, waived } = now.sums;
  const expected = {
    profitTotal: profit,
    accrued,
    credited,
    claimed,
    waived,
    writtenOff,
    toVault,
    toSubscriber: refund,
  };
  for (const [name, amount] of Object.entries(expected)) {
    posting.expect(`${name} in the end of ${whose}`, amount, event[name as keyof typeof expected]);
  }
  posting.expect(`the number of records of ${whose}`, now.last?.record.sequence ?? 0n, event.sequence);
  posting.close(posting.post(now, "closed"));
  const bot = posting.draft.bots.get(base58Of(now.bot))!;
  posting.setBot({ ...bot, inVault: bot.inVault + toVault });
}
