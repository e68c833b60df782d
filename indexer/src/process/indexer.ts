/** A whole indexer: it follows the program, keeps what happened and answers over HTTP. */
import { checkYellowstone } from "@profit-share/feed";
import { connect, PROGRAM_ID, placeOf } from "@profit-share/sdk";
import { isTermsHash, ownerOf } from "../answers/known";
import { Node } from "../chain/node";
import { Pace } from "../chain/pace";
import { Follower } from "../follow/follower";
import { follow, type Logger, type Notifications, openNotifications } from "../follow/loop";
import { Metrics } from "../http/metrics";
import { createServer } from "../http/server";
import { KeeperTables } from "../kept/keeper-tables";
import { openPublished } from "../published/database";
import { Publications } from "../published/publications";
import { openDatabase } from "../store/database";

export interface IndexerOptions {
  /** http or https, of a node that keeps every transaction of the program. */
  rpcUrl: string;
  notifications: Notifications;
  requestsPerSecond: number;
  /** Milliseconds after which it looks without a notification. */
  pollMs: number;
  /** `postgres://…`, the path of a folder, or null for memory. */
  database: string | null;
  /** Of what people publish beside the chain; as `database`. */
  published: string | null;
  /** `postgres://…` of a keeper, to be read; null: there is none. */
  keeperDatabase: string | null;
  http: { host: string; port: number; origins: string[]; requestsPerMinute: number; trustedProxies: string[] };
}

export interface Indexer {
  /** Where it answers, such as http://127.0.0.1:8790. */
  address: string;
  /** Ends when it is stopped. @throws what no waiting helps against, as `follow` says */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** @throws DatabaseInUse, DatabaseUnreachable, NewerDatabase; Error with the code EADDRINUSE if the port is taken */
export async function startIndexer(options: IndexerOptions, logger: Logger): Promise<Indexer> {
  const { rpcUrl, notifications, requestsPerSecond, pollMs, http, keeperDatabase } = options;
  if ("token" in notifications) await checkYellowstone();
  const stopping = new AbortController();
  const { signal } = stopping;
  // Closed in the opposite order.
  const opened: { close(): unknown }[] = [];
  const keep = <T extends { close(): unknown }>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  const closeAll = async () => {
    for (const one of opened.splice(0)) await one.close();
  };
  try {
    const { db } = keep(await openDatabase(options.database));
    const { db: publishedDb } = keep(await openPublished(options.published));
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
    const openFeed: Parameters<typeof follow>[1] = (listener) =>
      openNotifications(PROGRAM_ID.toBase58(), notifications, listener, logger);
    const ended = follow(new Follower(node, db), openFeed, { pollMs, signal, logger, onPass: metrics.onPass }).then(
      closeAll,
      async (error) => {
        await closeAll();
        throw error;
      },
    );
    const stop = () => {
      stopping.abort();
      return ended;
    };
    return { address, ended, stop };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
