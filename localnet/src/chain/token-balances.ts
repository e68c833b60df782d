import type { TokenBalance } from "./ledger";
import type { AccountState } from "./runtime";
import { readMint, readTokenAccount, TOKEN_PROGRAMS, uiTokenAmount } from "./token";

/** The accounts at one moment. */
export interface AccountLookup {
  account(key: string): AccountState | null;
}

/** Wrapped SOL: its mint needs no account to have decimals. */
const NATIVE_MINT = "So11111111111111111111111111111111111111112";
const NATIVE_DECIMALS = 9;

/** As on a node, only of transactions that name a token program. */
export function tokenBalances(
  state: AccountLookup,
  keys: readonly string[],
  accounts: readonly (AccountState | null)[],
): TokenBalance[] {
  if (!keys.some((key) => TOKEN_PROGRAMS.includes(key))) return [];
  return accounts.flatMap((account, accountIndex) => {
    const token = account && readTokenAccount(account);
    if (!token) return [];
    const mint = token.mint.toBase58();
    const decimals = decimalsOf(state, mint);
    if (decimals === null) return [];
    const owner = token.owner.toBase58();
    const amount = uiTokenAmount(token.amount, decimals);
    return [{ accountIndex, mint, owner, programId: account.owner, uiTokenAmount: amount }];
  });
}

/** Null if the mint does not exist. */
export function decimalsOf(state: AccountLookup, mint: string): number | null {
  if (mint === NATIVE_MINT) return NATIVE_DECIMALS;
  const account = state.account(mint);
  return (account && readMint(account)?.decimals) ?? null;
}
