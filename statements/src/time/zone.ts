/** Local time of a zone, as the runtime's own tables (`Intl`) know it. */
import { InvalidInput } from "@profit-share/sdk";

/** A date in some zone; months from 1. */
export interface LocalDate {
  year: number;
  month: number;
  day: number;
}

export interface LocalTime extends LocalDate {
  hour: number;
  minute: number;
  second: number;
}

/** A time zone by its IANA name, such as Europe/Vienna. */
export class Zone {
  private readonly format: Intl.DateTimeFormat;

  /** @throws InvalidInput if the runtime does not know it */
  constructor(readonly name: string) {
    try {
      this.format = new Intl.DateTimeFormat("en-US", {
        ...{ timeZone: name, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
        ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
      });
    } catch {
      throw new InvalidInput(`There is no time zone "${name}": pass an IANA name such as Europe/Vienna or UTC`);
    }
  }

  /** @param time unix seconds */
  local(time: number): LocalTime {
    const parts = new Map(this.format.formatToParts(time * 1_000).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name)!;
    return {
      ...{ year: part("year"), month: part("month"), day: part("day") },
      ...{ hour: part("hour"), minute: part("minute"), second: part("second") },
    };
  }

  /** Seconds that its clocks are ahead of UTC. */
  offset(time: number): number {
    return utcSeconds(this.local(time)) - time;
  }

  /**
   * The first second whose date is this one or a later one. A day that the zone left out begins where the next one does, and so is
   * empty: Samoa had no 30 December 2011.
   * @returns unix seconds
   */
  startOf(date: LocalDate): number {
    const wanted = dayNumber(date);
    // No zone is or was farther from UTC than this.
    let before = utcSeconds({ ...date, hour: 0, minute: 0, second: 0 }) - FARTHEST;
    let from = before + 2 * FARTHEST;
    while (from - before > 1) {
      const middle = Math.floor((before + from) / 2);
      if (dayNumber(this.local(middle)) >= wanted) from = middle;
      else before = middle;
    }
    return from;
  }

  /** Such as 2026-03-29T03:00:00+02:00. */
  iso(time: number): string {
    const { hour, minute, second, ...date } = this.local(time);
    const offset = this.offset(time);
    const size = Math.abs(offset);
    const sign = offset < 0 ? "-" : "+";
    const clock = [hour, minute, second].map(two).join(":");
    const ahead = `${sign}${two(Math.floor(size / 3_600))}:${two(Math.floor((size % 3_600) / 60))}`;
    return `${isoDate(date)}T${clock}${ahead}`;
  }

  /** The date at a moment, such as 2026-03-29. */
  date(time: number): string {
    return isoDate(this.local(time));
  }
}

const FARTHEST = 16 * 3_600;
const DAY_MS = 86_400_000;

const two = (value: number): string => String(value).padStart(2, "0");

export const isoDate = ({ year, month, day }: LocalDate): string =>
  `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

const dayNumber = ({ year, month, day }: LocalDate): number => Date.UTC(year, month - 1, day) / DAY_MS;

const utcSeconds = ({ year, month, day, hour, minute, second }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second) / 1_000;

/** Such as 2026-03-29T01:00:00Z. */
export const isoUtc = (time: number): string => new Date(time * 1_000).toISOString().replace(".000", "");
