import type { Chain } from "../chain/chain";
import { decimalsOf } from "../chain/execute";
import type { AccountState } from "../chain/runtime";
import { readMint, readTokenAccount, TOKEN_PROGRAMS, uiTokenAmount } from "../chain/token";

/** A classic token account or mint as jsonParsed writes it; null for every other account, Token-2022's extended ones among them. */
export function parseToken(chain: Pick<Chain, "account">, account: AccountState): object | null {
  const parsed = parseMint(account) ?? parseTokenAccount(chain, account);
  if (account.owner !== TOKEN_PROGRAMS[0] || parsed === null) return null;
  return { program: "spl-token", parsed, space: account.data.length };
}

function parseMint(account: AccountState): object | null {
  const mint = readMint(account);
  if (mint === null) return null;
  const info = {
    mintAuthority: mint.mintAuthority?.toBase58() ?? null,
    supply: mint.supply.toString(),
    decimals: mint.decimals,
    isInitialized: true,
    freezeAuthority: mint.freezeAuthority?.toBase58() ?? null,
  };
  return { type: "mint", info };
}

function parseTokenAccount(chain: Pick<Chain, "account">, account: AccountState): object | null {
  const token = readTokenAccount(account);
  const decimals = token && decimalsOf(chain, token.mint.toBase58());
  if (token === null || decimals === null) return null;
  const info = {
    mint: token.mint.toBase58(),
    owner: token.owner.toBase58(),
    tokenAmount: uiTokenAmount(token.amount, decimals),
    delegate: token.delegate?.toBase58(),
    delegatedAmount: token.delegate ? uiTokenAmount(token.delegatedAmount, decimals) : undefined,
    state: token.frozen ? "frozen" : "initialized",
    isNative: token.rentExemptReserve !== null,
    rentExemptReserve: token.rentExemptReserve === null ? undefined : uiTokenAmount(token.rentExemptReserve, decimals),
    closeAuthority: token.closeAuthority?.toBase58(),
  };
  return { type: "account", info };
}
