/** Runs an indexer from its configuration, until it is told to stop. */
import { checkYellowstone } from "@profit-share/feed";
import { connect, PROGRAM_ID, placeOf } from "@profit-share/sdk";
import { isTermsHash, ownerOf } from "../answers/known";
import { Node } from "../chain/node";
import { Pace } from "../chain/pace";
import { Follower } from "../follow/follower";
import { follow, type Logger, openNotifications } from "../follow/loop";
import { Metrics } from "../http/metrics";
import { createServer } from "../http/server";
import { KeeperTables } from "../kept/keeper-tables";
import { openPublished } from "../published/database";
import { Publications } from "../published/publications";
import { openDatabase } from "../store/database";
import type { Config } from "./config";

/** @throws what `follow` throws; DatabaseInUse; Error with the code EADDRINUSE if the port is taken */
export async function run(config: Config, logger: Logger, signal: AbortSignal): Promise<void> {
  const { rpcUrl, notifications, requestsPerSecond, pollMs, http, keeperDatabase } = config;
  if ("token" in notifications) await checkYellowstone();
  // Closed in the opposite order.
  const opened: { close(): unknown }[] = [];
  const keep = <T extends { close(): unknown }>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  try {
    const { db } = keep(await openDatabase(config.database));
    const publishedDb = keep(await openPublished(config.published)).db;
    const kept = keeperDatabase === null ? null : keep(new KeeperTables(keeperDatabase));
    const node = new Node(connect(rpcUrl), PROGRAM_ID, new Pace(requestsPerSecond, signal));
    const known = { ownerOf: (bot: string) => ownerOf(db, bot), isTermsHash: (hash: string) => isTermsHash(db, hash) };
    const publications = new Publications(publishedDb, known);
    const metrics = new Metrics();
    const server = keep(
      await createServer({ db, publications, kept, genesisHash: () => node.genesisHash(), logger, metrics, ...http }),
    );
    const address = await server.listen(http);
    logger.info({ rpcUrl: placeOf(rpcUrl), address }, "the indexer has started");
    await follow(
      new Follower(node, db),
      (listener) => openNotifications(PROGRAM_ID.toBase58(), notifications, listener, logger),
      { pollMs, signal, logger, onPass: metrics.onPass },
    );
  } finally {
    for (const one of opened) await one.close();
  }
}
