/** What somebody wants to do, before anything is built, asked or signed. */
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";

export interface Intent {
  /** Such as "Withdraw $5.00". */
  title: string;
  /** What it does and does not do, a thought a sentence. */
  explanation: readonly string[];
  /** Who signs and pays the fee: the account that is chosen in the wallet. */
  signer: PublicKey;
  /** Built when it is reviewed, from what the chain says then. */
  instructions: () => Promise<readonly TransactionInstruction[]>;
  /** What to call those whose money changes, by base58; the signer is "Your wallet". */
  names: Readonly<Record<string, string>>;
  /** The token that is shown as dollars. */
  mint: PublicKey;
}
