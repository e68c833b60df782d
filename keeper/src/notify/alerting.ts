/** When operators are told of a problem: once when it stays, once when it is over. Pure. */
import type { AlertRow } from "../store/message-tables";

/** What is to be mended. */
export interface Problem {
  /** Operators are told of one at a time of each. */
  kind: string;
  /** What it is and what to do; without a full stop. */
  sentence: string;
}

/** What operators are told. */
export interface AlertNews {
  kind: "problem" | "over";
  row: AlertRow;
}

/** A problem is told when it has stayed for so long, and is over when no keeper has had it for so long. */
export const HOLD_MS = 180_000;
/** Between two messages that tell of the same problem. */
const SELDOM_MS = 3_600_000;

/**
 * @param rows as they are stored, by any keeper
 * @param problems that this keeper has now
 * @param mayEnd whether this keeper has run for long enough to know that it has no others
 * @returns the rows that change, and what is told
 */
export function alertsAfter(
  rows: readonly AlertRow[],
  problems: readonly Problem[],
  now: Date,
  mayEnd: boolean,
): { rows: AlertRow[]; news: AlertNews[] } {
  const since = (moment: Date): number => now.getTime() - moment.getTime();
  const stored = new Map(rows.map((row) => [row.problem, row]));
  const news: AlertNews[] = [];
  const seen = problems.map(({ kind, sentence }): AlertRow => {
    const before = stored.get(kind);
    const isNew = before === undefined || (!before.isTold && since(before.seenAt) >= HOLD_MS);
    const row: AlertRow = isNew
      ? { problem: kind, sentence, since: now, seenAt: now, toldAt: before?.toldAt ?? null, isTold: false }
      : { ...before, sentence, seenAt: now };
    const isSeldom = row.toldAt === null || since(row.toldAt) >= SELDOM_MS;
    if (row.isTold || since(row.since) < HOLD_MS || !isSeldom) return row;
    const told = { ...row, toldAt: now, isTold: true };
    news.push({ kind: "problem", row: told });
    return told;
  });
  const had = new Set(problems.map(({ kind }) => kind));
  const ended = rows.filter((row) => mayEnd && row.isTold && !had.has(row.problem) && since(row.seenAt) >= HOLD_MS);
  news.push(...ended.map((row) => ({ kind: "over" as const, row })));
  return { rows: [...seen, ...ended.map((row) => ({ ...row, isTold: false }))], news };
}
