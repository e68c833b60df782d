/** Turns what the program did into lines. Pure, but for the tally that it keeps. */
import type { PublicKey } from "@solana/web3.js";
import type { ProgramCall, ProgramTransaction } from "../accounting/program-log";
import type { Tally } from "../accounting/tally";
import { type Names, phrase, settler } from "./event-words";
import type { Line } from "./layout";

/** What is known beside the events. */
export interface Context {
  names: Names;
  tally: Tally;
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
    return [{ what, ...enter(address, own, context), computeUnits, signature }];
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

/** Enters the calls into the tally. @returns what they changed */
function enter(
  address: string | null,
  calls: readonly ProgramCall[],
  { tally, realizedNow }: Context,
): Pick<Line, "realized" | "share" | "credited" | "owed"> {
  const before = address === null ? null : tally.of(address);
  for (const event of calls.flatMap(({ events }) => events)) tally.add(event);
  if (address === null || before === null) return { realized: null, share: null, credited: null, owed: null };

  const realized = calls.some(isSilentSettlement) ? realizedNow.get(address) : undefined;
  if (realized !== undefined) tally.setRealized(address, realized);
  const now = tally.of(address);
  return {
    realized: now.realized,
    share: now.accrued - before.accrued,
    credited: now.credited - before.credited,
    owed: now.accrued - now.credited - now.forgone,
  };
}

function phrasesOf(call: ProgramCall, context: Context): string[] {
  if (call.skipped !== null) return [`skipped in the batch with ${call.skipped.name}`];
  if (!isSilentSettlement(call)) return call.events.map((event) => phrase(call, event, context.names));
  const address = call.accounts[0]!.toBase58();
  const realized = context.realizedNow.get(address);
  // A look that finds the same realized PnL again is no news.
  if (realized === undefined || realized === context.tally.of(address).realized) return [];
  return [`${settler(call.instruction)}, nothing above the mark`];
}

const isSilentSettlement = ({ instruction, events, skipped }: ProgramCall): boolean =>
  (instruction === "settle" || instruction === "settle_batch") && events.length === 0 && skipped === null;

function subscriptionOf(call: ProgramCall): PublicKey | null {
  if (isSilentSettlement(call) || call.skipped !== null) return call.accounts[0]!;
  for (const { data } of call.events) if ("subscription" in data) return data.subscription;
  return null;
}
