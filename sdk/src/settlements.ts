/** Finds the settlements of one agreement, and where it began, among the transactions of its address. */
import type { PublicKey } from "@solana/web3.js";
import type { Subscription } from "./accounts";
import { type LogEvent, loggedEvents, settledEvents } from "./events";
import type { SettledEvent } from "./history";
import { MissingTransaction, type Place, type WalkedTransaction } from "./transactions";

/** What tells an agreement from others at the same address, which can be used again. */
type Agreement = Pick<Subscription, "bot" | "instance"> & { address: PublicKey };

type Subscribed = Extract<LogEvent, { name: "Subscribed" }>;

/** Whether the event is the beginning of this agreement. */
export function begins({ address, bot, instance }: Agreement, event: LogEvent): event is Subscribed {
  return isBeginningAt(address, event) && event.data.bot.equals(bot) && event.data.instance === instance;
}

export interface Settlements {
  /** Oldest first. */
  events: (SettledEvent & Place)[];
  /**
   * i64: the realized PnL at which a verified subscription began, from its `Subscribed` event. null if attested, and if the
   * event cannot be had: the node no longer keeps its transaction, or cut off the log.
   */
  startMark: bigint | null;
}

/**
 * The settlements up to the subscription's `sequence`.
 * @param transactions of the subscription's address, newest first; read no further than needed
 * @throws MissingTransaction if it lies among the settlements
 */
export async function settlementsOf(
  transactions: AsyncIterable<WalkedTransaction>,
  subscription: Agreement & Pick<Subscription, "sequence" | "terms">,
  programId: PublicKey,
): Promise<Settlements> {
  const { address, sequence, terms } = subscription;
  const attested = terms.source === "attested";
  const newestFirst: (SettledEvent & Place)[] = [];
  const settlements = (startMark: bigint | null) => ({ events: newestFirst.reverse(), startMark });
  let complete = sequence === 0n;
  if (attested && complete) return settlements(null);
  try {
    for await (const { transaction, ...place } of transactions) {
      if (!complete) {
        const found = settledEvents(transaction, programId).filter(
          (event) => event.subscription.equals(address) && event.record.sequence <= sequence,
        );
        // What came before the newest first record belongs to an earlier agreement.
        const first = found.findLastIndex(({ record }) => record.sequence === 1n);
        const own = found.slice(Math.max(first, 0)).reverse();
        newestFirst.push(...own.map((event) => ({ ...event, ...place })));
        complete = first >= 0;
      }
      if (!complete) continue;
      if (attested) return settlements(null);
      const beginnings = loggedEvents(transaction, programId).filter((event) => isBeginningAt(address, event));
      if (beginnings.length > 0) {
        return settlements(beginnings.find((event) => begins(subscription, event))?.data.mark ?? null);
      }
    }
  } catch (error) {
    if (!complete || !(error instanceof MissingTransaction)) throw error;
  }
  return settlements(null);
}

const isBeginningAt = (address: PublicKey, event: LogEvent): event is Subscribed =>
  event.name === "Subscribed" && event.data.subscription.equals(address);
