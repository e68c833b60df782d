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
    const rows = { closes: [] as Row[], ledgers: [] as Row[] };
    const names = [...chain.botsAt.keys()];
    for (let start = 0; start < names.length; start += BATCH) {
      // base58 has no quote.
      const list = names
        .slice(start, start + BATCH)
        .map((name) => `'${name}'`)
        .join();
      rows.closes.push(...(await ask(CLOSES.replace("?", list))));
      rows.ledgers.push(...(await ask(LEDGERS.replace("?", list))));
    }
    const botOf = botsOf(chain);
    const stated = (row: Row, names: readonly string[]): Stated[] => {
      const bot = botOf(row);
      if (bot === null) return [];
      const sequence = row.sequence === undefined ? null : BigInt(row.sequence!);
      return [{ bot, instance: BigInt(row.instance!), sequence, amounts: amountsIn(row, names) }];
    };
    return {
      settlements: rows.closes.flatMap((row) => stated(row, ["closePnl", "accrued", "credited", "dropped"])),
      ledgers: rows.ledgers.flatMap((row) => stated(row, ["accrued", "credited", "waived"])),
    };
  } finally {
    await close();
  }
}

const CLOSES = `select subscription, instance::text, sequence::text, close_pnl::text as "closePnl", accrued::text,
  credited::text, dropped::text from closes where status = 'settled' and subscription in (?)`;

/** What the newest look at each agreement showed. */
const LEDGERS = `select distinct on (subscription, instance) subscription, instance::text, accrued::text, credited::text,
  waived::text from profit_share_ledgers where subscription in (?) order by subscription, instance, slot desc`;

async function open(place: string): Promise<{ ask: Ask; close: () => Promise<void> }> {
  const { openToRead } = loadOptional<Storage>("@profit-share/storage", "--keeper");
  const database = await openToRead(place, SCHEMA, "profit_share_reconciling").catch((error: Error) => {
    throw new InvalidInput(`--keeper: ${error.message}`);
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

const amountsIn = (row: Row, names: readonly string[]): Stated["amounts"] =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = row[name];
      return text == null ? [] : [[name, BigInt(text)]];
    }),
  );
