import { methodNotFound } from "../errors";
import type { Method } from "../method";
import { accountMethods } from "./accounts";
import { blockMethods } from "./blocks";
import { clusterMethods } from "./cluster";
import { historyMethods } from "./history";
import { ownMethods } from "./own";
import { tokenMethods } from "./tokens";
import { transactionMethods } from "./transactions";

const METHODS = new Map<string, Method>(
  Object.entries({
    ...accountMethods,
    ...blockMethods,
    ...clusterMethods,
    ...historyMethods,
    ...ownMethods,
    ...tokenMethods,
    ...transactionMethods,
  }),
);

/** The method of that name. Throws -32601 if there is none. */
export function httpMethod(name: string): Method {
  const found = METHODS.get(name);
  if (found === undefined) throw methodNotFound();
  return found;
}
