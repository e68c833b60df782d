/** What a command wants to send, before it is simulated, shown and signed. */

import type { LogEvent } from "@profit-share/sdk/history";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import type { Signer } from "./signer";

export interface Intent {
  /** A sentence: what it does to whom. */
  what: string;
  /** Signs, and pays the fee. */
  signer: Signer;
  instructions: readonly TransactionInstruction[];
  /** Whose balances may change, by the names that a person knows them by. */
  names: readonly (readonly [address: PublicKey, name: string])[];
  /** What is told of it for machines, also before it is sent. */
  json: object;
  /** What is told once it has landed. */
  landed: (landed: Landed) => Told;
}

export interface Landed {
  signature: string;
  /** What the program logged; null if the node does not return the transaction. */
  events: readonly LogEvent[] | null;
}

export interface Told {
  text: string;
  json: object;
}
