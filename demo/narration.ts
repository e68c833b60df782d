/** Turns what the program did into lines. Pure, but for the books that it keeps. */
import type { PublicKey } from "@solana/web3.js";
import { type Names, phrase, settler } from "./event-words";
import type { Line } from "./print";
import type { Entry, Step } from "./program-log";
import type { Books } from "./tally";

/** What is known beside the events. */
export interface Context {
  names: Names;
  books: Books;
  /**
   * Realized PnL on the venue now, for the subscriptions (base58) that were settled without anything to record; a
   * stranger's is missing.
   */
  realizedNow: ReadonlyMap<string, bigint>;
}

/** The subscriptions (base58) that were settled without anything to record. */
export function unrecorded(entries: readonly Entry[]): Set<string> {
  const silent = entries.flatMap(({ steps }) => steps.filter(isSilentSettlement));
  return new Set(silent.map(({ accounts }) => accounts[0]!.toBase58()));
}

/** One line for each subscription to which the transaction did something that anybody would want to see. */
export function tell({ signature, computeUnits, steps }: Entry, context: Context): Line[] {
  return [...bySubject(steps)].flatMap(([address, own]) => {
    const phrases = own.flatMap((step) => phrasesOf(step, context));
    if (phrases.length === 0) return [];
    const whose = address === null ? "" : `${context.names.get(address) ?? address}: `;
    const what = `  ${whose}${phrases.join("; ")}`;
    return [{ what, ...record(address, own, context), computeUnits, signature }];
  });
}

/** The steps by the subscription (base58) that they are about, null for those about a keeper or bot. */
function bySubject(steps: readonly Step[]): Map<string | null, Step[]> {
  const subjects = new Map<string | null, Step[]>();
  for (const step of steps) {
    const subject = subscriptionOf(step)?.toBase58() ?? null;
    subjects.set(subject, [...(subjects.get(subject) ?? []), step]);
  }
  return subjects;
}

/** Enters the steps into the books. @returns what they changed */
function record(
  address: string | null,
  steps: readonly Step[],
  { books, realizedNow }: Context,
): Pick<Line, "realized" | "share" | "credited" | "owed"> {
  const before = address === null ? null : books.account(address);
  for (const event of steps.flatMap(({ events }) => events)) books.add(event);
  if (address === null || before === null) return { realized: null, share: null, credited: null, owed: null };

  const realized = steps.some(isSilentSettlement) ? realizedNow.get(address) : undefined;
  if (realized !== undefined) books.note(address, realized);
  const now = books.account(address);
  return {
    realized: now.realized,
    share: now.accrued - before.accrued,
    credited: now.credited - before.credited,
    owed: now.accrued - now.credited - now.forgone,
  };
}

function phrasesOf(step: Step, context: Context): string[] {
  if (step.skipped !== null) return [`skipped in the batch with ${step.skipped.name}`];
  if (!isSilentSettlement(step)) return step.events.map((event) => phrase(step, event, context.names));
  const address = step.accounts[0]!.toBase58();
  const realized = context.realizedNow.get(address);
  // A look that finds the same realized PnL again is no news.
  if (realized === undefined || realized === context.books.account(address).realized) return [];
  return [`${settler(step.instruction)}, nothing above the mark`];
}

const isSilentSettlement = ({ instruction, events, skipped }: Step): boolean =>
  (instruction === "settle" || instruction === "settle_batch") && events.length === 0 && skipped === null;

function subscriptionOf(step: Step): PublicKey | null {
  if (isSilentSettlement(step) || step.skipped !== null) return step.accounts[0]!;
  for (const { data } of step.events) if ("subscription" in data) return data.subscription;
  return null;
}
