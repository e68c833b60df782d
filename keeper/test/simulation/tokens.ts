/** How much money there is. */
import { ACCOUNT_SIZE, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import type { Market } from "../support/market";

/** Of the amount in a token account. */
const AMOUNT = 64;

/** Base units in all token accounts of the mint. */
export function tokensOf({ chain }: Market): bigint {
  const mint = chain.mint.toBuffer();
  return [...chain.localnet.chain.accountsOwnedBy(TOKEN_PROGRAM_ID.toBase58()).values()]
    .map(({ data }) => Buffer.from(data))
    .filter((data) => data.length === ACCOUNT_SIZE && data.subarray(0, mint.length).equals(mint))
    .reduce((sum, data) => sum + data.readBigUInt64LE(AMOUNT), 0n);
}
