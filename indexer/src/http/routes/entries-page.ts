import type { Db } from "@profit-share/storage";
import type { z } from "zod";
import { entriesOf, type Of } from "../../answers/entries";
import { cursorOf, pageOf, type pageQuery } from "../inputs";
import { entryAnswer } from "../outputs";

export async function entriesPage(db: Db, of: Of, query: z.output<typeof pageQuery>) {
  const asked = pageOf(query);
  const rows = await entriesOf(db, of, asked);
  return { items: rows.map(entryAnswer), next: rows.length === asked.limit ? cursorOf(rows.at(-1)!) : null };
}
