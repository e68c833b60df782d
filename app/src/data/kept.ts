/** Histories that were proven before, in the browser's own database: a second visit reads only what came since. */
import type { LifeHistory } from "@profit-share/sdk/history";
import { openDB } from "idb";
import { packed, unpacked } from "./stored";

const DATABASE = "profit-share";
const HISTORIES = "histories";
/** Rises where what is kept changes its form: what is of an older one is dropped. */
const VERSION = 1;

/** What is kept of one agreement. */
export type KeptHistory = Pick<LifeHistory, "events" | "movements" | "cursor">;

const database = () =>
  openDB(DATABASE, VERSION, {
    upgrade: (db) => {
      for (const name of db.objectStoreNames) db.deleteObjectStore(name);
      db.createObjectStore(HISTORIES);
    },
  });

/** null if nothing is kept, or the browser keeps nothing. */
export async function keptHistory(key: string): Promise<KeptHistory | null> {
  try {
    const found: unknown = await (await database()).get(HISTORIES, key);
    return found === undefined ? null : (unpacked(found) as KeptHistory);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing, as in a private window, reads all of it again. */
export async function keepHistory(key: string, history: KeptHistory): Promise<void> {
  await database()
    .then((db) => db.put(HISTORIES, packed(history), key))
    .catch(() => {});
}
