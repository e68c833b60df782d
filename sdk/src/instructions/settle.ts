import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Settle {
  /** A verified subscription. */
  subscription: PublicKey;
  /** Its venue user. */
  venueUser: PublicKey;
}

/**
 * Settles a verified subscription on the realized PnL that its venue user holds now. Anyone, any time: finding nothing
 * new it succeeds without a record. Event: `Settled` (self-CPI) if there was something to record.
 */
export function settle({ subscription, venueUser }: Settle, programId: PublicKey = PROGRAM_ID): TransactionInstruction {
  return instruction("settle", { subscription, venueUser }, {}, programId);
}
