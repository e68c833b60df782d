import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { escrowAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface Sync {
  subscription: PublicKey;
}

/**
 * Makes tokens that reached the escrow by another way than `deposit` (a venue withdrawal, a donation) balance; what is
 * owed is paid from it first. Anyone. Event: `Funded`.
 */
export function sync({ subscription }: Sync, programId: PublicKey = PROGRAM_ID): TransactionInstruction {
  return instruction("sync", { subscription, escrow: escrowAddress(subscription, programId) }, {}, programId);
}
