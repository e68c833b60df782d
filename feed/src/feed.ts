/** What every transport tells, and how it is asked. What a transport misses, a poll has to find: this only says where to look. */

/** An account as a transport tells of it. */
export interface ToldAccount {
  /** base58. */
  owner: string;
  lamports: bigint;
  /** null unless the feed was opened with `data`. */
  data: Uint8Array | null;
}

export interface AccountChange {
  /** base58. */
  address: string;
  /** In which it was like this. */
  slot: number;
  /** null: it is gone. A program filter does not tell of that: what is gone belongs to no program. */
  account: ToldAccount | null;
  /** Position of the program filter that it passed; null if it was followed by its address. */
  filter: number | null;
}

/** A transaction that landed. */
export interface TransactionSeen {
  /** base58. */
  signature: string;
  slot: number;
  failed: boolean;
}

/** What was not told. */
export interface Gap {
  /** The newest slot that was told of before; null if there was none. Everything after it may have been missed. */
  afterSlot: number | null;
}

export interface FeedListener {
  onChange?: (change: AccountChange) => void;
  onTransaction?: (transaction: TransactionSeen) => void;
  onSlot?: (slot: number) => void;
  /**
   * A connection follows everything (again): what happened before was missed. It is called after the first connection, too,
   * and asks for nothing at once: a poll that looks at the oldest first catches up.
   */
  onGap?: (gap: Gap) => void;
  /** Whether the feed tells of changes now. Called when that changes. */
  onHealth?: (connected: boolean) => void;
}

/** Accounts of a program with these bytes in them. */
export interface ProgramFilter {
  /** base58. */
  program: string;
  /** All of them have to fit; `bytes` is base58. */
  memcmp: readonly { offset: number; bytes: string }[];
}

/** What a feed tells of from its beginning. Single accounts come with `follow`. */
export interface Subject {
  programs?: readonly ProgramFilter[];
  /** Transactions that name one of these accounts, base58. */
  mentions?: readonly string[];
  slots?: boolean;
  /** Whether changes carry the account's data. Who only looks where it changed leaves it out, and no data travels. */
  data?: boolean;
}

/** pino's logger, or one like it. Nothing that it is given names a URL's path, query or user, nor a token. */
export interface FeedLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** How a feed stands. All but `connected` are counts. */
export interface FeedStatus {
  connected: boolean;
  /** Accounts that are told of. */
  followed: number;
  /** Accounts that are wanted and not told of: still being asked for, beyond the limit, or refused. */
  waiting: number;
  /** Refusals of a node so far. */
  refused: number;
  /** Connections that broke so far. */
  broken: number;
}

export interface Feed {
  /**
   * Tells of this account from now on. Where not all fit a provider's limit, those of a lower rank have the places, and the
   * others wait until one is free.
   * @param address base58
   * @param rank 0 matters most, 1 if left out
   */
  follow(address: string, rank?: number): void;
  unfollow(address: string): void;
  status(): FeedStatus;
  /** Nothing is told any more. */
  close(): Promise<void>;
}
