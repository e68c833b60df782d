/** Turns what the program did into lines. Pure. */
import type { ProgramEvent } from "@profit-share/sdk/history";
import type { Explanation } from "@profit-share/sdk/sending";
import { type Entry, sumOf } from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { type Names, phrase, settler } from "./event-words";
import type { Line } from "./layout";

/** One instruction of the program, or one row of a batch. */
export interface ProgramCall {
  /** By the IDL, like "settle_attested". */
  instruction: string;
  /** Of a row its subscription and what stands beside it. */
  accounts: PublicKey[];
  events: ProgramEvent[];
  /** Why a row was skipped; null if it was not, and of everything that is no row. */
  skipped: Explanation | null;
}

/** One transaction of the program. */
export interface ProgramTransaction {
  signature: string;
  computeUnits: number;
  calls: ProgramCall[];
}

/** Of a subscription before a transaction, base units. */
export interface Known {
  realized: bigint;
  owed: bigint;
}

/** What is known beside the events. */
export interface Context {
  names: Names;
  /** What the transaction entered into the books. */
  entries: readonly Entry[];
  /** By subscription (base58). */
  before: (subscription: string) => Known;
  /**
   * Realized PnL on the venue now, for the subscriptions (base58) that were settled without anything to record; a
   * stranger's is missing.
   */
  realizedNow: ReadonlyMap<string, bigint>;
}

/** The subscriptions (base58) that were settled without anything to record. */
export function unrecorded(transactions: readonly ProgramTransaction[]): Set<string> {
  const silent = transactions.flatMap(({ calls }) => calls.filter(isSilentSettlement));
  return new Set(silent.map(({ accounts }) => accounts[0]!.toBase58()));
}

/** One line for each subscription to which the transaction did something that anybody would want to see. */
export function narrate({ signature, computeUnits, calls }: ProgramTransaction, context: Context): Line[] {
  return [...bySubject(calls)].flatMap(([address, own]) => {
    const phrases = own.flatMap((call) => phrasesOf(call, context));
    if (phrases.length === 0) return [];
    const whose = address === null ? "" : `${context.names.get(address) ?? address}: `;
    const what = `  ${whose}${phrases.join("; ")}`;
    return [{ what, ...changed(address, own, context), computeUnits, signature }];
  });
}

/** The calls by the subscription (base58) that they are about, null for those about a keeper or bot. */
function bySubject(calls: readonly ProgramCall[]): Map<string | null, ProgramCall[]> {
  const subjects = new Map<string | null, ProgramCall[]>();
  for (const call of calls) {
    const subject = subscriptionOf(call)?.toBase58() ?? null;
    subjects.set(subject, [...(subjects.get(subject) ?? []), call]);
  }
  return subjects;
}

/** What the calls changed of a subscription, by the books. */
function changed(
  address: string | null,
  calls: readonly ProgramCall[],
  { entries, before, realizedNow }: Context,
): Pick<Line, "realized" | "share" | "credited" | "owed"> {
  if (address === null) return { realized: null, share: null, credited: null, owed: null };
  const own = entries.filter(({ parties }) => parties?.subscription.toBase58() === address);
  const known = before(address);
  const recorded = own.findLast(({ record }) => record !== null)?.record?.realized;
  const silent = calls.some(isSilentSettlement) ? realizedNow.get(address) : undefined;
  const { accrued: share, credited } = sumOf(own);
  const owed = own.at(-1)?.after?.owed ?? known.owed;
  return { realized: recorded ?? silent ?? known.realized, share, credited, owed };
}

function phrasesOf(call: ProgramCall, context: Context): string[] {
  if (call.skipped !== null) return [`skipped in the batch with ${call.skipped.name}`];
  if (!isSilentSettlement(call)) return call.events.map((event) => phrase(call, event, context.names));
  const address = call.accounts[0]!.toBase58();
  const realized = context.realizedNow.get(address);
  // A look that finds the same realized PnL again is no news.
  if (realized === undefined || realized === context.before(address).realized) return [];
  return [`${settler(call.instruction)}, nothing above the mark`];
}

const isSilentSettlement = ({ instruction, events, skipped }: ProgramCall): boolean =>
  (instruction === "settle" || instruction === "settle_batch") && events.length === 0 && skipped === null;

function subscriptionOf(call: ProgramCall): PublicKey | null {
  if (isSilentSettlement(call) || call.skipped !== null) return call.accounts[0]!;
  for (const { data } of call.events) if ("subscription" in data) return data.subscription;
  return null;
}
