/** A keeper's database that outlives the keeper: in memory, made once, emptied between runs. */
import type { Database } from "@profit-share/storage";
import { drizzle } from "drizzle-orm/pglite";
import { openDatabase } from "../../src/store/database";
import type { Timeline } from "./timeline";

/** With their schemas. */
const TABLES = `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'profit_share')`;

type Query = (...args: unknown[]) => Promise<unknown>;

/** What is used of PGlite. */
interface Queries {
  query: Query;
  exec: Query;
  transaction: (work: (tx: Queries) => Promise<unknown>) => Promise<unknown>;
}

/** Whether who asks is still there. */
export interface Living {
  readonly isAlive: boolean;
}

export class Store {
  private constructor(
    private readonly client: Queries,
    private readonly tables: readonly string[],
    private readonly timeline: Timeline,
  ) {}

  static async open(timeline: Timeline): Promise<Store> {
    const { db } = await openDatabase(null);
    const client = (db as unknown as { $client: Queries }).$client;
    const { rows } = (await client.query(TABLES)) as { rows: { name: string }[] };
    return new Store(
      client,
      rows.map(({ name }) => name),
      timeline,
    );
  }

  async empty(): Promise<void> {
    await this.client.exec(this.tables.map((table) => `delete from ${table};`).join(" "));
  }

  async rows(statement: string): Promise<Record<string, unknown>[]> {
    return ((await this.client.query(statement)) as { rows: Record<string, unknown>[] }).rows;
  }

  /** As a process has it that may be killed: from then on it gets no answer, and what it had begun is rolled back. */
  openFor(living: Living): Database {
    const { client, timeline } = this;
    const answered = <T>(work: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        if (!living.isAlive) return;
        timeline.during(work()).then(
          (value) => living.isAlive && resolve(value),
          (error) => living.isAlive && reject(error),
        );
      });
    const inTransaction = (tx: Queries): Queries => {
      const unlessKilled =
        (query: Query): Query =>
        async (...args) => {
          if (!living.isAlive) throw new Error("The process was killed");
          return query(...args);
        };
      return { ...tx, query: unlessKilled(tx.query.bind(tx)), exec: unlessKilled(tx.exec.bind(tx)) };
    };
    const own: Queries = {
      query: (...args) => answered(() => client.query(...args)),
      exec: (...args) => answered(() => client.exec(...args)),
      transaction: (work) => answered(() => client.transaction((tx) => work(inTransaction(tx)))),
    };
    const db = drizzle({ client: own as never }) as unknown as Database["db"];
    return { db, shared: false, migrated: [], close: async () => {} };
  }
}
