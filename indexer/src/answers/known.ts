/** What the index knows of owners and terms. */
import type { Db } from "@profit-share/storage";
import { desc, eq, sql } from "drizzle-orm";
import { bots } from "../store/schema";

export async function ownerOf(db: Db, bot: string): Promise<string | null> {
  const [row] = await db
    .select({ owner: bots.owner })
    .from(bots)
    .where(eq(bots.address, bot))
    .orderBy(desc(bots.slot))
    .limit(1);
  return row?.owner ?? null;
}

/** Whether a bot offers terms with this hash, or a subscription has them. @param hash 64 hexadecimal digits */
export async function isTermsHash(db: Db, hash: string): Promise<boolean> {
  // Terms are 120 bytes, of which the hash is the last 32.
  const has = (table: string) =>
    sql`select 1 from ${sql.identifier(table)} where encode(substring(terms from 89), 'hex') = ${hash}`;
  const { rows } = (await db.execute(
    sql`select exists(${has("bots")}) or exists(${has("subscriptions")}) as known`,
  )) as unknown as { rows: { known: boolean }[] };
  return rows[0]!.known;
}
