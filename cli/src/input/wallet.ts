/** What signs. */
import type { PublicKey, VersionedTransaction } from "@solana/web3.js";

export interface Wallet {
  address: PublicKey;
  /** As messages name it: what it is, and where it is set if it was not typed. */
  name: string;
  /** Adds its signature. */
  sign(transaction: VersionedTransaction): Promise<void>;
}
