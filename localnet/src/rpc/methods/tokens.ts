import { z } from "zod";
import type { Chain } from "../../chain/chain";
import { decimalsOf } from "../../chain/execute";
import { readMint, readTokenAccount, TOKEN_PROGRAMS, uiTokenAmount } from "../../chain/token";
import { answerAccount } from "../account-encoding";
import { invalidParams } from "../errors";
import { type Methods, method, requireSlot, withContext } from "../method";
import { accountEncoding, address, context, dataSlice, struct, variants } from "../params";

const tokenFilter = variants({ mint: address, programId: address });

const tokenAccountsConfig = struct("RpcAccountInfoConfig", {
  ...context,
  encoding: accountEncoding.nullish(),
  dataSlice,
}).nullish();

const anyConfig = z.unknown();

/** The token program whose accounts the filter asks for; throws if it names none. */
function tokenProgram(chain: Chain, filter: z.output<typeof tokenFilter>): string {
  if (filter.kind === "programId") {
    if (!TOKEN_PROGRAMS.includes(filter.value)) throw invalidParams("Invalid param: unrecognized Token program id");
    return filter.value;
  }
  const mint = chain.account(filter.value);
  if (mint === null) throw invalidParams("Invalid param: could not find mint");
  if (!TOKEN_PROGRAMS.includes(mint.owner)) throw invalidParams("Invalid param: not a Token mint");
  if (readMint(mint) === null) throw invalidParams("Invalid param: Token mint could not be unpacked");
  return mint.owner;
}

export const tokenMethods: Methods = {
  getTokenAccountBalance: method(1, [address, anyConfig], (chain, key) => {
    const account = chain.account(key);
    if (account === null) throw invalidParams("Invalid param: could not find account");
    const token = readTokenAccount(account);
    if (token === null) throw invalidParams("Invalid param: not a Token account");
    const decimals = decimalsOf(chain, token.mint.toBase58());
    if (decimals === null) throw invalidParams("Invalid param: could not find mint");
    return withContext(chain, uiTokenAmount(token.amount, decimals));
  }),

  getTokenSupply: method(1, [address, anyConfig], (chain, key) => {
    const account = chain.account(key);
    if (account === null) throw invalidParams("Invalid param: could not find account");
    const mint = readMint(account);
    if (!TOKEN_PROGRAMS.includes(account.owner)) throw invalidParams("Invalid param: not a Token mint");
    if (mint === null) throw invalidParams("Invalid param: mint could not be unpacked");
    return withContext(chain, uiTokenAmount(mint.supply, mint.decimals));
  }),

  getTokenAccountsByOwner: method(2, [address, tokenFilter, tokenAccountsConfig], (chain, owner, filter, config) => {
    requireSlot(chain, config);
    const found = [...chain.accountsOwnedBy(tokenProgram(chain, filter))].flatMap(([pubkey, account]) => {
      const token = readTokenAccount(account);
      if (token?.owner.toBase58() !== owner) return [];
      if (filter.kind === "mint" && token.mint.toBase58() !== filter.value) return [];
      return [{ pubkey, account: answerAccount(chain, account, config) }];
    });
    return withContext(chain, found);
  }),
};
