/** A database for a process of this product: a PostgreSQL server's, or PostgreSQL inside this process. */

export { isPostgresUrl, openCopy, openDatabase, openToRead } from "./database";
export type { Database, Db } from "./handle";
export { DatabaseInUse } from "./lock";
export { type Migration, NewerDatabase, type Tables } from "./migrate";
export { DatabaseUnreachable } from "./pool";
export { openReadOnly } from "./postgres";
