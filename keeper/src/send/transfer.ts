/** A transfer of tokens from one agent's wallet to another wallet. Pure. */
import { randomUUID } from "node:crypto";
import { createTokenAccount, MINT_DECIMALS, tokenAddress, transferTokens } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Intent } from "./executor";
import { PAYMENT } from "./expiry";

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
  const accounts = { from: tokenAddress(mint, from), to: tokenAddress(mint, to) };
  return {
    // Nothing else waits for it, and it waits for nothing.
    lanes: [`transfer ${randomUUID()}`],
    action: PAYMENT,
    instructions: [
      createTokenAccount(mint, to, payer),
      transferTokens({ ...accounts, mint, owner: from, amount, decimals: MINT_DECIMALS }),
    ],
    agents: [from],
    closes: [],
    minContextSlot: 0,
    worstComputeUnits: null,
    tables: [],
  };
}
