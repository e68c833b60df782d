/** What accrued to each bot lately, out of the feed of all settlements. Values in, values out. */
import type { Accrual, FeedEvent } from "@profit-share/sdk/history";

const DAY = 86_400n;

/** Takes the feed newest first, and says when it has all that is needed. */
export class Accruals {
  /** By bot, newest first. */
  private readonly found = new Map<string, Accrual[]>();
  /** Which bot an address belongs to at this point of the feed. */
  private readonly botOf: Map<string, string>;
  /** Addresses of which the settlement before the oldest that counts is still to come. */
  private readonly wanted = new Set<string>();

  /**
   * @param living the bot of each subscription that lives, both base58
   * @param from unix seconds: what is later counts
   */
  constructor(
    living: ReadonlyMap<string, string>,
    private readonly from: bigint,
  ) {
    this.botOf = new Map(living);
  }

  add({ name, data }: FeedEvent): void {
    const address = data.subscription.toBase58();
    if (name === "Closed") {
      this.botOf.set(address, data.bot.toBase58());
      return;
    }
    const bot = this.botOf.get(address);
    const counts = data.record.time > this.from;
    if (bot === undefined || !(counts || this.wanted.has(address))) return;
    const accruals = this.found.get(bot) ?? [];
    accruals.push(data);
    this.found.set(bot, accruals);
    const needsOneMore = counts && data.record.sequence > 1n;
    if (needsOneMore) this.wanted.add(address);
    else this.wanted.delete(address);
  }

  /** Whether only settlements before the window are still missing. */
  get isComplete(): boolean {
    return this.wanted.size === 0;
  }

  /** Oldest first, as `estimateEarnings` takes them. */
  of(bot: string): Accrual[] {
    return (this.found.get(bot) ?? []).toReversed();
  }
}

/** What accrued on each of the last days, oldest first. @param now unix seconds */
export function dailyShares(accruals: readonly Accrual[], now: bigint, days = 30): bigint[] {
  const shares = Array.from({ length: days }, () => 0n);
  const before = new Map<string, bigint>();
  for (const { subscription, record } of accruals) {
    const address = subscription.toBase58();
    const share = record.sequence === 1n ? record.accrued : record.accrued - (before.get(address) ?? record.accrued);
    before.set(address, record.accrued);
    const age = Number((now - record.time) / DAY);
    if (age >= 0 && age < days) shares[days - 1 - age]! += share;
  }
  return shares;
}
