/** Whether what is claimable can be paid out. Pure. */
import type { KeeperSettings } from "../config/config";
import type { Observed } from "../observe/observed";
import type { Hindrance, Payout } from "./actions";
import { canMakeAccount, overBudget } from "./budget";

type PayoutSettings = Pick<KeeperSettings, "dailyBudgetPerBot">;

/** @param amount claimable base units @returns null if there is too little, or no place to pay to */
export function payoutFor(observed: Observed, amount: bigint, settings: PayoutSettings): Payout | null {
  const { bot, payout } = observed;
  if (amount === 0n || amount < bot.minPayout) return null;
  if (payout.state === "missing") return canMakeAccount(observed, settings) ? { amount, createAccount: true } : null;
  return payout.state === "ready" ? { amount, createAccount: false } : null;
}

/** Why it is null. */
export function noPayout(observed: Observed, amount: bigint, settings: PayoutSettings): Hindrance {
  const { bot, payout } = observed;
  if (amount < bot.minPayout) {
    const reason = `${amount} base units are claimable, the bot pays out from ${bot.minPayout}`;
    return { cause: "below_minimum", reason };
  }
  const wallet = `the payout wallet ${payout.wallet.toBase58()}`;
  switch (payout.state) {
    case "unpayable": {
      const reason = `${wallet} is a mint, a token account or a program's: nobody can sign for it`;
      return { cause: "wallet_unpayable", reason };
    }
    case "missing":
      return overBudget(`${wallet} has no token account`, observed, settings);
    case "frozen":
      return { cause: "account_frozen", reason: `the token account of ${wallet} is frozen` };
    default:
      return { cause: "account_foreign", reason: `the token account of ${wallet} belongs to another owner by now` };
  }
}
