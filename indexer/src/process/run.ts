/** Runs an indexer from its configuration, until it is told to stop. */
import { checkYellowstone } from "@profit-share/feed";
import { connect, PROGRAM_ID, placeOf } from "@profit-share/sdk";
import { Node } from "../chain/node";
import { Pace } from "../chain/pace";
import { Follower } from "../follow/follower";
import { follow, type Logger, openNotifications } from "../follow/loop";
import { createServer } from "../http/server";
import { openDatabase } from "../store/database";
import type { Config } from "./config";

/** @throws what `follow` throws; DatabaseInUse; Error with the code EADDRINUSE if the port is taken */
export async function run(config: Config, logger: Logger, signal: AbortSignal): Promise<void> {
  const { rpcUrl, notifications, requestsPerSecond, pollMs, http } = config;
  if ("token" in notifications) await checkYellowstone();
  const { db, close } = await openDatabase(config.database);
  const server = createServer(db, logger);
  try {
    const address = await server.listen(http);
    logger.info({ rpcUrl: placeOf(rpcUrl), address }, "the indexer has started");
    const node = new Node(connect(rpcUrl), PROGRAM_ID, new Pace(requestsPerSecond, signal));
    await follow(
      new Follower(node, db),
      (listener) => openNotifications(PROGRAM_ID.toBase58(), notifications, listener, logger),
      { pollMs, signal, logger },
    );
  } finally {
    await server.close();
    await close();
  }
}
