/** Times as people read them, in their own zone and language. Unix seconds are those of the cluster's clock. */

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const dateOf = (seconds: bigint | number): Date => new Date(Number(seconds) * 1_000);

/** "Nov 28, 2026, 9:04 AM" */
export const formatMoment = (seconds: bigint | number): string => moment.format(dateOf(seconds));
/** "Nov 28" */
export const formatDay = (seconds: bigint | number): string => day.format(dateOf(seconds));
/** "9:04 AM" */
export const formatClock = (seconds: bigint | number): string => clock.format(dateOf(seconds));
/** "Nov 28, 2026" */
export const formatDate = (seconds: bigint | number): string => date.format(dateOf(seconds));

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "in 3 days", "2 hours ago" @param seconds from now, below zero in the past */
export function formatDistance(seconds: number): string {
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit === undefined
    ? relative.format(Math.trunc(seconds), "second")
    : relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

const UNITS_OF_AGE = { day: 86_400, hour: 3_600, minute: 60, second: 1 } as const;

/** "3 minutes", how old something is. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [unit, size] = Object.entries(UNITS_OF_AGE).find(([, one]) => seconds >= one) ?? ["second", 1];
  return new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.floor(seconds / size),
  );
}
