/** The books of some bots and subscriptions, from the tables and back: never all of them, so that memory does not grow with them. */
import { addressOf, base58Of, decodeTerms, encodeTerms, vaultAddress } from "@profit-share/sdk";
import { decodeRecord, encodeRecord } from "@profit-share/sdk/history";
import {
  AMOUNTS,
  type Amounts,
  type Books,
  type BotStanding,
  type Entry,
  openBooks,
  type SubscriptionStanding,
} from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import type { PublicKey } from "@solana/web3.js";
import { desc, inArray, type SQL, sql } from "drizzle-orm";
import { chunksOf } from "./chunks";
import { changesByAgreement } from "./realized-change";
import { insertRows } from "./rows";
import { bots, subscriptions } from "./schema";

type BotRow = typeof bots.$inferSelect;
type SubscriptionRow = typeof subscriptions.$inferSelect;

/** The books of what these accounts (base58) are; those that are something else are passed over. */
export async function loadBooks(db: Db, programId: PublicKey, accounts: readonly string[]): Promise<Books> {
  const held = new Map<string, bigint>();
  const live = new Map<string, SubscriptionStanding | null>();
  for (const row of await newestAt(db, accounts)) {
    if (!row.live) continue;
    if (row.aside !== null) {
      // Not followed any more.
      live.set(row.subscription, null);
      continue;
    }
    const standing = subscriptionIn(row);
    live.set(row.subscription, standing);
    held.set(row.escrow, row.held);
  }
  const known = new Map<string, BotStanding>();
  const addresses = new Set([
    ...accounts,
    ...[...live.values()].flatMap((standing) => (standing === null ? [] : base58Of(standing.bot))),
  ]);
  for (const row of await newestBots(db, [...addresses])) {
    const standing = botIn(row);
    known.set(row.address, standing);
    held.set(base58Of(vaultAddress(standing.address, programId)), row.held);
  }
  return { ...openBooks(programId, { arrivals: "told" }), bots: known, live, held };
}

export interface Changed {
  before: Books;
  after: Books;
  /** By how much each settlement in between changed what is realized. */
  changes: ReadonlyMap<Entry, bigint>;
}

/** Stores what changed. @param slot the newest that was entered @param floor rows that no fork brings back are removed */
export async function keepBooks(
  tx: Db,
  { before, after, changes }: Changed,
  slot: number,
  floor: number,
): Promise<void> {
  const heldIn = (books: Books, account: PublicKey) => books.held.get(base58Of(account)) ?? 0n;
  const changedBots = [...after.bots.values()].flatMap((standing) => {
    const key = base58Of(standing.address);
    const vault = vaultAddress(standing.address, after.programId);
    const same = before.bots.get(key) === standing && heldIn(before, vault) === heldIn(after, vault);
    return same ? [] : [botRow(standing, heldIn(after, vault), slot)];
  });
  const changedLive = [...after.live].flatMap(([key, standing]) => {
    if (standing === null) return [];
    const same =
      before.live.get(key) === standing && heldIn(before, standing.escrow) === heldIn(after, standing.escrow);
    return same ? [] : [subscriptionRow(standing, true, heldIn(after, standing.escrow), slot)];
  });
  const ended = [...after.closed.values()].map((standing) => subscriptionRow(standing, false, 0n, slot));
  for (const chunk of chunksOf(changedBots)) {
    await insertRows(tx, bots, chunk);
    const addresses = sql.join(
      chunk.map(({ address }) => sql`${address}`),
      sql`, `,
    );
    await tx.execute(sql`delete from bots where address in (${addresses}) and slot <
      (select max(slot) from bots newer where newer.address = bots.address and newer.slot < ${floor})`);
  }
  const byAgreement = changesByAgreement(changes);
  for (const chunk of chunksOf([...changedLive, ...ended])) {
    const keys = sql.join(
      chunk.map(({ bot, instance }) => sql`(${bot}, ${instance}::bigint)`),
      sql`, `,
    );
    const known = await realizedSoFar(tx, keys);
    const change = (key: string) => (known.get(key) ?? 0n) + (byAgreement.get(key) ?? 0n);
    const rows = chunk.map((row) => ({ ...row, realizedChange: change(keyOf(row)) }));
    await insertRows(tx, subscriptions, rows);
    await tx.execute(sql`delete from subscriptions where (bot, instance) in (${keys}) and slot <
      (select max(slot) from subscriptions newer
        where newer.bot = subscriptions.bot and newer.instance = subscriptions.instance and newer.slot < ${floor})`);
  }
}

/** From the slot on nothing of these subscriptions (base58) is entered. */
export async function keepAside(tx: Db, names: readonly string[], slot: number, aside: string): Promise<void> {
  const rows = await newestAt(tx, names);
  await insertRows(
    tx,
    subscriptions,
    rows.map((row) => ({ ...row, slot, aside })),
  );
}

const keyOf = ({ bot, instance }: Pick<SubscriptionRow, "bot" | "instance">): string => `${bot}/${instance}`;

/** By `agreementKey`. @param keys pairs of bot and instance */
async function realizedSoFar(tx: Db, keys: SQL): Promise<Map<string, bigint>> {
  const { bot, instance, slot, realizedChange } = subscriptions;
  const rows = await tx
    .selectDistinctOn([bot, instance], { bot, instance, realizedChange })
    .from(subscriptions)
    .where(sql`(${bot}, ${instance}) in (${keys})`)
    .orderBy(bot, instance, desc(slot));
  return new Map(rows.map((row) => [keyOf(row), row.realizedChange]));
}

/** The newest of each address: the live one, where the one before it was closed in the same slot. */
async function newestAt(db: Db, addresses: readonly string[]): Promise<SubscriptionRow[]> {
  const found: SubscriptionRow[] = [];
  for (const chunk of chunksOf(addresses)) {
    const { subscription, slot, live } = subscriptions;
    const rows = db.selectDistinctOn([subscription]).from(subscriptions).where(inArray(subscription, chunk));
    found.push(...(await rows.orderBy(subscription, desc(slot), desc(live))));
  }
  return found;
}

async function newestBots(db: Db, addresses: readonly string[]): Promise<BotRow[]> {
  const found: BotRow[] = [];
  for (const chunk of chunksOf(addresses)) {
    const rows = db.selectDistinctOn([bots.address]).from(bots).where(inArray(bots.address, chunk));
    found.push(...(await rows.orderBy(bots.address, desc(bots.slot))));
  }
  return found;
}

const amountsIn = (row: Amounts): Amounts =>
  Object.fromEntries(AMOUNTS.map((name) => [name, row[name]])) as unknown as Amounts;

function subscriptionIn(row: SubscriptionRow): SubscriptionStanding {
  const { instance, profit, lastRecord, lastHead } = row;
  return {
    subscription: addressOf(row.subscription),
    instance,
    subscriber: addressOf(row.subscriber),
    bot: addressOf(row.bot),
    escrow: addressOf(row.escrow),
    terms: decodeTerms(row.terms),
    sums: amountsIn(row),
    last:
      lastRecord === null || lastHead === null
        ? null
        : { record: decodeRecord(lastRecord), head: lastHead, profitTotal: profit },
  };
}

function subscriptionRow(
  standing: SubscriptionStanding,
  live: boolean,
  held: bigint,
  slot: number,
): Omit<SubscriptionRow, "realizedChange" | "aside"> {
  const { subscription, instance, subscriber, bot, escrow, terms, sums, last } = standing;
  return {
    ...{ slot, instance, live, held, ...sums, terms: encodeTerms(terms) },
    bot: base58Of(bot),
    subscription: base58Of(subscription),
    subscriber: base58Of(subscriber),
    escrow: base58Of(escrow),
    lastRecord: last === null ? null : encodeRecord(last.record),
    lastHead: last?.head ?? null,
  };
}

const botIn = (row: BotRow): BotStanding => ({
  address: addressOf(row.address),
  creator: addressOf(row.creator),
  owner: addressOf(row.owner),
  began: row.began,
  terms: decodeTerms(row.terms),
  subscriptions: row.subscriptions,
  inVault: row.inVault,
});

function botRow(
  { address, creator, owner, began, terms, subscriptions, inVault }: BotStanding,
  held: bigint,
  slot: number,
): BotRow {
  return {
    ...{ slot, began, subscriptions, inVault, held, terms: encodeTerms(terms) },
    address: base58Of(address),
    creator: base58Of(creator),
    owner: base58Of(owner),
  };
}
