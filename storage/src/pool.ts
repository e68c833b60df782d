/** Connections to a server that may restart, or be killed: what was asked of it fails, and what is asked next connects anew. */
import { Pool, type PoolClient } from "pg";

const MAX_CONNECTIONS = 10;
const CONNECT_MS = 10_000;
/** Longer than any query of ours takes: one that hangs ends with an error. */
const STATEMENT_MS = 60_000;
/** A process that is paused within a transaction does not hold up the others for longer. */
const IDLE_IN_TRANSACTION_MS = 10_000;

export interface PoolUse {
  /** What the server's own lists of connections say. */
  name: string;
  /** Settings of every connection, by their names. */
  settings: Readonly<Record<string, string>>;
  maxConnections?: number;
  statementMs?: number;
}

/** No connection can be made. It is tried again with the next query. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";
}

export class ReconnectingPool extends Pool {
  /** For people: without a password. */
  private readonly place: string;

  constructor(url: string, { name, settings, maxConnections = MAX_CONNECTIONS, statementMs = STATEMENT_MS }: PoolUse) {
    super({
      connectionString: withSettings(url, settings),
      max: maxConnections,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      statement_timeout: statementMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      application_name: name,
    });
    this.place = placeOf(url);
    // A connection that breaks while it is asked nothing says so. It is dropped, which is all that is to be done.
    this.on("error", () => {});
    this.on("connect", (client) => client.on("error", () => {}));
  }

  override connect(): Promise<PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: PoolClient | undefined, done: () => void) => void,
  ): void;
  override connect(callback?: (error: Error | undefined, client: PoolClient | undefined, done: () => void) => void) {
    if (callback !== undefined) {
      return super.connect((error, client, done) => callback(error && this.unreachable(error), client, done));
    }
    return super.connect().then(
      (client) => releasedWhenLost(client, this.place),
      (error) => {
        throw this.unreachable(error);
      },
    );
  }

  private unreachable(error: Error): DatabaseUnreachable {
    // Several addresses of one name give an error for each.
    const [first] = error instanceof AggregateError ? error.errors : [error];
    return new DatabaseUnreachable(`The database ${this.place} cannot be reached: ${first.message}`, { cause: error });
  }
}

/**
 * Gives a connection back by itself when it breaks. Drizzle does not where a transaction cannot even begin: after as many as
 * the pool holds there would be none left. A rollback on it has nothing left to do; its failure would hide what went wrong.
 */
function releasedWhenLost(client: PoolClient, place: string): PoolClient {
  const { query, release } = client;
  const ask = query.bind(client) as (...asked: unknown[]) => unknown;
  let released = false;
  let lost = false;
  const releaseOnce = (error?: Error | boolean) => {
    if (released) return;
    released = true;
    client.off("error", lose);
    client.off("end", lose);
    if (!lost) client.query = query;
    release(error);
  };
  const lose = () => {
    lost = true;
    releaseOnce(true);
  };
  client.once("error", lose);
  client.once("end", lose);
  client.release = releaseOnce;
  client.query = ((...asked: unknown[]) => {
    if (!lost) return ask(...asked);
    if (textOf(asked[0]) === "rollback") return Promise.resolve({ rows: [] });
    return Promise.reject(new DatabaseUnreachable(`The connection to the database ${place} was lost`));
  }) as typeof query;
  return client;
}

const textOf = (query: unknown): unknown => (typeof query === "string" ? query : (query as { text: unknown }).text);

function withSettings(text: string, settings: PoolUse["settings"]): string {
  const url = new URL(text);
  const given = url.searchParams.get("options");
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set("options", [...(given === null ? [] : [given]), ...ours].join(" "));
  return url.toString();
}

function placeOf(text: string): string {
  const { host, pathname } = new URL(text);
  return `${host}${pathname}`;
}
