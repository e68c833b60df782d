/**
 * `anchor migrate`: deploys `plan.json`, or the file that the environment's PROFIT_SHARE_PLAN names; `plan.example.json` shows how
 * to write it. The work is in `migrate.ts`.
 */
import type { AnchorProvider } from "@coral-xyz/anchor";
// Anchor runs this file with ts-node, which does not find the sources of this repository's packages; tsx does.
import { require as load } from "tsx/cjs/api";

module.exports = (provider: AnchorProvider): Promise<void> => load("./migrate.ts", __filename).migrate(provider);
