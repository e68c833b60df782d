/** Turns what the program did into lines. Pure, but for the books that it keeps. */
import type { SettledEvent } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { dollars, percent } from "../cli/src/money";
import type { Books } from "./books";
import type { Entry, ProgramEvent, Step } from "./feed";
import type { Line } from "./print";

/** Names of addresses (base58), for people. */
export type Names = ReadonlyMap<string, string>;

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

/** One line for the transaction; null if it changed nothing that anybody would want to see. */
export function tell({ signature, computeUnits, steps }: Entry, context: Context): Line | null {
  const phrases = steps.flatMap((step) => phrasesOf(step, context));
  if (phrases.length === 0) return null;
  const subscription = steps.map(subscriptionOf).find((found) => found !== null);
  const told = { what: `  ${phrases.join("; ")}`, computeUnits, signature };
  if (subscription === undefined) return { ...told, realized: null, share: null, credited: null, owed: null };

  const { books, names } = context;
  const address = subscription.toBase58();
  const before = books.account(address);
  for (const step of steps) record(step, context);
  const now = books.account(address);
  return {
    ...told,
    what: `  ${names.get(address) ?? address}: ${phrases.join("; ")}`,
    realized: now.realized,
    share: now.accrued - before.accrued,
    credited: now.credited - before.credited,
    owed: now.accrued - now.credited,
  };
}

function record(step: Step, { books, realizedNow }: Context): void {
  for (const event of step.events) books.add(event);
  if (!isSilentSettlement(step)) return;
  const address = step.accounts[0]!.toBase58();
  const realized = realizedNow.get(address);
  if (realized !== undefined) books.note(address, realized);
}

function phrasesOf(step: Step, context: Context): string[] {
  if (!isSilentSettlement(step)) return step.events.map((event) => phrase(step, event, context));
  const address = step.accounts[0]!.toBase58();
  const realized = context.realizedNow.get(address);
  // A look that finds the same realized PnL again is no news.
  if (realized === undefined || realized === context.books.account(address).realized) return [];
  return ["keeper settles, nothing above the mark"];
}

const isSilentSettlement = ({ instruction, events }: Step): boolean => instruction === "settle" && events.length === 0;

function subscriptionOf(step: Step): PublicKey | null {
  if (isSilentSettlement(step)) return step.accounts[0]!;
  for (const { data } of step.events) if ("subscription" in data) return data.subscription;
  return null;
}

function phrase({ instruction }: Step, event: ProgramEvent, { names }: Context): string {
  const named = (address: PublicKey) => names.get(address.toBase58()) ?? address.toBase58();
  switch (event.name) {
    case "KeeperRegistered":
      return `keeper ${event.data.keeper.toBase58()} registered`;
    case "BotPublished":
      return `bot ${named(event.data.bot)} published with ${percent(event.data.profitShareBps)}`;
    case "Subscribed":
      return `begins with a deposit of ${dollars(event.data.deposit)}`;
    case "Settled":
      return settled(event.data);
    case "Funded":
      return instruction === "sync"
        ? `${dollars(event.data.amount)} from the venue into the escrow`
        : `deposit of ${dollars(event.data.amount)}`;
    case "Claimed":
      return `${instruction} of ${dollars(event.data.amount)} to ${named(event.data.destination)}`;
    case "Withdrawn":
      return `withdrawal of ${dollars(event.data.amount)}`;
    default:
      return instruction.replaceAll("_", " ");
  }
}

function settled({ record: { kind, closePnl, profit } }: SettledEvent): string {
  const charged = profit === 0n ? "nothing to charge" : `profit ${dollars(profit)}`;
  return kind === "attested"
    ? `keeper attests a close of ${dollars(closePnl)}, ${charged}`
    : `keeper settles, ${charged}`;
}
