/** `replay`: hands the closes of a file over again, each a line as the body of POST /v1/closes. A trade is stored once. */
import { readFileSync } from "node:fs";
import { ConfigError, type KeeperConfig } from "../config/config";
import { referenceOf } from "../host/distribution";
import { type HostOptions, MOST } from "../host/host";
import { HostTables, resolveBy } from "../host/host-tables";
import { readLimit, readPnl, readResolved, readTradeId, readWallet, within } from "../host/input";
import { readBody } from "../http/body";
import { schema } from "../http/closes";
import { Checkpoints } from "../store/checkpoints";
import { openDatabase } from "../store/database";
import { CloseConflict, Intake, type NewClose } from "../store/intake";

/** Wrong lines that a message names. */
const MOST_NAMED = 20;

export interface ReplayReport {
  lines: number;
  /** Trades that open: they realize nothing. */
  opening: number;
  /** Of which the host's tables have no subscription. */
  unsubscribed: number;
  /** New in the database. */
  stored: number;
  /** Handed over before, by what has become of them. */
  known: Record<string, number>;
  /** Stored before with another PnL or wallet: the database stays as it is. */
  conflicts: { line: number; error: string }[];
}

/** What the database calls a state, where that says little to a reader. */
const STATES: Record<string, string> = { admitted: "settled or pending", taken: "not looked at yet" };

interface Line {
  /** From 1. */
  number: number;
  subscription: string;
  close: NewClose & { tradeId: string; agent: string };
}

/**
 * Asks nothing of the chain: a keeper on this database settles what is stored.
 * @throws ConfigError if the file cannot be read; Error naming every line that is wrong: then nothing is stored; Error if the database is in use
 */
export async function replay(
  file: string,
  database: string,
  resolve: HostOptions["resolve"] = resolveBy(null),
): Promise<ReplayReport> {
  const { closes, ...counts } = await readLines(textOf(file), file, resolve);
  const report: ReplayReport = { ...counts, stored: 0, known: {}, conflicts: [] };
  const { db, close: end } = await openDatabase(database);
  try {
    const intake = new Intake(db, new Checkpoints());
    for (const { number, subscription, close } of closes) {
      const before = await intake.get(subscription, close.reference);
      try {
        const { state } = await intake.take(subscription, close);
        if (before === null) report.stored += 1;
        else report.known[state] = (report.known[state] ?? 0) + 1;
      } catch (error) {
        if (!(error instanceof CloseConflict)) throw error;
        report.conflicts.push({ line: number, error: error.message });
      }
    }
  } finally {
    await end();
  }
  return report;
}

/** As `replay`, with the ids that the configuration's tables know. @throws ConfigError and HostTablesFailure, too */
export async function runReplay(file: string, { database, hostTables }: KeeperConfig): Promise<ReplayReport> {
  const tables = hostTables === null ? null : await HostTables.open(hostTables);
  try {
    return await replay(file, database, resolveBy(tables));
  } finally {
    await tables?.close();
  }
}

export function inWords({ lines, opening, unsubscribed, stored, known, conflicts }: ReplayReport): string {
  const before = Object.entries(known).map(([state, count]) => `${count} ${STATES[state] ?? state}`);
  return [
    `${lines} lines: ${stored} closes are new and stored; a keeper on this database settles them.`,
    ...(before.length === 0 ? [] : [`Known before: ${before.join(", ")}.`]),
    ...(opening === 0 ? [] : [`${opening} trades open, and have nothing to settle.`]),
    ...(unsubscribed === 0 ? [] : [`${unsubscribed} are of no subscription in the host's tables.`]),
    ...conflicts.map(({ line, error }) => `line ${line}: ${error}`),
  ].join("\n");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(`The file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

interface Lines {
  lines: number;
  opening: number;
  unsubscribed: number;
  closes: Line[];
}

/** @throws Error naming every line that is wrong */
async function readLines(text: string, file: string, resolve: HostOptions["resolve"]): Promise<Lines> {
  const read: Lines = { lines: 0, opening: 0, unsubscribed: 0, closes: [] };
  const wrong: string[] = [];
  const first = new Map<string, Line>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    read.lines += 1;
    try {
      const found = await readLine(line, index + 1, resolve);
      if (typeof found === "string") read[found] += 1;
      else read.closes.push(differing(found, first));
    } catch (error) {
      wrong.push(`line ${index + 1}: ${(error as Error).message}`);
    }
  }
  if (wrong.length === 0) return read;
  const more = wrong.length > MOST_NAMED ? [`and ${wrong.length - MOST_NAMED} more`] : [];
  const said = [...wrong.slice(0, MOST_NAMED), ...more].join("\n");
  throw new Error(`${wrong.length} of ${read.lines} lines of ${file} are wrong; nothing was stored:\n${said}`);
}

/** @returns why there is nothing to settle, or the close @throws Error naming what is wrong */
async function readLine(
  text: string,
  number: number,
  resolve: HostOptions["resolve"],
): Promise<Line | "opening" | "unsubscribed"> {
  const body = readBody(schema, text);
  if (body.error !== undefined) throw new Error(body.error);
  const { subscriberBotId, subscriberAgentWallet, tradePnl, isClosingTrade, positionClosed, ...rest } = body.data;
  if (!isClosingTrade) return "opening";
  const tradeId = readTradeId(rest.tradeId)!;
  const closePnl = within(readLimit(MOST, "maxClose"), "tradePnl", readPnl(tradePnl));
  const agent = readWallet(subscriberAgentWallet, "subscriberAgentWallet").toBase58();
  const address = readResolved(await resolve(subscriberBotId));
  if (address === null) return "unsubscribed";
  const close = { reference: referenceOf(tradeId), tradeId, closePnl, agent, positionClosed };
  return { number, subscription: address.toBase58(), close };
}

/** The same trade may be there again, if it says the same. @throws Error naming the line that says something else */
function differing(line: Line, first: Map<string, Line>): Line {
  const name = `${line.subscription} ${line.close.reference}`;
  const before = first.get(name) ?? line;
  first.set(name, before);
  if (before.close.closePnl === line.close.closePnl && before.close.agent === line.close.agent) return line;
  throw new Error(`trade ${line.close.tradeId} is in line ${before.number} with another PnL or wallet`);
}
