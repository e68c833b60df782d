import type { Outcome } from "./runtime";
import type { UiTokenAmount } from "./token";
import type { TransactionError } from "./transaction-error";
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

/** A landed transaction, as a list names it. */
export interface Landed extends Pick<TransactionRecord, "slot" | "blockTime" | "keys"> {
  signature: string;
  /** How many landed before it, those that were forgotten since among them. */
  ordinal: number;
  err: TransactionError | null;
  /** All of it; to be left as it is. */
  record(): TransactionRecord;
}

/** Every landed transaction, by signature, by account and by slot. */
export class Ledger {
  private readonly bySignature = new Map<string, Landed>();
  private readonly byAccount = new Map<string, Landed[]>();
  private readonly bySlot = new Map<number, Landed[]>();
  /** Addresses that were named, each once. */
  private readonly names = new Map<string, string>();
  private landed = 0;

  /** @param keep puts a transaction somewhere, and returns what brings it back; left out: it stays in memory */
  constructor(
    private readonly keep: (record: TransactionRecord) => () => TransactionRecord = (record) => () => record,
  ) {}

  get count(): number {
    return this.bySignature.size;
  }

  add(record: TransactionRecord): void {
    const { slot, blockTime, outcome } = record;
    const landed: Landed = {
      ...{ slot, blockTime, err: outcome.err, ordinal: this.landed },
      signature: signatureOf(record.transaction),
      keys: record.keys.map((key) => this.nameOf(key)),
      record: this.keep(record),
    };
    this.landed += 1;
    this.bySignature.set(landed.signature, landed);
    append(this.bySlot, slot, landed);
    for (const key of landed.keys) append(this.byAccount, key, landed);
  }

  /** Forgets what landed after the slot. */
  rewind(slot: number): void {
    const gone: Landed[] = [];
    for (const [landedIn, list] of this.bySlot) {
      if (landedIn <= slot) continue;
      this.bySlot.delete(landedIn);
      gone.push(...list);
    }
    for (const landed of gone.sort((a, b) => b.ordinal - a.ordinal)) this.remove(landed);
  }

  get(signature: string): Landed | null {
    return this.bySignature.get(signature) ?? null;
  }

  /** The transactions that name the account, oldest first. */
  mentioning(account: string): readonly Landed[] {
    return this.byAccount.get(account) ?? [];
  }

  /** The transactions that landed in the slot, oldest first. */
  landedIn(slot: number): readonly Landed[] {
    return this.bySlot.get(slot) ?? [];
  }

  private nameOf(key: string): string {
    const known = this.names.get(key);
    if (known === undefined) this.names.set(key, key);
    return known ?? key;
  }

  /** @param landed the newest */
  private remove({ signature, keys }: Landed): void {
    this.bySignature.delete(signature);
    for (const key of keys) {
      const list = this.byAccount.get(key)!;
      list.pop();
      if (list.length === 0) this.byAccount.delete(key);
    }
  }
}

function append<K>(lists: Map<K, Landed[]>, key: K, landed: Landed): void {
  const found = lists.get(key);
  if (found) found.push(landed);
  else lists.set(key, [landed]);
}
