/** Tables as they came to be. */
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "./handle";

/** One change of the tables. One that is released is never changed: what follows is a new one. */
export interface Migration {
  /** Unix milliseconds; each has its own. */
  createdAt: number;
  /** Statements, with a line `--> statement-breakpoint` between two. */
  sql: string;
}

/** What a user of a database keeps in it. */
export interface Tables {
  /** On a server: the schema of the tables, made if it is missing. Names in queries carry none. */
  schema: string;
  migrations: readonly Migration[];
}

/** The database was brought up to date by a newer version than this one. */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
}

/** Where Drizzle itself notes what was done. */
export const JOURNAL_OF_PGLITE = "drizzle";

/**
 * Carries out what has not been, all or nothing. Processes that do it at the same moment do it one after the other.
 * @param journal schema of the table that notes what was done; made if it is missing
 * @returns the moments of those that it carried out
 * @throws NewerDatabase if there is something that `migrations` does not know
 */
export async function migrate(db: Db, journal: string, migrations: readonly Migration[]): Promise<number[]> {
  const schema = sql.identifier(journal);
  const done = sql`${schema}."__drizzle_migrations"`;
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`profit-share migrations of ${journal}`}, 0))`,
    );
    // However long it takes: a migration of many rows, or another process's.
    await tx.execute(sql`set local statement_timeout = 0`);
    // Asked first, because creating what is there already needs the right to create it all the same.
    const [there] = await rowsOf(tx, sql`select 1 as there from pg_namespace where nspname = ${journal}`);
    if (there === undefined) await tx.execute(sql`create schema ${schema}`);
    await tx.execute(
      sql`create table if not exists ${done} (id serial primary key, hash text not null, created_at bigint)`,
    );
    const known = await moments(tx, journal);
    refuseNewer(journal, known, migrations);
    const missing = migrations.filter(({ createdAt }) => !known.has(createdAt));
    for (const { createdAt, sql: text } of missing) {
      for (const statement of text.split("--> statement-breakpoint")) await tx.execute(sql.raw(statement));
      const hash = createHash("sha256").update(text).digest("hex");
      await tx.execute(sql`insert into ${done} (hash, created_at) values (${hash}, ${createdAt})`);
    }
    return missing.map(({ createdAt }) => createdAt);
  });
}

/** Those that were carried out; changes nothing. @param journal as for `migrate` @throws NewerDatabase as `migrate` */
export async function carriedOut(db: Db, journal: string, migrations: readonly Migration[]): Promise<Migration[]> {
  const name = `"${journal}"."__drizzle_migrations"`;
  const [found] = await rowsOf(db, sql`select to_regclass(${name}) is not null as there`);
  if (!found!.there) return [];
  const known = await moments(db, journal);
  refuseNewer(journal, known, migrations);
  return migrations.filter(({ createdAt }) => known.has(createdAt));
}

async function moments(db: Db, journal: string): Promise<Set<number>> {
  const rows = await rowsOf(db, sql`select created_at from ${sql.identifier(journal)}."__drizzle_migrations"`);
  return new Set(rows.map(({ created_at }) => Number(created_at)));
}

function refuseNewer(journal: string, known: ReadonlySet<number>, migrations: readonly Migration[]): void {
  const strange = [...known].find((createdAt) => migrations.every((one) => one.createdAt !== createdAt));
  if (strange === undefined) return;
  throw new NewerDatabase(
    `The database was brought up to date by a newer version (schema ${journal}, migration ${strange}): run that version`,
  );
}

async function rowsOf(db: Db, query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  return ((await db.execute(query)) as unknown as { rows: Record<string, unknown>[] }).rows;
}
