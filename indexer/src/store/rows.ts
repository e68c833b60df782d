/** Stores many rows by one statement with one parameter. With one for each value, making the statement would take the longest. */
import type { Db } from "@profit-share/storage";
import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { chunksOf } from "./chunks";

export async function insertRows<Table extends PgTable>(
  tx: Db,
  table: Table,
  rows: readonly Table["$inferInsert"][],
): Promise<void> {
  const columns = Object.entries(getTableColumns(table)).map(([key, { name }]) => ({
    key,
    name: JSON.stringify(name),
  }));
  const into = sql.identifier(getTableName(table));
  for (const chunk of chunksOf(rows)) {
    const objects = chunk.map((row: Record<string, unknown>) => {
      let text = "";
      for (const { key, name } of columns) text += `${text === "" ? "{" : ","}${name}:${inJson(row[key])}`;
      return `${text}}`;
    });
    const text = `[${objects.join(",")}]`;
    await tx.execute(sql`insert into ${into} select * from json_populate_recordset(null::${into}, ${text}::json)`);
  }
}

/** As PostgreSQL reads it from JSON: numbers of any size, and bytes as a text. */
function inJson(value: unknown): string {
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return `${value}`;
  if (value === null || value === undefined) return "null";
  return JSON.stringify(value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : value);
}
