/** The compiled program that the tests run: the committed one, or that which `npm run mutants` built. */
import { join } from "node:path";

export const COMMITTED = join(__dirname, "../../sdk/artifacts/profit_share.so");

/** Asked anew for every chain: one process may test one program after the other. */
export const programFile = (): string => process.env.PROFIT_SHARE_SO ?? COMMITTED;
