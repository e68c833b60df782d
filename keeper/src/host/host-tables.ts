/**
 * The host's own tables: which subscription an id of the host stands for, and which agent the host made for which wallet. They
 * are read by the names that the configuration gives, and never changed.
 */
import { TOKEN_PROGRAM_ID } from "@profit-share/sdk";
import { type Database, openReadOnly } from "@profit-share/storage";
import { PublicKey } from "@solana/web3.js";
import { DrizzleQueryError, type SQL, sql } from "drizzle-orm";
import { ConfigError } from "../config/config";
import type { HostTablesSettings } from "../config/host-settings";
import { Refusal, readWallet } from "./input";

/** The database does not answer, or a row holds something wrong. Later it may be right. */
export class HostTablesFailure extends Error {
  override readonly name = "HostTablesFailure";
}

/** Beginnings of PostgreSQL's codes: the value is none of the column's, and the query names what is not there. */
const DATA = "22";
const NAMES = "42";
/** What columns of addresses are tried with. */
const SAMPLE = TOKEN_PROGRAM_ID.toBase58();

export class HostTables {
  private constructor(
    private readonly database: Database,
    /** null: an id of the host is the subscription's address. */
    readonly subscriptions: SubscriptionTable | null,
    readonly agents: AgentTable | null,
  ) {}

  /**
   * Looks whether all that is named is there.
   * @throws ConfigError naming the key of what is not; HostTablesFailure if the database does not answer
   */
  static async open({ database: url, subscriptions, agents }: HostTablesSettings): Promise<HostTables> {
    const database = openReadOnly(url, "profit_share_host_tables");
    try {
      if (subscriptions !== null) await check(database, "hostTables.subscriptions", subscriptions);
      if (agents !== null) await check(database, "hostTables.agents", agents);
    } catch (error) {
      await database.close();
      throw error;
    }
    return new HostTables(
      database,
      subscriptions && new SubscriptionTable(database, subscriptions),
      agents && new AgentTable(database, agents),
    );
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

/** Finds the subscription of an id of the host; where the host has no table of them, the id is the address. */
export const resolveBy =
  (tables: HostTables | null) =>
  async (subscriberBotId: string): Promise<PublicKey | null> =>
    tables?.subscriptions?.resolve(subscriberBotId) ?? readWallet(subscriberBotId, "subscriberBotId");

class SubscriptionTable {
  constructor(
    private readonly database: Database,
    private readonly names: NonNullable<HostTablesSettings["subscriptions"]>,
  ) {}

  /**
   * @returns null if there is no such row, or no subscription in it
   * @throws Refusal if the id can be none of the column's; HostTablesFailure
   */
  async resolve(subscriberBotId: string): Promise<PublicKey | null> {
    const { table, id, subscription } = this.names;
    const where = sql`${sql.identifier(id)} = ${subscriberBotId}`;
    try {
      const [found, another] = await addresses(this.database, table, subscription, where);
      if (another === undefined) return found ?? null;
    } catch (error) {
      if (codeOf(error)?.startsWith(DATA))
        throw new Refusal(`subscriberBotId can be no ${table}.${id}: pass one of those`);
      throw failure(error);
    }
    throw new HostTablesFailure(`${table} has several subscriptions for one ${id}: make that column unique`);
  }
}

class AgentTable {
  constructor(
    private readonly database: Database,
    private readonly names: NonNullable<HostTablesSettings["agents"]>,
  ) {}

  /** @throws HostTablesFailure */
  async isAgentOf(agent: PublicKey, subscriber: PublicKey): Promise<boolean> {
    const column = sql.identifier(this.names.agent);
    const [found] = await this.agentsOf(subscriber, sql` and ${column} = ${agent.toBase58()}`);
    return found !== undefined;
  }

  /** @returns null if there is none @throws Refusal if there are several; HostTablesFailure */
  async agentOf(subscriber: PublicKey): Promise<PublicKey | null> {
    const [found, another] = await this.agentsOf(subscriber);
    if (another === undefined) return found ?? null;
    throw new Refusal(`agent: the host made several for the wallet ${subscriber.toBase58()}: name one of them`);
  }

  private async agentsOf(subscriber: PublicKey, and: SQL = sql``): Promise<PublicKey[]> {
    const { table, agent, subscriber: column } = this.names;
    const where = sql`${sql.identifier(column)} = ${subscriber.toBase58()}${and}`;
    return addresses(this.database, table, agent, where).catch((error) => {
      throw failure(error);
    });
  }
}

/** Those that differ, two at the most. @throws DrizzleQueryError; HostTablesFailure naming a row that holds no address */
async function addresses({ db }: Database, table: string, column: string, where: SQL): Promise<PublicKey[]> {
  const name = sql.identifier(column);
  const query = sql`select distinct ${name} as address from ${tableOf(table)} where ${name} is not null and ${where} limit 2`;
  const { rows } = (await db.execute(query)) as unknown as { rows: { address: unknown }[] };
  return rows.map(({ address }) => {
    try {
      return new PublicKey(address as string);
    } catch {
      throw new HostTablesFailure(
        `${table}.${column} holds ${JSON.stringify(address)}, no base58 address: correct that row`,
      );
    }
  });
}

/** @throws ConfigError naming the key of a table or column that is not there; HostTablesFailure */
async function check(
  { db }: Database,
  part: string,
  { table, ...columns }: { table: string } & Record<string, string>,
): Promise<void> {
  const probe = (key: string, query: SQL) =>
    db.execute(query).catch((error) => {
      const { message } = failure(error);
      const code = codeOf(error) ?? "";
      if (!code.startsWith(NAMES) && !code.startsWith(DATA))
        throw new HostTablesFailure(`hostTables.database: ${message}`);
      throw new ConfigError(`${part}.${key}: ${message}: correct the name, or let this user read it`);
    });
  await probe("table", sql`select 1 from ${tableOf(table)} limit 0`);
  for (const [key, name] of Object.entries(columns)) {
    const column = sql.identifier(name);
    // An id may be of any kind. A column that cannot be compared with an address holds none.
    const where = key === "id" ? sql`` : sql` where ${column} = ${SAMPLE}`;
    await probe(key, sql`select ${column} from ${tableOf(table)}${where} limit 0`);
  }
}

/** @param name with or without a schema before it; quoted, so that its case counts */
const tableOf = (name: string): SQL =>
  sql.join(
    name.split(".").map((part) => sql.identifier(part)),
    sql.raw("."),
  );

function codeOf(error: unknown): string | undefined {
  return error instanceof DrizzleQueryError ? (error.cause as { code?: string } | undefined)?.code : undefined;
}

/** In the server's words: Drizzle's have the query. */
function failure(error: unknown): HostTablesFailure {
  if (error instanceof HostTablesFailure) return error;
  const { message } = error instanceof DrizzleQueryError && error.cause ? error.cause : (error as Error);
  return new HostTablesFailure(message, { cause: error });
}
