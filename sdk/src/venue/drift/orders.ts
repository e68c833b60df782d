/** What orders say, read from their instructions. */
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { ByteReader, equalBytes } from "../../wire/bytes";
import { DRIFT_PROGRAM_ID } from "../layout";
import { instructionData } from "./data";

/** A perp order that is filled within its own instruction; what is not filled then is cancelled. */
export interface TakenOrder {
  /** The account that trades. */
  user: PublicKey;
  /** Whether it only makes a position smaller. */
  reduceOnly: boolean;
}

const PLACE_AND_TAKE = /* @__PURE__ */ instructionData("place_and_take_perp_order").finish();
/** Among the instruction's accounts, after the state. */
const USER = 1;
/** Type, market type, direction, the user's number, base amount, price and market index stand before it. */
const REDUCE_ONLY = PLACE_AND_TAKE.length + 4 + 8 + 8 + 2;

/** @returns null if the instruction is no `place_and_take_perp_order` of Drift */
export function readTakenOrder({ programId, keys, data }: TransactionInstruction): TakenOrder | null {
  const user = keys[USER]?.pubkey;
  const isOne = equalBytes(data.subarray(0, PLACE_AND_TAKE.length), PLACE_AND_TAKE) && data.length > REDUCE_ONLY;
  if (!programId.equals(DRIFT_PROGRAM_ID) || user === undefined || !isOne) return null;
  return { user, reduceOnly: new ByteReader(data).at(REDUCE_ONLY).u8() !== 0 };
}
