/** What happened to the money of a subscription or in a bot's vault, one entry for each thing that happened. */
import type { SettlementRecord } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";

/**
 * What an entry is:
 * - `subscribed`, `unsubscribed`, `closed`: a moment of the agreement; no money
 * - `deposit`: money that was paid in; `arrival`: money that came without a deposit and was found by `sync` or the closing
 * - `settlement`: a profit and the share of it
 * - `deduction`: what the balance paid of a share when it was settled; `debt_payment`: what later money paid of it
 * - `waiver`, `write_off`: a debt that is not paid any more
 * - `withdrawal`; `refund`: what the closing gave back
 * - `claim`, `payout`: the creator's money left the escrow; `to_vault`: the closing put it into the bot's vault
 * - `vault_claim`: it left the vault; `vault_gift`: what strangers had put there left with it
 */
export type EntryKind =
  | "subscribed"
  | "deposit"
  | "arrival"
  | "settlement"
  | "deduction"
  | "debt_payment"
  | "waiver"
  | "write_off"
  | "withdrawal"
  | "refund"
  | "claim"
  | "payout"
  | "to_vault"
  | "unsubscribed"
  | "closed"
  | "vault_claim"
  | "vault_gift";

/** Base units, each at least 0. */
export interface Amounts {
  /** Profit that was charged. */
  profit: bigint;
  /** Attested profit that the day's cap cut off for good. */
  dropped: bigint;
  /** The creator's share of it. */
  accrued: bigint;
  /** The part of the share that the balance paid. */
  credited: bigint;
  /** The part that the owner gave up. */
  waived: bigint;
  /** The part that the closing gave up. */
  writtenOff: bigint;
  /** The creator's money that left the escrow by `claim` or `payout`. */
  claimed: bigint;
  /** The creator's money that the closing put into the bot's vault. */
  toVault: bigint;
  /** The part of it that the owner took out of the vault. */
  vaultClaimed: bigint;
  /** Money that became balance. */
  deposited: bigint;
  /** Balance that went back to the subscriber. */
  withdrawn: bigint;
}

export const NO_AMOUNTS: Amounts = {
  ...{ profit: 0n, dropped: 0n, accrued: 0n, credited: 0n, waived: 0n, writtenOff: 0n },
  ...{ claimed: 0n, toVault: 0n, vaultClaimed: 0n, deposited: 0n, withdrawn: 0n },
};
export const AMOUNTS = Object.keys(NO_AMOUNTS) as readonly (keyof Amounts)[];

/** Of a long history it is computed millions of times, so field by field. */
export const plus = (a: Amounts, b: Partial<Amounts>): Amounts => ({
  profit: a.profit + (b.profit ?? 0n),
  dropped: a.dropped + (b.dropped ?? 0n),
  accrued: a.accrued + (b.accrued ?? 0n),
  credited: a.credited + (b.credited ?? 0n),
  waived: a.waived + (b.waived ?? 0n),
  writtenOff: a.writtenOff + (b.writtenOff ?? 0n),
  claimed: a.claimed + (b.claimed ?? 0n),
  toVault: a.toVault + (b.toVault ?? 0n),
  vaultClaimed: a.vaultClaimed + (b.vaultClaimed ?? 0n),
  deposited: a.deposited + (b.deposited ?? 0n),
  withdrawn: a.withdrawn + (b.withdrawn ?? 0n),
});

export const sumOf = (entries: Iterable<Pick<Entry, "amounts">>): Amounts => {
  let sum = NO_AMOUNTS;
  for (const { amounts } of entries) sum = plus(sum, amounts);
  return sum;
};

/** The subscriber's money in the escrow. */
export const balanceIn = ({ deposited, withdrawn, credited }: Amounts): bigint => deposited - withdrawn - credited;
/** The creator's, and not there yet. */
export const owedIn = ({ accrued, credited, waived, writtenOff }: Amounts): bigint =>
  accrued - credited - waived - writtenOff;
/** The creator's, in the escrow. */
export const claimableIn = ({ credited, claimed, toVault }: Amounts): bigint => credited - claimed - toVault;

/** Whose an agreement is. */
export interface Parties {
  subscription: PublicKey;
  /** Which subscription of the bot: with `bot` it names one agreement for good, the address can be used again. */
  instance: bigint;
  subscriber: PublicKey;
}

export interface Entry {
  kind: EntryKind;
  /** Unix seconds of the cluster's clock. */
  time: number;
  slot: number;
  signature: string;
  /** Which entry of its transaction, from 0. */
  index: number;
  bot: PublicKey;
  /** Who published the bot. */
  creator: PublicKey;
  /** Who owned the bot at that moment. */
  owner: PublicKey;
  /** null of what leaves the bot's vault, where the money of many lies together. */
  parties: Parties | null;
  /** What changed; the ledger is the sum of all. */
  amounts: Amounts;
  /** Base units of a `vault_gift`, which are in no ledger; else 0. */
  gift: bigint;
  /** Of a settlement, and of what it deducted; else null. */
  record: SettlementRecord | null;
  /** The token account that took money; null where none did. */
  destination: PublicKey | null;
  /**
   * What it rests on: `proven`, the chain's instructions, transfers, balances and records; `told`, a log, which is as good as the
   * node that returned it. What a keeper's database adds is `kept`, and stands in no entry.
   */
  basis: "proven" | "told";
  /** The subscription's ledger afterwards, base units; null of what leaves the vault. */
  after: { balance: bigint; owed: bigint; claimable: bigint } | null;
}
