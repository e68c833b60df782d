/** The index of the demo's chain: what happened, by day and by party, for the web app and for whoever asks. */
import { join } from "node:path";
import { type Indexer, startIndexer } from "@profit-share/indexer";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import pino from "pino";

/**
 * @param folder of its databases and its log
 * @param origin the web app's, whose scripts may ask
 * @throws Error with the code EADDRINUSE if the port is taken
 */
export const startDemoIndexer = (
  { localnet: { rpcUrl, wsUrl } }: LocalChain,
  { folder, port, origin }: { folder: string; port: number; origin: string },
): Promise<Indexer> =>
  startIndexer(
    {
      rpcUrl,
      notifications: { url: wsUrl },
      // It is this machine's own node.
      requestsPerSecond: 1_000,
      pollMs: 2_000,
      database: join(folder, "index"),
      published: join(folder, "published"),
      keeperDatabase: null,
      http: { host: "127.0.0.1", port, origins: [origin], requestsPerMinute: 10_000, trustedProxies: [] },
    },
    pino(pino.destination({ dest: join(folder, "indexer.log"), sync: true })),
  );
