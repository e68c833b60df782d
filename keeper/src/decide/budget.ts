/** What the keeper spends on accounts of others: rent, for each bot and UTC day. Pure. */
import type { KeeperSettings } from "../config/config";
import type { Observed } from "../observe/observed";
import type { Action, Hindrance } from "./actions";

/** Lamports: the rent of a token account at 6,960 a byte, the most since 2020; 5,080 since November 2026. */
const TOKEN_ACCOUNT_RENT = 2_039_280n;

type Spent = Pick<Observed, "spentToday">;
type BudgetSettings = Pick<KeeperSettings, "dailyBudgetPerBot">;

/** Whether the day's budget has room for a token account. */
export const canMakeAccount = ({ spentToday }: Spent, { dailyBudgetPerBot }: BudgetSettings): boolean =>
  spentToday + TOKEN_ACCOUNT_RENT <= dailyBudgetPerBot;

/** That it has none. @param account which is missing, in words */
export const overBudget = (
  account: string,
  { spentToday }: Spent,
  { dailyBudgetPerBot }: BudgetSettings,
): Hindrance => ({
  cause: "over_budget",
  reason: `${account}, and making one costs ${TOKEN_ACCOUNT_RENT} lamports: ${spentToday} of the day's ${dailyBudgetPerBot} for this bot are spent`,
});

/** What an action spends on others, lamports. */
export function spentOnOthers(action: Action): bigint {
  switch (action.kind) {
    case "payout":
    case "settle_attested":
      return action.payout?.createAccount ? TOKEN_ACCOUNT_RENT : 0n;
    case "close":
      return action.createAccount ? TOKEN_ACCOUNT_RENT : 0n;
    default:
      return 0n;
  }
}
