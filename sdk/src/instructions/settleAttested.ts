import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";
import { instruction } from "./build";

export interface SettleAttested {
  /** Signs; the signer of the keeper. */
  signer: PublicKey;
  /** The keeper account named in the subscription's terms. */
  keeper: PublicKey;
  /** An attested subscription. */
  subscription: PublicKey;
  /** Bot and instance of the subscription that is meant: another one at the same address is refused. */
  bot: PublicKey;
  instance: bigint;
  /** The subscription's sequence plus one; the same one whenever this close is sent again. */
  sequence: bigint;
  /** i64, 1e-6 quote: PnL of the close after fees. */
  closePnl: bigint;
  /** 32 bytes, sha256 of the trade's id; not that of the close before. */
  reference: Uint8Array;
  /** Ends a subscription that is closing; refused otherwise. */
  isFinal?: boolean;
}

/** Settles one close that the keeper attests. Event: `Settled` (self-CPI). */
export function settleAttested(
  { signer, keeper, subscription, bot, instance, isFinal = false, ...close }: SettleAttested,
  programId: PublicKey = PROGRAM_ID,
): TransactionInstruction {
  return instruction(
    "settle_attested",
    { signer, keeper, subscription },
    { bot, instance, close: { ...close, isFinal } },
    programId,
  );
}
