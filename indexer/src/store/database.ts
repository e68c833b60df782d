/** Where an indexer keeps its tables. */
import { type Database, openDatabase as open } from "@profit-share/storage";
import { MIGRATIONS } from "./migrations";

/** Nobody else has tables there: to build the index anew, drop the schema, or remove the folder. */
const SCHEMA = "profit_share_index";

/**
 * Opens the database and brings its tables up to date.
 * @param place `postgres://…`, a folder that one process holds at a time, or null for memory
 * @throws DatabaseInUse, DatabaseUnreachable, NewerDatabase
 */
export const openDatabase = (place: string | null): Promise<Database> =>
  open(place, { schema: SCHEMA, migrations: MIGRATIONS });
