import { PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface TransferKeeper {
  /** Signs; admin of the keeper. */
  admin: PublicKey;
  keeper: PublicKey;
  /** The admin to be; null takes an offer back. */
  newAdmin: PublicKey | null;
}

/** Offers the keeper to another admin, who takes it with `acceptKeeper`. Event: `KeeperTransferStarted`. */
export function transferKeeper(
  { admin, keeper, newAdmin }: TransferKeeper,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction("transfer_keeper", { admin, keeper }, { newAdmin: newAdmin ?? PublicKey.default }, programId);
}
