/** What a keeper's database says. It is only read: closes of attested subscriptions, and the newest ledger of every one. */
import { InvalidInput } from "@profit-share/sdk";
import type { Stated } from "@profit-share/statements";
import { loadOptional } from "../input/optional-package";
import type { ChainSide } from "./chain-side";
import { SourceFailure } from "./failure";

/** Subscriptions in one query. */
const BATCH = 500;
/** Of the keeper's tables on a server. */
const SCHEMA = "profit_share";

type Storage = typeof import("@profit-share/storage");
type Row = Readonly<Record<string, string | null>>;
type Ask = (query: string) => Promise<Row[]>;

/**
 * @param place `postgres://…`, or a folder that no keeper holds
 * @throws InvalidInput if there is none, or the package that opens it is missing; SourceFailure
 */
export async function readKeeper(
  place: string,
  chain: Pick<ChainSide, "agreements" | "botsAt">,
): Promise<{ settlements: Stated[]; ledgers: Stated[] }> {
  const { ask, close } = await open(place);
  try {
    const botOf = botsOf(chain);
    const side = { settlements: [] as Stated[], ledgers: [] as Stated[] };
    const names = [...chain.botsAt.keys()];
    for (let start = 0; start < names.length; start += BATCH) {
      const batch = names.slice(start, start + BATCH);
      for (const row of await ask(amongst(batch, CLOSES))) side.settlements.push(...stated(row, botOf, IN_CLOSES));
      for (const row of await ask(amongst(batch, LEDGERS))) side.ledgers.push(...stated(row, botOf, IN_LEDGERS));
    }
    return side;
  } finally {
    await close();
  }
}

const CLOSES = `select subscription, instance::text, sequence::text, close_pnl::text as "closePnl", accrued::text,
  credited::text, dropped::text from closes where status = 'settled' and subscription in (?)`;

const IN_CLOSES = ["closePnl", "accrued", "credited", "dropped"];

/** What the newest look at each agreement showed. */
const LEDGERS = `select distinct on (subscription, instance) subscription, instance::text, accrued::text, credited::text,
  waived::text from profit_share_ledgers where subscription in (?) order by subscription, instance, slot desc`;
const IN_LEDGERS = ["accrued", "credited", "waived"];

/** base58 has no quote. */
const amongst = (subscriptions: readonly string[], query: string): string =>
  query.replace("?", subscriptions.map((name) => `'${name}'`).join());

async function open(place: string): Promise<{ ask: Ask; close: () => Promise<void> }> {
  const { openToRead } = loadOptional<Storage>("@profit-share/storage", "--keeper-database");
  const database = await openToRead(place, SCHEMA, "profit_share_reconciling").catch((error: Error) => {
    throw new InvalidInput(`--keeper-database: ${error.message}`);
  });
  const ask: Ask = async (query) => {
    try {
      return ((await database.db.execute(query)) as unknown as { rows: Row[] }).rows;
    } catch (error) {
      const { cause, message } = error as Error;
      throw new SourceFailure(`The keeper's database: ${cause instanceof Error ? cause.message : message}`);
    }
  };
  return { ask, close: () => database.close() };
}

/**
 * The keeper names an agreement by its address. One that the chain does not have is that of the address's only bot; where there were
 * several it may be another's, and nobody can tell.
 */
function botsOf({ agreements, botsAt }: Pick<ChainSide, "agreements" | "botsAt">): (row: Row) => string | null {
  const known = new Map(agreements.map(({ subscription, instance, bot }) => [`${subscription}/${instance}`, bot]));
  return ({ subscription, instance }) => {
    const [only, ...others] = botsAt.get(subscription!) ?? [];
    return known.get(`${subscription}/${instance}`) ?? (others.length === 0 ? (only ?? null) : null);
  };
}

/** None, if it is of another bot. */
function stated(row: Row, botOf: (row: Row) => string | null, names: readonly string[]): Stated[] {
  const bot = botOf(row);
  if (bot === null) return [];
  const sequence = row.sequence == null ? null : BigInt(row.sequence);
  const amounts = Object.fromEntries(names.flatMap((name) => (row[name] == null ? [] : [[name, BigInt(row[name])]])));
  return [{ bot, instance: BigInt(row.instance!), sequence, amounts }];
}
