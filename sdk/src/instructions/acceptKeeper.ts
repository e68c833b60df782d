import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface AcceptKeeper {
  /** Signs; whom `transferKeeper` named. */
  newAdmin: PublicKey;
  keeper: PublicKey;
}

/** Takes over a keeper; its signer stays until the new admin sets another. Event: `KeeperTransferred`. */
export function acceptKeeper(
  { newAdmin, keeper }: AcceptKeeper,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("accept_keeper", { newAdmin, keeper }, {}, programId);
}
