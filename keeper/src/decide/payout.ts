/** Whether what is claimable can be paid out. Pure. */
import type { KeeperSettings } from "../config/config";
import type { Observed } from "../observe/observed";
import type { Payout } from "./actions";
import { canMakeAccount, overBudget } from "./budget";

type PayoutSettings = Pick<KeeperSettings, "dailyBudgetPerBot">;

/** @param amount claimable base units @returns null if there is too little, or no place to pay to */
export function payoutFor(observed: Observed, amount: bigint, settings: PayoutSettings): Payout | null {
  const { bot, payout } = observed;
  if (amount === 0n || amount < bot.minPayout) return null;
  if (payout.state === "missing") return canMakeAccount(observed, settings) ? { amount, createAccount: true } : null;
  return payout.state === "ready" ? { amount, createAccount: false } : null;
}

/** Why it is null, in words. */
export function noPayout(observed: Observed, amount: bigint, settings: PayoutSettings): string {
  const { bot, payout } = observed;
  if (amount < bot.minPayout) return `${amount} base units are claimable, the bot pays out from ${bot.minPayout}`;
  const wallet = payout.wallet.toBase58();
  switch (payout.state) {
    case "unpayable":
      return `the payout wallet ${wallet} is a mint, a token account or a program's: nobody can sign for it`;
    case "missing":
      return `the payout wallet ${wallet} has no token account, and ${overBudget(observed, settings)}`;
    case "frozen":
      return `the token account of the payout wallet ${wallet} is frozen`;
    default:
      return `the token account of the payout wallet ${wallet} belongs to another owner by now`;
  }
}
