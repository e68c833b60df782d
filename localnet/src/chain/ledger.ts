import type { Outcome } from "./runtime";
import type { UiTokenAmount } from "./token";
import { signatureOf, type WireTransaction } from "./wire";

export interface TokenBalance {
  accountIndex: number;
  mint: string;
  owner: string;
  programId: string;
  uiTokenAmount: UiTokenAmount;
}

/** A transaction that paid its fee, whether it succeeded or not. */
export interface TransactionRecord {
  transaction: WireTransaction;
  slot: number;
  /** Unix seconds. */
  blockTime: number;
  /** All accounts, those from lookup tables last. */
  keys: string[];
  writable: boolean[];
  loaded: { writable: string[]; readonly: string[] };
  outcome: Outcome;
  /** Lamports. */
  fee: bigint;
  preBalances: bigint[];
  postBalances: bigint[];
  preTokenBalances: TokenBalance[];
  postTokenBalances: TokenBalance[];
}

/** Every landed transaction, by signature, by account and by slot. */
export class Ledger {
  private readonly bySignature = new Map<string, TransactionRecord>();
  private readonly order = new Map<string, number>();
  private readonly byAccount = new Map<string, TransactionRecord[]>();
  private readonly bySlot = new Map<number, TransactionRecord[]>();
  /** Rises with each transaction, also with those that were forgotten since. */
  private landed = 0;

  get count(): number {
    return this.bySignature.size;
  }

  add(record: TransactionRecord): void {
    const signature = signatureOf(record.transaction);
    this.order.set(signature, this.landed);
    this.landed += 1;
    this.bySignature.set(signature, record);
    append(this.bySlot, record.slot, record);
    for (const key of record.keys) append(this.byAccount, key, record);
  }

  /** Forgets what landed after the slot. */
  rewind(slot: number): void {
    for (const [landedIn, records] of this.bySlot) {
      if (landedIn <= slot) continue;
      this.bySlot.delete(landedIn);
      for (const record of records) this.remove(record);
    }
  }

  get(signature: string): TransactionRecord | null {
    return this.bySignature.get(signature) ?? null;
  }

  /** How many transactions landed before this one; null if it did not land. */
  ordinal(signature: string): number | null {
    return this.order.get(signature) ?? null;
  }

  /** The transactions that name the account, oldest first. */
  mentioning(account: string): readonly TransactionRecord[] {
    return this.byAccount.get(account) ?? [];
  }

  /** The transactions that landed in the slot, oldest first. */
  landedIn(slot: number): readonly TransactionRecord[] {
    return this.bySlot.get(slot) ?? [];
  }

  private remove(record: TransactionRecord): void {
    const signature = signatureOf(record.transaction);
    this.order.delete(signature);
    this.bySignature.delete(signature);
    for (const key of record.keys) {
      const left = this.mentioning(key).filter((other) => other !== record);
      if (left.length > 0) this.byAccount.set(key, left);
      else this.byAccount.delete(key);
    }
  }
}

function append<K>(lists: Map<K, TransactionRecord[]>, key: K, record: TransactionRecord): void {
  const found = lists.get(key);
  if (found) found.push(record);
  else lists.set(key, [record]);
}
