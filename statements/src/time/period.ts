/** Days, months and years of a time zone. Each ends where the next one begins, also where clocks change. */
import { isoDate, type LocalDate, type Zone } from "./zone";

export type Unit = "day" | "month" | "year";

export interface Period {
  /** Such as 2026-03-29, 2026-03 or 2026. */
  label: string;
  /** Unix seconds: belongs to it. */
  from: number;
  /** Unix seconds: belongs to the next one. */
  to: number;
}

/** The period in which a moment lies. @param time unix seconds */
export function periodAt(time: number, unit: Unit, zone: Zone): Period {
  const { year, month, day } = zone.local(time);
  return period({ year, month, day }, unit, zone);
}

export const yearOf = (year: number, zone: Zone): Period => period({ year, month: 1, day: 1 }, "year", zone);

/** The period in which a date lies, also one that the zone left out: that day is empty. */
export function period(date: LocalDate, unit: Unit, zone: Zone): Period {
  const first = { ...date, ...(unit === "day" ? {} : { day: 1 }), ...(unit === "year" ? { month: 1 } : {}) };
  return {
    label: isoDate(first).slice(0, LABEL[unit]),
    from: zone.startOf(first),
    to: zone.startOf(next(first, unit)),
  };
}

export const within = ({ from, to }: Pick<Period, "from" | "to">, time: number): boolean => from <= time && time < to;

const LABEL: Readonly<Record<Unit, number>> = { day: 10, month: 7, year: 4 };

function next({ year, month, day }: LocalDate, unit: Unit): LocalDate {
  const moved = {
    day: new Date(Date.UTC(year, month - 1, day + 1)),
    month: new Date(Date.UTC(year, month, 1)),
    year: new Date(Date.UTC(year + 1, 0, 1)),
  }[unit];
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}
