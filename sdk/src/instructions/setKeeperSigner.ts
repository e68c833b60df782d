import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface SetKeeperSigner {
  /** Signs; admin of the keeper. */
  admin: PublicKey;
  keeper: PublicKey;
  /** The new hot key; the one before it settles nothing any more. */
  signer: PublicKey;
}

/** Replaces the keeper's signer; no subscription changes. Event: `KeeperSignerSet`. */
export function setKeeperSigner(
  { admin, keeper, signer }: SetKeeperSigner,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("set_keeper_signer", { admin, keeper }, { signer }, programId);
}
