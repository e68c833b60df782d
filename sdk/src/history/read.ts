/** Reads what happened to a subscription from the transactions of its address, and proves it. */
import { PublicKey } from "@solana/web3.js";
import type { Located, ProfitShareReader } from "../client/reader";
import { HistoryUnavailable, NodeFailure, NotFound } from "../failures";
import type { Subscription } from "../program/accounts";
import type { Terms } from "../program/terms";
import { type BotInstance, sameInstance } from "./agreement";
import { cursorAfter, type HistoryCursor, type KnownPart, knownPart } from "./cursor";
import type { ClosedEvent, LogEvent, SettledEvent } from "./events";
import { offeredTerms } from "./offered-terms";
import type { RecordsFound, Wanted } from "./search";
import { settlementsOf } from "./settlements";
import { type EventPlace, transactionsOf, type WalkedTransaction, type WalkOptions } from "./transactions";
import { type HistoryReport, verifyHistory } from "./verify";

/** What a subscription's account and its `Closed` event both say. */
export type Totals = Pick<
  Subscription,
  "bot" | "instance" | "terms" | "sequence" | "head" | "profitTotal" | "accrued" | "credited" | "claimed" | "waived"
>;

/** A subscription's history with the verdict on it. */
export interface VerifiedHistory {
  /** As its account has it, or as it was closed. */
  subscription: Located<Totals>;
  /** Its account; null if it is closed. */
  account: Located<Subscription> | null;
  /** Every settlement, oldest first. Behind a cursor: those that came since. */
  events: (SettledEvent & EventPlace)[];
  /** The end; null while the subscription exists. */
  closed: (ClosedEvent & EventPlace) | null;
  report: HistoryReport;
  /** From where the next reading can go on; null if something is wrong, or it is closed, so that nothing follows. */
  cursor: HistoryCursor | null;
}

/** A history with what moved money besides. */
export interface LifeHistory extends VerifiedHistory {
  /**
   * The logged events since it was made, oldest first: `Subscribed`, deposits, claims, withdrawals. Behind a cursor: those that
   * came since. Nodes truncate long logs, so they inform and prove nothing: `ledgerOf` says what they leave open.
   */
  movements: (LogEvent & EventPlace)[];
}

export interface ReadOptions {
  /** Goes on from where an earlier reading left off: `cursor` of its result. */
  from?: HistoryCursor | null;
  /** Told how far it is, many times. */
  onProgress?: (progress: HistoryProgress) => void;
  /**
   * Told of the settlements found so far, newest first, many times: to show them before the rest is there. They are not verified.
   */
  onFound?: (newestFirst: readonly (SettledEvent & EventPlace)[]) => void;
  /** Stops the reading: it throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

export interface HistoryProgress {
  /** Fetched so far. */
  transactions: number;
  /** Found so far. */
  records: number;
  /** How many there are to be found; null until the end of a closed subscription is found. */
  of: number | null;
}

/**
 * All settlements of a subscription since it was made, verified: see `verifyHistory`. Settlements that come while this reads
 * are left for the next time. Where a verified one began is read from its `Subscribed` event; without it the report's
 * `startMark` is null.
 *
 * Of a closed subscription the history is verified against the head in its `Closed` event. Its terms are read from the
 * transactions of its bot; the first head binds them, so wrong ones do not verify.
 *
 * With a cursor only what came since is read. If the chain does not follow from it, the report says so: then read without it.
 * @param which subscription, where the address was used more than once; left out, that of the cursor, else the one that exists,
 *   else the last that was closed. `readClosings` lists them.
 * @throws NotFound if there is no such subscription; HistoryUnavailable if the node no longer keeps what it takes; NodeFailure
 *   if it has not come as far as the cursor
 */
export async function readHistory(
  reader: ProfitShareReader,
  address: PublicKey,
  which: BotInstance | null = null,
  options: ReadOptions = {},
): Promise<VerifiedHistory> {
  const { movements, ...history } = await read(reader, address, { ...options, which, movements: false });
  return history;
}

/** The same with the movements of money, which takes the transactions back to the beginning: what `ledgerOf` needs. */
export function readLife(
  reader: ProfitShareReader,
  address: PublicKey,
  which: BotInstance | null = null,
  options: ReadOptions = {},
): Promise<LifeHistory> {
  return read(reader, address, { ...options, which, movements: true });
}

async function read(
  reader: ProfitShareReader,
  address: PublicKey,
  {
    from = null,
    onProgress,
    onFound,
    signal,
    which,
    movements,
  }: ReadOptions & Pick<Wanted, "movements"> & { which: BotInstance | null },
): Promise<LifeHistory> {
  signal?.throwIfAborted();
  const { programId } = reader;
  const known = from && knownPart(from, { programId, subscription: address }, which);
  const { slot, subscription: account } = await reader.subscriptionAsOf(address);
  const live = account && { ...account, slot };
  if (known !== null && live !== null && sameInstance(known, live)) expectAsFarAs(known, live);

  const progress: HistoryProgress = { transactions: 0, records: 0, of: null };
  const tell = (news: Partial<HistoryProgress>) => onProgress?.({ ...Object.assign(progress, news) });
  const onFetched = (transactions: number) => tell({ transactions });
  const walked = transactionsAt(reader, address, { newerThan: known?.readTo ?? null, onFetched, signal });
  const wanted = { address, agreement: which ?? known, live, known: known && recordsIn(known), movements };
  // For the address of a subscription nobody has a key: one with a key was never one, however much has happened there.
  const possible = !PublicKey.isOnCurve(address.toBytes());
  const told = ({ newestFirst, ...news }: RecordsFound) => {
    tell(news);
    onFound?.(newestFirst);
  };
  const found = possible ? await settlementsOf(walked, wanted, programId, told) : null;
  if (found === null) {
    const message = `No such subscription exists or was closed at ${address.toBase58()}: check address and cluster`;
    throw new NotFound("subscription", address, message);
  }

  const { events, closed, beginning } = found;
  const closedTerms = () => known?.terms ?? termsAtTheTime(reader, closed!, beginning?.termsVersion, signal);
  const subscription = closed === null ? account! : { ...closed, terms: await closedTerms() };
  const start = { ...subscription, programId, subscription: address };
  const startMark = known === null ? (beginning?.mark ?? null) : known.startMark;
  const report = verifyHistory(start, events, { startMark, account: subscription, after: known?.after ?? null });
  return {
    subscription: { ...subscription, address },
    account: closed === null ? account : null,
    events,
    closed,
    report,
    cursor: closed === null ? cursorAfter(start, events, report, { known, readTo: found.readTo }) : null,
    movements: found.movements,
  };
}

const recordsIn = ({ after }: KnownPart): bigint => after?.record.sequence ?? 0n;

function expectAsFarAs(known: KnownPart, { address, sequence }: Located<Subscription>): void {
  if (sequence >= recordsIn(known)) return;
  throw new NodeFailure(
    `The node has ${sequence} settlements of ${address.toBase58()}, ${recordsIn(known)} were read before: it is behind, ask another one`,
  );
}

const transactionsAt = (
  { connection, commitment }: ProfitShareReader,
  address: PublicKey,
  options: WalkOptions,
): AsyncGenerator<WalkedTransaction> => transactionsOf(connection, address, commitment, options);

async function termsAtTheTime(
  reader: ProfitShareReader,
  closed: ClosedEvent,
  version: number | undefined,
  signal: AbortSignal | undefined,
): Promise<Terms> {
  const bot = await reader.bot(closed.bot);
  const walked = transactionsAt(reader, bot.address, { signal });
  const terms = version === undefined ? null : await offeredTerms(walked, bot, version, reader.programId);
  if (terms !== null) return terms;
  throw new HistoryUnavailable(
    `The node no longer keeps what tells the terms of instance ${closed.instance} of bot ${bot.address.toBase58()}: ask an archive node`,
  );
}
