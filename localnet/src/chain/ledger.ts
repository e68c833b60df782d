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

/** Every landed transaction, by signature and by account. */
export class Ledger {
  private readonly bySignature = new Map<string, TransactionRecord>();
  private readonly order = new Map<string, number>();
  private readonly byAccount = new Map<string, TransactionRecord[]>();

  get count(): number {
    return this.bySignature.size;
  }

  add(record: TransactionRecord): void {
    const signature = signatureOf(record.transaction);
    this.order.set(signature, this.order.size);
    this.bySignature.set(signature, record);
    for (const key of record.keys) {
      const mentions = this.byAccount.get(key);
      if (mentions) mentions.push(record);
      else this.byAccount.set(key, [record]);
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
}
