/** The marketplace over HTTP. */
import { type ProfitShareClient, toBaseUnits } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import express, { type ErrorRequestHandler, type Express } from "express";
import { z } from "zod";
import { Bots } from "./bots";
import type { Closes } from "./closes";
import type { Database } from "./database";
import { earningsOf, marketplace, tradesOf } from "./history";
import { Problem } from "./problem";
import type { Settings } from "./settings";
import { trade } from "./signals";
import { Subscriptions } from "./subscriptions";

/** Plain dollars above zero, or zero; six decimals at most. */
const dollars = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, { error: 'has to be dollars as a text, such as "12.5"' });
const positive = dollars.refine((text) => toBaseUnits(text) > 0n, { error: "has to be above 0" });
const id = z.uuid({ error: "has to be a UUID" });
const wallet = z.string().refine(isAddress, { error: "has to be a base58 address" });
const text = (most: number) => z.string().min(1).max(most);

const newBot = z.strictObject({
  name: text(60),
  creatorWallet: wallet,
  profitSharePercent: dollars.regex(/^(10(\.0+)?|\d(\.\d{1,2})?)$/, {
    error: "has to be 0 to 10, two decimals at most",
  }),
  terms: text(100_000),
});

const newSubscription = z.strictObject({
  botId: id,
  subscriberWallet: wallet,
  stake: positive,
  dailyCap: positive,
  deposit: dollars,
});

const signal = z.strictObject({
  id: text(100),
  secret: text(100),
  symbol: text(20),
  action: z.enum(["buy", "sell", "close"]),
  price: positive,
  percent: z.number().int().min(1).max(100).default(100),
});

export interface AppOptions {
  db: Database;
  client: ProfitShareClient;
  settings: Settings;
  closes: Closes;
}

export function createApp({ db, client, settings, closes }: AppOptions): Express {
  const { keeper, mint, agentKeys } = settings;
  const bots = new Bots({ db, client, keeper, mint });
  const subscriptions = new Subscriptions({ db, client, bots, agentKeys });
  const app = express().use(express.json());

  app.get("/bots", async (_, response) => {
    response.json(await marketplace(db));
  });
  app.post("/bots", async (request, response) => {
    response.status(201).json(await bots.publish(newBot.parse(request.body)));
  });
  app.post("/bots/:id/published", async (request, response) => {
    await bots.confirm(id.parse(request.params.id));
    response.status(204).end();
  });
  app.post("/bots/:id/signals", async (request, response) => {
    const bot = await bots.get(id.parse(request.params.id));
    const { secret, ...said } = signal.parse(request.body);
    if (!bots.isSecretOf(bot, secret)) throw new Problem(401, "secret: is not this bot's");
    const trades = await trade(db, bot.id, said);
    response.json({ trades });
    // After the answer: a profit share never holds up a trade.
    closes.wake();
  });
  app.post("/subscriptions", async (request, response) => {
    response.status(201).json(await subscriptions.begin(newSubscription.parse(request.body)));
  });
  app.post("/subscriptions/:id/started", async (request, response) => {
    await subscriptions.confirm(id.parse(request.params.id));
    response.status(204).end();
  });
  app.get("/subscriptions/:id/trades", async (request, response) => {
    const { id: subscriptionId } = await subscriptions.get(id.parse(request.params.id));
    response.json(await tradesOf(db, subscriptionId));
  });
  app.get("/creators/:wallet/earnings", async (request, response) => {
    response.json(await earningsOf(db, wallet.parse(request.params.wallet)));
  });

  const failed: ErrorRequestHandler = (error, _request, response, _next) => {
    const { status, message } = answerTo(error);
    if (status >= 500) console.error(error);
    response.status(status).json({ error: message });
  };
  return app.use(failed);
}

function answerTo(error: unknown): { status: number; message: string } {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) {
    const { path, message } = error.issues[0]!;
    return { status: 400, message: path.length === 0 ? message : `${path.join(".")}: ${message}` };
  }
  // Of express itself: a body that is too large or no JSON.
  const { status, message, expose } = error as { status?: number; message: string; expose?: boolean };
  if (status !== undefined && expose === true) return { status, message };
  return { status: 500, message: "The server has a fault of its own: its log says which" };
}

function isAddress(value: string): boolean {
  try {
    return new PublicKey(value).toBase58() === value;
  } catch {
    return false;
  }
}
