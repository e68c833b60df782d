/**
 * The estimated creator earnings once more, from their definition: what had accrued by the end of a window less what had accrued
 * by its start, agreement by agreement. It shares no code with `src/history/earnings.ts`, which adds up settlements and is held to
 * it.
 */

/** One case of `earnings.json`. Every integer is a decimal string, every time is unix seconds. */
export interface EarningsCase {
  name: string;
  now: string;
  /** When the bot was published. */
  began: string;
  agreements: Agreement[];
  expected: ExpectedEarnings;
}

/** One subscription of the bot. An address can be used again, by the next instance. */
export interface Agreement {
  subscription: string;
  instance: string;
  closed: boolean;
  /** From the first, oldest first. `accrued` is the share of the agreement's whole life. */
  settlements: { sequence: string; time: string; accrued: string }[];
}

export type ExpectedEarnings = Record<"month" | "week", ExpectedWindow>;

interface ExpectedWindow {
  accrued: string;
  since_it_began: boolean;
  days: number;
  /** In words. */
  period: string;
}

const HOURS = 3_600n;

/** What the window of so many days says. */
function windowOf({ now, began, agreements }: Omit<EarningsCase, "name" | "expected">, days: number): ExpectedWindow {
  const [end, birth] = [BigInt(now), BigInt(began)];
  const start = end - BigInt(days) * 24n * HOURS;
  const accrued = agreements
    .map((agreement) => accruedBy(agreement, end) - accruedBy(agreement, start))
    .reduce((sum, one) => sum + one, 0n);
  const young = birth > start;
  let age = 1;
  while (young && birth + BigInt(age) * 24n * HOURS < end) age += 1;
  const shown = young ? age : days;
  const plural = shown > 1 ? "s" : "";
  return {
    accrued: accrued.toString(),
    since_it_began: young,
    days: shown,
    period: `${young ? "since it began, " : "last "}${shown} day${plural}`,
  };
}

/** The share that had accrued when the clock showed `time`. It never falls. */
const accruedBy = ({ settlements }: Agreement, time: bigint): bigint =>
  settlements
    .filter((settlement) => BigInt(settlement.time) <= time)
    .reduce((most, { accrued }) => (BigInt(accrued) > most ? BigInt(accrued) : most), 0n);

/** What the estimate has to say of the case. */
export const expectedEarnings = (some: Omit<EarningsCase, "name" | "expected">): ExpectedEarnings => ({
  month: windowOf(some, 30),
  week: windowOf(some, 7),
});
