/** Where money goes: a wallet's associated token account, or a token account given by address. */
import { createTokenAccount, InvalidInput, tokenAccountIn, tokenAddress } from "@profit-share/sdk";
import { type Connection, PublicKey, type TransactionInstruction } from "@solana/web3.js";

export interface Destination {
  /** The token account. */
  address: PublicKey;
  /** What makes sure that it exists. */
  prepare: TransactionInstruction[];
}

/** The wallet's associated token account, made by `payer` if it does not exist. */
export function ofWallet(mint: PublicKey, wallet: PublicKey, payer: PublicKey): Destination {
  return { address: tokenAddress(mint, wallet), prepare: [createTokenAccount(mint, wallet, payer)] };
}

/**
 * @param to a token account of the mint, or a wallet
 * @throws InvalidInput if it is neither
 */
export async function givenDestination(
  connection: Connection,
  mint: PublicKey,
  to: PublicKey,
  payer: PublicKey,
): Promise<Destination> {
  const account = await connection.getAccountInfo(to);
  if (account === null) {
    // A new wallet has no account yet; at an address that nobody can sign for, the money would be lost.
    if (PublicKey.isOnCurve(to.toBytes())) return ofWallet(mint, to, payer);
    throw new InvalidInput(
      `--to ${to.toBase58()} does not exist and nobody can sign for it: pass a wallet or token account`,
    );
  }
  if (account.owner.equals(PublicKey.default) && account.data.length === 0) return ofWallet(mint, to, payer);
  const tokens = tokenAccountIn(account);
  if (tokens === null) {
    throw new InvalidInput(`--to ${to.toBase58()} is neither a wallet nor a token account: pass one of these`);
  }
  if (!tokens.mint.equals(mint)) {
    throw new InvalidInput(
      `--to ${to.toBase58()} is a token account of mint ${tokens.mint.toBase58()}, the subscription's is ${mint.toBase58()}: ` +
        "pass one of that mint, or a wallet",
    );
  }
  return { address: to, prepare: [] };
}
