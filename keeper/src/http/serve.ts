/** What a keeper answers over HTTP, for a program that runs one inside itself, such as the demo. */
import type { Logger } from "pino";
import { closeFunctions } from "../host/host";
import { readWallet } from "../host/input";
import type { Keeper } from "../process/keeper";
import { Metrics } from "./metrics";
import { createServer } from "./server";
import type { Subscribing } from "./subscriptions";

export interface ServeKeeperOptions {
  keeper: Keeper;
  logger: Logger;
  /** null: no subscriptions are taken from websites. */
  subscribing: Subscribing | null;
  /** A free one if left out. */
  port?: number;
}

/** On this machine alone; nothing is taken that a host would have to sign. @throws Error with the code EADDRINUSE if the port is taken */
export async function serveKeeper({ keeper, logger, subscribing, port = 0 }: ServeKeeperOptions) {
  const server = createServer({
    keeper,
    host: closeFunctions({ keeper, resolve: (id) => readWallet(id, "subscriberBotId") }),
    metrics: new Metrics(),
    logger,
    webhookSecret: null,
    subscribing: subscribing === null ? null : { ...subscribing, trustedProxies: [] },
  });
  const url = await server.listen({ host: "127.0.0.1", port });
  return { url, close: (): Promise<void> => server.close() };
}
