/** A transfer of tokens from one agent's wallet to another wallet. Pure. */
import { randomUUID } from "node:crypto";
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
  getAssociatedTokenAddressSync,
} from "@solana/spl-token";
import type { PublicKey } from "@solana/web3.js";
import type { Intent } from "./executor";

const DECIMALS = 6;

export interface Transfer {
  /** The agent whose associated token account pays; signs. */
  from: PublicKey;
  /** The wallet whose associated token account gets it; the account is made if it is missing. */
  to: PublicKey;
  /** Of 6 decimals. */
  mint: PublicKey;
  /** Base units, above zero. */
  amount: bigint;
}

/** @param payer pays the fee and the rent of a new token account */
export function transferIntent({ from, to, mint, amount }: Transfer, payer: PublicKey): Intent {
  const source = getAssociatedTokenAddressSync(mint, from, true);
  const destination = getAssociatedTokenAddressSync(mint, to, true);
  return {
    // Nothing else waits for it, and it waits for nothing.
    lane: `transfer ${randomUUID()}`,
    action: "transfer",
    instructions: [
      createAssociatedTokenAccountIdempotentInstruction(payer, destination, to, mint),
      createTransferCheckedInstruction(source, mint, destination, from, amount, DECIMALS),
    ],
    agents: [from],
    close: null,
    minContextSlot: 0,
  };
}
