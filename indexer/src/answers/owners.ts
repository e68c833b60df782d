/** What wallets earned as creators. */
import type { Db } from "@profit-share/storage";
import { eq } from "drizzle-orm";
import { days } from "../store/schema";
import { type Sums, sumsByBot } from "./days";

/** Of all bots, for as long as each was its own; null if nothing happened. */
export async function sumsOfOwner(db: Db, owner: string): Promise<Sums | null> {
  const all = [...(await sumsByBot(db, eq(days.owner, owner))).values()];
  return all.length === 0 ? null : all.reduce(added);
}

const added = (a: Sums, b: Sums): Sums =>
  Object.fromEntries(
    (Object.keys(a) as (keyof Sums)[]).map((name) => [name, (a[name] as bigint) + (b[name] as bigint)]),
  ) as unknown as Sums;
