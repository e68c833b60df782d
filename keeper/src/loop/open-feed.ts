/** Where notifications come from: what the configuration names, and which subscriptions a node finds for us. */
import {
  type Feed,
  type FeedListener,
  openWebSocketFeed,
  openYellowstoneFeed,
  type ProgramFilter,
} from "@profit-share/feed";
import { PROGRAM_ID, type Subscription, subscriptionFilters } from "@profit-share/sdk";
import type { Logger } from "pino";
import type { KeeperSettings, Watched } from "../config/config";
import { webSocketUrl } from "../send/connection";

type FeedSettings = Pick<
  KeeperSettings,
  "rpcUrl" | "wsUrl" | "wsConnections" | "wsSubscriptions" | "yellowstone" | "watched"
>;

/** Yellowstone if it is configured, else the node's WebSocket. It tells at once of every subscription that `covers` names. */
export function openFeed(settings: FeedSettings, listener: FeedListener, logger: Logger): Feed {
  const programs = programFilters(settings.watched);
  if (settings.yellowstone !== null) {
    return openYellowstoneFeed({ ...settings.yellowstone, programs, listener, logger });
  }
  return openWebSocketFeed({
    url: webSocketUrl(settings),
    connections: settings.wsConnections,
    subscriptionsPerConnection: settings.wsSubscriptions,
    programs,
    listener,
    logger,
  });
}

/** Whether the filters tell of this subscription's own account, so that it need not be followed by itself. */
export function covers({ keeper, bots, agents }: Watched, { terms, bot, agent }: Subscription): boolean {
  return (
    (keeper !== null && terms.keeper?.equals(keeper)) ||
    bots.some((one) => one.equals(bot)) ||
    agents.some((one) => one.equals(agent))
  );
}

function programFilters({ keeper, bots, agents }: Watched): ProgramFilter[] {
  const all = [
    ...(keeper === null ? [] : [subscriptionFilters("terms.keeper", keeper)]),
    ...bots.map((bot) => subscriptionFilters("bot", bot)),
    ...agents.map((agent) => subscriptionFilters("agent", agent)),
  ];
  return all.map((memcmp) => ({ program: PROGRAM_ID.toBase58(), memcmp }));
}
