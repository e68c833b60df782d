/** `outbox`: messages that are not delivered, and another try for one that was given up. */
import { placeOf } from "@profit-share/sdk";
import { ConfigError, type KeeperConfig } from "../config/config";
import { hiding } from "../send/logger";
import { Checkpoints } from "../store/checkpoints";
import { openExisting } from "../store/database";
import type { OutboxRow } from "../store/message-tables";
import { Outbox } from "../store/outbox";
import { utcText } from "../text/moment";

export interface OutboxOptions {
  /** Only those that were given up. */
  dead?: boolean;
  /** Id of one that was given up: it is tried again by the keeper that runs, or runs next. */
  retry?: string;
}

/** A list for a person to read. */
const MOST = 200;

/** @returns lines to print @throws ConfigError if there is no such message; Error if the database cannot be opened */
export async function outbox(config: KeeperConfig, { dead = false, retry }: OutboxOptions): Promise<string[]> {
  const database = await openExisting(config.database);
  try {
    const store = new Outbox(database.db, new Checkpoints());
    if (retry !== undefined) {
      if (await store.revive(retry, new Date())) return [`${retry} is tried again`];
      throw new ConfigError(`--retry: no message ${retry} was given up; list those that were with --dead`);
    }
    const counts = await store.counts();
    const rows = await store.undelivered(dead ? ["dead"] : ["waiting", "dead"], MOST);
    const hide = hiding(config);
    return [`messages: ${counts.waiting} waiting, ${counts.dead} dead`, ...rows.map((row) => hide(lineOf(row)))];
  } finally {
    await database.close();
  }
}

function lineOf({ id, state, kind, channel, target, madeAt, attempts, dueAt, lastError }: OutboxRow): string {
  const to = channel === "webhook" ? placeOf(target) : target;
  const next = state === "waiting" ? `, next try ${utcText(dueAt)}` : "";
  const why = lastError === null ? "" : `: ${lastError}`;
  return `${state}  ${id}  ${kind} by ${channel} to ${to}, made ${utcText(madeAt)}, failed attempts ${attempts}${next}${why}`;
}
