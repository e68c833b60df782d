/** Walks the transactions that name an account, newest first. */
import type {
  ConfirmedSignatureInfo,
  Connection,
  Finality,
  PublicKey,
  VersionedTransactionResponse,
} from "@solana/web3.js";
import { PatientNode } from "../client/patient-node";
import { transactionsAtOnce } from "../client/transaction-batch";
import { HistoryUnavailable, NodeFailure } from "../failures";
import { MAX_TRANSACTION_VERSION } from "../wire/transaction-version";

/** A transaction that succeeded. */
export interface WalkedTransaction {
  signature: string;
  slot: number;
  /** Unix seconds; null if the node does not know. */
  time: number | null;
  transaction: VersionedTransactionResponse;
}

/** Where on the chain something is. */
export type Place = Pick<WalkedTransaction, "signature" | "slot" | "time">;

/** Where an event is: in a transaction, the which of the program's events there. */
export interface EventPlace extends Place {
  /** From 0, in the order in which they happened. */
  index: number;
}

/**
 * How far the transactions of an account were read: up to this slot, and of this slot these. Nodes list the transactions of one
 * slot in any order, so the last signature alone would not say it.
 */
export interface ReadTo {
  slot: number;
  signatures: readonly string[];
}

/** The node lists a transaction and does not return it. */
export class MissingTransaction extends HistoryUnavailable {
  override readonly name = "MissingTransaction";

  constructor(readonly signature: string) {
    super(`The node lists transaction ${signature} but does not return it: ask an archive node`);
  }
}

export interface WalkOptions {
  /** Only what is newer than what was read. */
  newerThan?: ReadTo | null;
  /** Only what is older than what was read. */
  olderThan?: ReadTo | null;
  /** Told how many transactions were fetched so far. */
  onFetched?: (count: number) => void;
  /** Ends the walk: it throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Signatures asked for at a time: the most a node returns. */
const PAGE = 1_000;
/** As much of the newest, where little of it is likely to be new. */
const FIRST_PAGE = 50;

/**
 * Yields the successful transactions that name `address`, newest first; stop reading to stop fetching. The walk ends where the
 * node has no more: a short page is no end. A node that limits requests makes it slower, not shorter.
 * @throws MissingTransaction when the walk comes to one: a history with a hole would look complete; NodeFailure
 */
export async function* transactionsOf(
  connection: Connection,
  address: PublicKey,
  commitment: Finality,
  options: WalkOptions = {},
): AsyncGenerator<WalkedTransaction> {
  const walk = new Walk(connection, address, commitment, options);
  for await (const page of walk.pages()) yield* walk.fetch(page);
}

/**
 * The same, oldest first. All that is to be fetched is listed before: some 200 bytes for each.
 * @param olderThan has no use here
 */
export async function* oldestFirst(
  connection: Connection,
  address: PublicKey,
  commitment: Finality,
  options: Omit<WalkOptions, "olderThan"> = {},
): AsyncGenerator<WalkedTransaction> {
  const walk = new Walk(connection, address, commitment, options);
  const listed: ConfirmedSignatureInfo[] = [];
  for await (const page of walk.pages()) listed.push(...page);
  yield* walk.fetch(listed.reverse());
}

/** What a node lists of a transaction that succeeded, without fetching it. */
export type ListedTransaction = Pick<ConfirmedSignatureInfo, "signature" | "slot" | "blockTime">;

/**
 * Lists the successful transactions that name `address`, newest first, in the node's pages, and fetches nothing: for who walks
 * several addresses in one order. Some 200 bytes for each.
 * @throws NodeFailure
 */
export const listedAt = (
  connection: Connection,
  address: PublicKey,
  commitment: Finality,
  options: WalkOptions = {},
): AsyncGenerator<ListedTransaction[]> => new Walk(connection, address, commitment, options).pages();

export interface FetchOptions extends Pick<WalkOptions, "onFetched" | "signal"> {
  /** Asks for a hundred by one request, as long as the node takes that; it can count as a hundred with a node that limits them. */
  atOnce?: boolean;
}

/** Transactions of one request. */
const AT_ONCE = 100;

/** Fetches what was listed. It remembers what the node minds: being asked too fast, or for many by one request. */
export class TransactionFetcher {
  protected readonly node: PatientNode;
  private fetched = 0;
  private atOnce: boolean;

  constructor(
    protected readonly connection: Connection,
    protected readonly commitment: Finality,
    private readonly fetching: FetchOptions = {},
  ) {
    this.node = new PatientNode(fetching.signal);
    this.atOnce = fetching.atOnce ?? false;
  }

  /** In the order given. @throws MissingTransaction; NodeFailure */
  async *fetch(listed: readonly ListedTransaction[]): AsyncGenerator<WalkedTransaction> {
    for (let start = 0; start < listed.length; ) {
      const batch = listed.slice(start, start + (this.atOnce ? AT_ONCE : this.node.atATime));
      const known = this.atOnce ? await this.batched(batch) : NONE;
      // The node takes no such request: fewer at a time.
      if (known === null) continue;
      const fetched = await Promise.all(batch.map(async (one) => known.get(one.signature) ?? this.single(one)));
      this.fetched += batch.length;
      this.fetching.onFetched?.(this.fetched);
      for (const [index, transaction] of fetched.entries()) {
        const { signature, slot, blockTime } = batch[index]!;
        if (transaction === null) throw new MissingTransaction(signature);
        yield { signature, slot, time: blockTime ?? transaction.blockTime ?? null, transaction };
      }
      start += batch.length;
    }
  }

  private single({ signature }: ListedTransaction): Promise<VersionedTransactionResponse | null> {
    const { connection, commitment } = this;
    const config = { commitment, maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION };
    return this.node.ask(() => connection.getTransaction(signature, config));
  }

  /** What one request brings; null where the node takes no such request, and is sent none any more. */
  private async batched(
    listed: readonly ListedTransaction[],
  ): Promise<ReadonlyMap<string, VersionedTransactionResponse> | null> {
    const signatures = listed.map(({ signature }) => signature);
    const found = await this.node.ask(() => transactionsAtOnce(this.connection, signatures, this.commitment));
    this.atOnce = found !== null;
    return found;
  }
}

const NONE: ReadonlyMap<string, VersionedTransactionResponse> = new Map();

class Walk extends TransactionFetcher {
  constructor(
    connection: Connection,
    private readonly address: PublicKey,
    commitment: Finality,
    private readonly options: WalkOptions,
  ) {
    super(connection, commitment, options);
  }

  /** What succeeded, newest first. */
  async *pages(): AsyncGenerator<ConfirmedSignatureInfo[]> {
    const { newerThan = null, olderThan = null } = this.options;
    const known = new Set([...(newerThan?.signatures ?? []), ...(olderThan?.signatures ?? [])]);
    // All of the slot was read, so whatever a node lists behind any of them is older or known.
    let before = olderThan?.signatures.at(-1);
    for (let limit = newerThan === null ? PAGE : FIRST_PAGE; ; limit = PAGE) {
      const page = await this.page(before, limit);
      const last = page.at(-1);
      if (last === undefined) {
        if (before !== undefined && before === olderThan?.signatures.at(-1)) await this.expectKnown(before);
        return;
      }
      if (last.signature === before) {
        throw new NodeFailure(`The node lists the same transactions of ${this.address.toBase58()} again`);
      }
      const first = newerThan?.slot ?? 0;
      const final = olderThan?.slot ?? Number.POSITIVE_INFINITY;
      yield page.filter(
        ({ err, slot, signature }) => err === null && slot >= first && slot <= final && !known.has(signature),
      );
      if (newerThan !== null && last.slot < newerThan.slot) return;
      before = last.signature;
    }
  }

  private page(before: string | undefined, limit: number): Promise<ConfirmedSignatureInfo[]> {
    const options = { limit, ...(before === undefined ? {} : { before }) };
    return this.node.ask(() => this.connection.getSignaturesForAddress(this.address, options, this.commitment));
  }

  /** A node lists nothing behind a transaction that it does not know: that is no end. */
  private async expectKnown(signature: string): Promise<void> {
    const { value } = await this.node.ask(() =>
      this.connection.getSignatureStatus(signature, { searchTransactionHistory: true }),
    );
    if (value !== null) return;
    throw new HistoryUnavailable(
      `The node does not know transaction ${signature}, behind which the reading goes on: ask the node that was read from, or an archive node`,
    );
  }
}
