import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { keeperAddress } from "../program/addresses";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface RegisterKeeper {
  /** Signs; becomes the admin, who rotates the signer. */
  creator: PublicKey;
  /** Signs and pays the rent; the creator if left out. */
  payer?: PublicKey;
  /** 16 bytes, new among this creator's keepers. */
  id: Uint8Array;
  /** The hot key that settles attested closes and does nothing else. */
  signer: PublicKey;
}

/** Registers a keeper at `keeperAddress(creator, id)`. Event: `KeeperRegistered`. */
export function registerKeeper(
  { creator, payer = creator, id, signer }: RegisterKeeper,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  const keeper = keeperAddress(creator, id, programId);
  return instruction("register_keeper", { creator, payer, keeper }, { id, signer }, programId);
}
