/** What Verify looks at: each check with what it found. It reads everything anew, and nothing that was kept. */
import { type Located, max, min, type ProfitShareClient, type Subscription, shareOf } from "@profit-share/sdk";
import { type HistoryProgress, type LifeHistory, ledgerOf, readLife } from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatExactly } from "../format/money";
import { useChain } from "./chain";

export interface Check {
  name: string;
  /** What was compared, and what it came to. */
  words: string;
  ok: boolean;
}

export interface Verdict {
  life: LifeHistory;
  checks: Check[];
}

/** @param address base58 */
export function useVerdict(address: string) {
  const { client } = useChain();
  const [progress, setProgress] = useState<HistoryProgress | null>(null);
  const query = useQuery({
    queryKey: ["verdict", address],
    queryFn: async ({ signal }): Promise<Verdict> => {
      const life = await readLife(client, new PublicKey(address), null, { signal, onProgress: setProgress });
      return { life, checks: [...historyChecks(life), ...(await moneyChecks(client, life))] };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { query, progress };
}

/** From the records alone. */
function historyChecks({ report, events, subscription }: LifeHistory): Check[] {
  const { mismatch, verified } = report;
  const total = Number(subscription.sequence);
  const last = events.at(-1)?.record;
  return [
    {
      name: "Terms and beginning",
      words:
        mismatch?.sequence === 1n
          ? `The first head does not follow from the terms: ${mismatch.what}.`
          : "The first head binds program, subscription, bot, instance and terms, and it is the one that everything follows from.",
      ok: mismatch?.sequence !== 1n,
    },
    {
      name: "Every settlement",
      words:
        mismatch === null
          ? `${verified} of ${total} follow from the one before: the hash is right, and the rule gives the same mark, profit and share.`
          : `${verified} of ${total} are right. At ${mismatch.sequence}: ${mismatch.what}.`,
      ok: mismatch === null && verified === total,
    },
    {
      name: "The end of the chain",
      words:
        mismatch === null
          ? "The last head is the one that the chain holds. Nothing is missing and nothing was put in."
          : "The last head was not reached.",
      ok: mismatch === null,
    },
    {
      name: "The share",
      words: `${formatExactly(subscription.accrued)} of ${formatExactly(subscription.profitTotal)} charged profit is the agreed part, rounded down.`,
      ok:
        subscription.accrued === shareOf(subscription.profitTotal, subscription.terms.profitShareBps) &&
        (last === undefined || last.accrued === subscription.accrued),
    },
  ];
}

/** The ledger, and what the token account holds. */
async function moneyChecks(client: ProfitShareClient, life: LifeHistory): Promise<Check[]> {
  const { sums, entries } = ledgerOf(life);
  const { subscription, account } = life;
  const untold = entries.filter(({ what }) => what === "Untold").length;
  const checks: Check[] = [
    {
      name: "The sums",
      words:
        untold === 0
          ? `${entries.length} entries add up to what the chain says: ${formatExactly(sums.accrued)} share, ${formatExactly(sums.credited)} paid, ${formatExactly(sums.claimed)} claimed.`
          : `They add up to what the chain says, but ${untold} movements are told by no log: the node cut them off.`,
      ok:
        sums.accrued === subscription.accrued &&
        sums.credited === subscription.credited &&
        sums.waived === subscription.waived,
    },
  ];
  if (account === null) return checks;
  return [...checks, await escrowCheck(client, account)];
}

async function escrowCheck(client: ProfitShareClient, account: Located<Subscription>): Promise<Check> {
  const held = await client.escrowAmount(account);
  const promised = account.balance + account.credited - account.claimed;
  const more = held - promised;
  return {
    name: "The escrow",
    words: `It holds ${formatExactly(held)}. Balance and claimable are ${formatExactly(promised)}${more > 0n ? `; ${formatExactly(more)} came without a deposit and become balance with the next one` : ""}.`,
    ok: more >= 0n && min(account.balance, max(0n, account.accrued - account.credited - account.waived)) === 0n,
  };
}
