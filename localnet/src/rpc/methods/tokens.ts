import { decodeMint } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { z } from "zod";
import type { Chain } from "../../chain/chain";
import { readMint, readTokenAccount, TOKEN_PROGRAMS, uiTokenAmount } from "../../chain/token";
import { decimalsOf } from "../../chain/token-balances";
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
const LARGEST_ACCOUNTS = 20;

/** The token program whose accounts the filter asks for; throws if it names none. */
function tokenProgram(chain: Chain, filter: z.output<typeof tokenFilter>): string {
  if (filter.kind === "programId") {
    if (!TOKEN_PROGRAMS.includes(filter.value)) throw invalidParams("Invalid param: unrecognized Token program id");
    return filter.value;
  }
  return requireMint(chain, filter.value).program;
}

/** The token program that the mint belongs to. Throws if there is none. */
function requireMint(chain: Chain, key: string): { program: string; decimals: number } {
  const account = chain.account(key);
  if (account === null) throw invalidParams("Invalid param: could not find mint");
  const mint = decodeMint(account.data);
  if (mint === null) throw invalidParams("Invalid param: Token mint could not be unpacked");
  if (!TOKEN_PROGRAMS.includes(account.owner)) throw invalidParams("Invalid param: not a Token mint");
  return { program: account.owner, decimals: mint.decimals };
}

/** The mint's token accounts, the fullest first; among equal ones the higher address. */
function largestAccounts(chain: Chain, program: string, mint: string): { pubkey: PublicKey; amount: bigint }[] {
  return [...chain.accountsOwnedBy(program)]
    .flatMap(([key, account]) => {
      const token = readTokenAccount(account);
      return token?.mint.toBase58() === mint ? [{ pubkey: new PublicKey(key), amount: token.amount }] : [];
    })
    .sort((a, b) => Number(b.amount - a.amount) || Buffer.compare(b.pubkey.toBuffer(), a.pubkey.toBuffer()))
    .slice(0, LARGEST_ACCOUNTS);
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

  getTokenLargestAccounts: method(1, [address, anyConfig], (chain, key) => {
    const { program, decimals } = requireMint(chain, key);
    const largest = largestAccounts(chain, program, key).map(({ pubkey, amount }) => ({
      address: pubkey.toBase58(),
      ...uiTokenAmount(amount, decimals),
    }));
    return withContext(chain, largest);
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
