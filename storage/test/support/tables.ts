/** Tables for tests. */
import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { openDatabase, type Tables } from "../../src";

export const notes = pgTable("notes", {
  id: bigint("id", { mode: "bigint" }).primaryKey(),
  said: text("said").notNull(),
});

export const NOTES: Tables = {
  schema: "notes_of_tests",
  migrations: [{ createdAt: 1_000, sql: "CREATE TABLE notes (id bigint PRIMARY KEY, said text NOT NULL)" }],
};

export const open = (place: string | null) => openDatabase(place, NOTES);
