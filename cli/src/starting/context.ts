/** What a command starts with. */
import type { ProfitShareClient } from "@profit-share/sdk";
import type { SolanaConfig } from "../input/solana-config";
import type { Io } from "../io";

export interface Context {
  client: ProfitShareClient;
  config: SolanaConfig | null;
  io: Io;
}
