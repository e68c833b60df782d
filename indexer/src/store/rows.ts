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
  const columns = Object.entries(getTableColumns(table)).map(([key, { name }]) => ({ key, name }));
  const into = sql.identifier(getTableName(table));
  for (const chunk of chunksOf(rows)) {
    const text = JSON.stringify(
      chunk.map((row: Record<string, unknown>) =>
        Object.fromEntries(columns.map(({ key, name }) => [name, inJson(row[key])])),
      ),
    );
    await tx.execute(sql`insert into ${into} select * from json_populate_recordset(null::${into}, ${text}::json)`);
  }
}

/** As PostgreSQL reads it from JSON. */
function inJson(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : value;
}
