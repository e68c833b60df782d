import { ComputeBudgetProgram, type Keypair, PublicKey, SystemProgram, Transaction } from "@solana/web3.js";

/** What the faucet starts with, in lamports: half of all SOL. */
export const FAUCET_LAMPORTS = 250_000_000_000_000_000n;

/**
 * A signed transfer from the faucet.
 * @param nonce goes into the compute-unit limit: two equal airdrops in one slot must not be one transaction
 */
export function airdropTransaction(
  faucet: Keypair,
  recipient: string,
  lamports: bigint,
  blockhash: string,
  nonce: number,
): Uint8Array {
  const transaction = new Transaction({ feePayer: faucet.publicKey, blockhash, lastValidBlockHeight: 0 }).add(
    ComputeBudgetProgram.setComputeUnitLimit({ units: 10_000 + (nonce % 1_000_000) }),
    SystemProgram.transfer({ fromPubkey: faucet.publicKey, toPubkey: new PublicKey(recipient), lamports }),
  );
  transaction.sign(faucet);
  return transaction.serialize();
}
