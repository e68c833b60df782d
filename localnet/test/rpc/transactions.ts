/** Transactions and accounts for the tests, by fixed keys: every node sees the same addresses. */
import { toBase58 } from "@profit-share/sdk";
import { Keypair, type PublicKey, SystemProgram, Transaction, type TransactionInstruction } from "@solana/web3.js";
import { eventually, result } from "./client";

export const SOL = 1_000_000_000;

/** The key of a one-byte seed. */
export function key(seed: number): Keypair {
  return Keypair.fromSeed(new Uint8Array(32).fill(seed));
}

/** Any 64 bytes that are no landed transaction's signature. */
export const UNKNOWN_SIGNATURE = toBase58(new Uint8Array(64).fill(7));

/** Airdrops and waits for it. */
export async function fund(url: string, account: PublicKey, lamports: number): Promise<string> {
  const signature = await result(url, "requestAirdrop", account.toBase58(), lamports);
  await landed(url, signature);
  return signature;
}

export interface Signed {
  signature: string;
  wire: Uint8Array;
  base64: string;
}

/** A signed transaction with the newest blockhash, or the given one. The first signer pays. */
export async function signed(
  url: string,
  signers: [Keypair, ...Keypair[]],
  instructions: TransactionInstruction[],
  blockhash?: string,
): Promise<Signed> {
  const recent = blockhash ?? (await result(url, "getLatestBlockhash")).value.blockhash;
  const transaction = new Transaction({ feePayer: signers[0].publicKey, blockhash: recent, lastValidBlockHeight: 0 });
  transaction.add(...instructions).sign(...signers);
  const wire = transaction.serialize();
  return { signature: toBase58(transaction.signature!), wire, base64: wire.toString("base64") };
}

export function transfer(from: Keypair, to: PublicKey, lamports: number | bigint): TransactionInstruction {
  return SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to, lamports });
}

/** Sends without preflight, so that failing transactions land too, and waits. */
export async function land(url: string, transaction: Signed): Promise<string> {
  await result(url, "sendTransaction", transaction.base64, { encoding: "base64", skipPreflight: true });
  await landed(url, transaction.signature);
  return transaction.signature;
}

export async function landed(url: string, signature: string): Promise<void> {
  await eventually(async () => {
    const { value } = await result(url, "getSignatureStatuses", [signature]);
    return value[0]?.confirmationStatus === "processed" ? null : value[0];
  });
}
