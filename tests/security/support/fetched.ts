/** A transaction as a node returns it, with inner instructions of one's choice. */
import type { FetchedTransaction } from "@profit-share/sdk/history";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { getBase58Decoder } from "@solana/kit";
import { type PublicKey, type TransactionInstruction, TransactionMessage } from "@solana/web3.js";

export interface Inner {
  program: PublicKey;
  accounts: PublicKey[];
  data: Buffer;
}

export function fetched(
  inner: Inner[],
  { err }: { err: object | null } = { err: null },
  topLevel: TransactionInstruction[] = [],
): FetchedTransaction {
  const named = inner.flatMap(({ program, accounts }) => [program, ...accounts]);
  const keys = named.map((pubkey) => ({ pubkey, isSigner: false, isWritable: false }));
  const message = new TransactionMessage({
    payerKey: ACTORS.postman.publicKey,
    recentBlockhash: keyOf("blockhash").publicKey.toBase58(),
    instructions: [{ programId: keyOf("eve's program").publicKey, keys, data: Buffer.alloc(0) }, ...topLevel],
  }).compileToLegacyMessage();
  const indexOf = (at: PublicKey) => message.accountKeys.findIndex((key) => key.equals(at));
  const instructions = inner.map(({ program, accounts, data }) => ({
    programIdIndex: indexOf(program),
    accounts: accounts.map(indexOf),
    data: getBase58Decoder().decode(data),
  }));
  return {
    transaction: { message, signatures: [] },
    meta: { err, innerInstructions: [{ index: 0, instructions }], logMessages: [] },
  } as unknown as FetchedTransaction;
}
