/** What a migration costs, and who cannot pay it yet. */
import {
  accountLength,
  type ProfitShareClient,
  TOKEN_ACCOUNT_LENGTH,
  tokenAccountIn,
  tokenAddress,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { readAccounts } from "./accounts";
import type { HostSubscriber } from "./subscribers";

/** Lamports. */
export interface Costs {
  /** Of a bot and its vault. It stays: a bot is never closed. */
  botRent: bigint;
  /** Of a subscription and its escrow. It comes back when the subscription is closed. */
  subscriptionRent: bigint;
}

/** Lamports for a signature; no priority is offered. */
export const SIGNATURE_FEE = 5_000n;
/** Subscriber and agent. */
export const SUBSCRIBE_FEE = 2n * SIGNATURE_FEE;

/** @throws NodeFailure */
export async function readCosts({ connection }: ProfitShareClient): Promise<Costs> {
  const rentOf = async (bytes: number) => BigInt(await connection.getMinimumBalanceForRentExemption(bytes));
  const tokenAccount = await rentOf(TOKEN_ACCOUNT_LENGTH);
  return {
    botRent: (await rentOf(accountLength("Bot"))) + tokenAccount,
    subscriptionRent: (await rentOf(accountLength("Subscription"))) + tokenAccount,
  };
}

/** What a wallet lacks for all that it is to sign. */
export interface Lack {
  /** Base units. */
  tokens: bigint;
  lamports: bigint;
}

/** By subscriber (base58); who can pay is left out. @throws NodeFailure */
export async function lacksOf(
  client: ProfitShareClient,
  toSign: readonly HostSubscriber[],
  { mint, subscriptionRent }: Costs & { mint: PublicKey },
): Promise<ReadonlyMap<string, Lack>> {
  const needs = new Map<string, Lack & { wallet: PublicKey }>();
  for (const { subscriber, deposit } of toSign) {
    const name = subscriber.toBase58();
    const { tokens, lamports } = needs.get(name) ?? { tokens: 0n, lamports: 0n };
    const more = { tokens: tokens + deposit, lamports: lamports + subscriptionRent + SUBSCRIBE_FEE };
    needs.set(name, { ...more, wallet: subscriber });
  }
  const purses = new Map([...needs].map(([name, { wallet }]) => [name, tokenAddress(mint, wallet)]));
  const accounts = await readAccounts(
    client,
    [...needs.values()].map(({ wallet }) => wallet).concat(...purses.values()),
  );
  const lacking = [...needs].map(([name, { tokens, lamports }]): [string, Lack] => {
    const purse = accounts.get(purses.get(name)!.toBase58());
    const held = tokenAccountIn(purse ?? null)?.amount ?? 0n;
    const lack = (needed: bigint, there: bigint) => (needed > there ? needed - there : 0n);
    return [name, { tokens: lack(tokens, held), lamports: lack(lamports, BigInt(accounts.get(name)?.lamports ?? 0)) }];
  });
  return new Map(lacking.filter(([, { tokens, lamports }]) => tokens > 0n || lamports > 0n));
}
