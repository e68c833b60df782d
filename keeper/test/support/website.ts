/** A keeper that takes subscriptions over HTTP, and a website that asks it. */
import type { FastifyInstance } from "fastify";
import type { Keeper, SubscribeRequest } from "../../src";
import { closeFunctions } from "../../src/host/host";
import { readWallet } from "../../src/host/input";
import { Metrics } from "../../src/http/metrics";
import { createServer, type ServerOptions } from "../../src/http/server";
import { openKeeper, silent } from "./keeper";
import type { Market } from "./market";
import type { TwoSignatures } from "./two-signatures";

export const ORIGIN = "https://app.example.com";
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export class Website {
  private constructor(
    readonly keeper: Keeper,
    private readonly server: FastifyInstance,
    readonly address: string,
  ) {}

  static async open(
    market: Market,
    two: TwoSignatures,
    changes: Partial<NonNullable<ServerOptions["subscribing"]>> = {},
  ): Promise<Website> {
    const metrics = new Metrics();
    const keeper = await openKeeper(market, metrics.events);
    const host = closeFunctions({ keeper, resolve: (id) => readWallet(id, "subscriberBotId") });
    const subscribing = {
      cosigner: two.server(),
      agentOf: (subscriber: SubscribeRequest["subscriber"]) => two.agentOf(subscriber),
      origins: [ORIGIN],
      requestsPerMinute: 10_000,
      trustedProxies: [],
      ...changes,
    };
    const options = { keeper, host, metrics, logger: silent, webhookSecret: WEBHOOK_SECRET, subscribing };
    const server = createServer(options);
    return new Website(keeper, server, await server.listen({ host: "127.0.0.1", port: 0 }));
  }

  /** @param body JSON, or what becomes JSON */
  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.address}/v1/subscriptions/${path}`, {
      method: "POST",
      headers: { origin: ORIGIN, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.keeper.stop();
  }
}

/** A request as a browser writes it. */
export function asJson({ dailyCap, deposit, ...request }: SubscribeRequest): Record<string, unknown> {
  const texts = { dailyCap: String(dailyCap), deposit: String(deposit) };
  return { ...(JSON.parse(JSON.stringify(request)) as Record<string, unknown>), ...texts };
}
