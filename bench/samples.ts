/** The instructions of the page's transactions, for what depends on them and not on their accounts. */
import * as profitShare from "@profit-share/sdk";
import { PublicKey, type TransactionInstruction } from "@solana/web3.js";

const KEY = PublicKey.default;
const ANY = {
  subscriber: KEY,
  subscription: KEY,
  venueUser: KEY,
  rentPayer: KEY,
  owner: KEY,
  from: KEY,
  signer: KEY,
  destination: KEY,
  bot: KEY,
  instance: 1n,
  amount: 1n,
};
const CLOSE = { subscription: KEY, bot: KEY, instance: 1n, sequence: 1n, closePnl: 1n, reference: new Uint8Array(32) };

const settle = profitShare.settle(ANY);
const withdraw = profitShare.withdraw(ANY);
const close = profitShare.closeSubscription(ANY);
const settleAttested = profitShare.settleAttested({ ...CLOSE, signer: KEY, keeper: KEY });

export function batchOf(kind: "verified" | "attested", count: number): TransactionInstruction {
  const row = kind === "verified" ? ({ kind, ...ANY } as const) : ({ kind, ...CLOSE } as const);
  return profitShare.settleBatch({ keeper: { address: KEY, signer: KEY }, rows: Array(count).fill(row) });
}

/** By their rows on the page, all but batches. */
export const SAMPLES = {
  settle: [settle],
  "settle (8 positions open)": [settle],
  "settle (cut off by the cap)": [settle],
  "settle (dearest)": [settle],
  settle_attested: [settleAttested],
  deposit: [profitShare.deposit(ANY)],
  sync: [profitShare.sync(ANY)],
  payout: [profitShare.payout(ANY)],
  withdraw: [withdraw],
  "withdraw (settles)": [withdraw],
  "unsubscribe (settles and ends)": [profitShare.unsubscribe(ANY)],
  close_subscription: [close],
  "close_subscription (settles)": [close],
  "deposit + settle_attested + payout": [profitShare.deposit(ANY), settleAttested, profitShare.payout(ANY)],
} as const;
