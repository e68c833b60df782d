/** The transaction of a transfer from one agent's wallet to another wallet. Pure. */
import { createHash } from "node:crypto";
import { createTokenAccount, MINT_DECIMALS, tokenAddress, transferTokens } from "@profit-share/sdk";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { laneOf } from "../store/transfers";
import type { Intent } from "./executor";
import { PAYMENT } from "./expiry";

export interface Transfer {
  /** Makes it this payment and no other. */
  id: string;
  /** The agent whose associated token account pays; signs. */
  from: PublicKey;
  /** The wallet whose associated token account gets it; the account is made if it is missing. */
  to: PublicKey;
  /** Of 6 decimals. */
  mint: PublicKey;
  /** Base units, above zero. */
  amount: bigint;
}

const MEMO_PROGRAM = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
/** Bytes of an id that stands in the memo as it is; of a longer one its hash does. */
const LONGEST_ID = 64;

/** @param payer pays the fee and the rent of a new token account */
export function transferIntent({ id, from, to, mint, amount }: Transfer, payer: PublicKey): Intent {
  const accounts = { from: tokenAddress(mint, from), to: tokenAddress(mint, to) };
  return {
    lanes: [laneOf(id)],
    action: PAYMENT,
    instructions: [
      memo(`transfer ${memoOf(id)}`),
      createTokenAccount(mint, to, payer),
      transferTokens({ ...accounts, mint, owner: from, amount, decimals: MINT_DECIMALS }),
    ],
    tables: [],
    agents: [from],
    closes: [],
    minContextSlot: 0,
  };
}

const memoOf = (id: string): string =>
  Buffer.byteLength(id) <= LONGEST_ID ? id : `sha256 ${createHash("sha256").update(id).digest("hex")}`;

const memo = (text: string): TransactionInstruction =>
  new TransactionInstruction({ programId: MEMO_PROGRAM, keys: [], data: Buffer.from(text, "utf8") });
