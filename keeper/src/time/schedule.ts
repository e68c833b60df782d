/** Times of a cron expression. Pure. */
import { Cron } from "croner";
import { quoted } from "../text/quoted";

/** Minute, hour, day of the month, month, day of the week. */
const FIELDS = 5;

/** Minutes are the finest. @throws Error if it is none, or the time zone is unknown */
const parse = (expression: string, timeZone: string): Cron =>
  new Cron(expression, { timezone: timeZone, mode: "5-part", paused: true });

const parsed = new Map<string, Cron>();

/** The first time after another one, both in unix seconds; null if it never comes. @param timeZone IANA name */
export function nextTime(expression: string, timeZone: string, after: bigint): bigint | null {
  const key = `${timeZone} ${expression}`;
  let cron = parsed.get(key);
  if (cron === undefined) {
    cron = parse(expression, timeZone);
    parsed.set(key, cron);
  }
  const next = cron.nextRun(new Date(Number(after) * 1_000));
  return next === null ? null : BigInt(next.getTime()) / 1_000n;
}

/** Why it cannot be a schedule, in words; null if it can. */
export function scheduleProblem(expression: string, timeZone: string): string | null {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    return `there is no time zone ${quoted(timeZone)}; one is "Europe/Vienna"`;
  }
  const wrong = `${quoted(expression)} is no cron expression of five fields, as "0 12 * * 1": every Monday at 12:00`;
  // Dates and names that the library takes, too.
  if (expression.trim().split(/\s+/).length !== FIELDS) return wrong;
  try {
    return parse(expression, timeZone).nextRun() === null ? `${quoted(expression)} never comes` : null;
  } catch {
    return wrong;
  }
}
