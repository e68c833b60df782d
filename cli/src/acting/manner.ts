/** How a transaction is to be sent. */
import type { ProfitShareClient } from "@profit-share/sdk";
import type { Io } from "../io";

/** As it was typed. */
export interface Manner {
  /** Without asking. */
  yes: boolean;
  /** Only looked at. */
  dryRun: boolean;
  json: boolean;
}

export interface Sending {
  client: ProfitShareClient;
  manner: Manner;
  io: Io;
}
