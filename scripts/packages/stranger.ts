/**
 * A stranger's path: `examples/marketplace-server` in an empty folder with the packed packages, beside a keeper. A bot is
 * published and subscribed to, signals close positions, the keeper is killed in the middle, and what was paid is what the chain
 * says, to the unit.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keeperAddress, keyFileText, registerKeeper, toDollars } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { freePort } from "@profit-share/testing/free-port";
import { type PostgresServer, postgresIfAny } from "@profit-share/testing/postgres";
import { Keypair, PublicKey, VersionedTransaction } from "@solana/web3.js";
import { Webhook } from "standardwebhooks";
import { stringify } from "yaml";

const EXAMPLE = "examples/marketplace-server";
const USDC = 1_000_000n;
const ORIGIN = "https://app.example.com";
const CHAT = "4242";
/** Looked again after so many milliseconds, so many times. */
const LOOK_MS = 100;
const LOOKS = 600;

/** What a close makes: long at $100, closed at these prices with $100 of stake. */
const PRICES = ["110", "95", "120", "101.5", "130"];

/** @param install puts the packed packages and the example's own dependencies into the folder */
export async function checkStranger(root: string, folder: string, install: (project: string) => Promise<void>) {
  const server = postgresIfAny();
  if (server === null) throw new Error("a stranger's path needs PostgreSQL: install it (Debian: postgresql)");
  const project = join(folder, "marketplace");
  cpSync(join(root, EXAMPLE), project, { recursive: true });
  mkdirSync(join(project, "agents"));
  await install(project);
  // What creators earned lately counts from now.
  const chain = await LocalChain.start({ clock: Math.floor(Date.now() / 1_000) });
  const telegram = await Telegram.start();
  const stranger = new Stranger(project, chain, server, telegram);
  try {
    await server.create();
    await stranger.walk();
  } finally {
    await stranger.stop();
    await server.remove();
    await telegram.close();
    await chain.close();
  }
}

class Stranger {
  private readonly webhookSecret = `whsec_${randomBytes(32).toString("base64")}`;
  private readonly running: ChildProcess[] = [];
  private marketplace = "";
  private keeper = "";

  constructor(
    private readonly project: string,
    private readonly chain: LocalChain,
    private readonly server: PostgresServer,
    private readonly telegram: Telegram,
  ) {}

  async walk(): Promise<void> {
    const keeperProcess = await this.begin();
    const creator = Keypair.generate();
    this.chain.airdrop(creator.publicKey);
    const bot = await this.publish(creator);
    await this.optIn(creator.publicKey);
    const subscription = await this.subscribe(bot.id);
    await this.closeAll(bot, subscription.id, keeperProcess);
    await this.compare(bot, subscription, creator.publicKey);
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map(end));
  }

  /** Marketplace and keeper, as the README says. */
  private async begin(): Promise<ChildProcess> {
    const { chain, server, webhookSecret } = this;
    const [operator, signer] = [Keypair.generate(), Keypair.generate()];
    chain.airdrop(operator.publicKey);
    chain.airdrop(signer.publicKey);
    const id = randomBytes(16);
    const parties = { creator: operator.publicKey, payer: chain.payer.publicKey };
    await chain.send([registerKeeper({ ...parties, id, signer: signer.publicKey })], operator);
    const keeper = keeperAddress(operator.publicKey, id).toBase58();
    writeFileSync(join(this.project, "signer.json"), keyFileText(signer), { mode: 0o600 });

    const [port, keeperPort] = [await freePort(), await freePort()];
    this.marketplace = `http://127.0.0.1:${port}`;
    this.keeper = `http://127.0.0.1:${keeperPort}`;
    const database = server.newDatabase();
    writeFileSync(
      join(this.project, "keeper.yaml"),
      stringify({
        rpcUrl: chain.localnet.rpcUrl,
        wsUrl: chain.localnet.wsUrl,
        keeper,
        signer: "./signer.json",
        agentKeys: "./agents",
        database,
        listen: `127.0.0.1:${keeperPort}`,
        webhookSecret,
        hostTables: {
          database,
          subscriptions: { table: "botSubscriptions", id: "id", subscription: "address" },
          agents: { table: "agentWallets", agent: "agent", subscriber: "subscriber" },
        },
        subscribing: { origins: [ORIGIN] },
        notifications: { telegram: { token: `1:${"a".repeat(35)}`, apiRoot: this.telegram.url } },
        pollIntervalMs: 500,
      }),
    );
    this.run("npm", ["start"], {
      PORT: String(port),
      DATABASE_URL: database,
      RPC_URL: chain.localnet.rpcUrl,
      AGENT_KEYS: "./agents",
      KEEPER: keeper,
      KEEPER_URL: this.keeper,
      WEBHOOK_SECRET: webhookSecret,
      MINT: chain.mint.toBase58(),
    });
    // No tables of the keeper are there yet, so it has only to answer.
    await until("the marketplace answers", async () => (await fetch(`${this.marketplace}/nothing`)).status === 404);
    return this.startKeeper();
  }

  private async startKeeper(): Promise<ChildProcess> {
    const child = this.run("node_modules/.bin/profit-share-keeper", ["--config", "keeper.yaml"], {});
    await until("the keeper answers", async () => (await fetch(`${this.keeper}/live`)).ok);
    return child;
  }

  private async publish(creator: Keypair): Promise<{ id: string; address: string; signalSecret: string }> {
    const { transaction, ...bot } = await this.ask<Published>(`${this.marketplace}/bots`, {
      name: "Trend",
      creatorWallet: creator.publicKey.toBase58(),
      profitSharePercent: "10",
      terms: "The legal text.",
    });
    const signed = signedBy(creator, transaction);
    await this.chain.connection.sendRawTransaction(Buffer.from(signed, "base64"));
    await until("the bot is on the chain", () => this.confirms(`${this.marketplace}/bots/${bot.id}/published`));
    return bot;
  }

  /** A message for each payment. */
  private async optIn(creator: PublicKey): Promise<void> {
    const body = JSON.stringify({ creator, telegramChat: CHAT, every: "payment", leastAmount: "0" });
    const [id, now] = [`msg_${randomUUID()}`, new Date()];
    const response = await fetch(`${this.keeper}/v1/recipients/${creator.toBase58()}`, {
      method: "PUT",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": new Webhook(this.webhookSecret).sign(id, now, body),
      },
      body,
    });
    if (!response.ok) throw new Error(`opting in answers ${response.status}: ${await response.text()}`);
  }

  /** As a browser does: asks the marketplace, then the keeper, and signs in between. */
  private async subscribe(botId: string): Promise<{ id: string; address: string }> {
    const subscriber = Keypair.generate();
    this.chain.airdrop(subscriber.publicKey);
    await this.chain.mintTo(subscriber.publicKey, 100n * USDC);
    const { id, address, request } = await this.ask<Begun>(`${this.marketplace}/subscriptions`, {
      botId,
      subscriberWallet: subscriber.publicKey.toBase58(),
      stake: "100",
      dailyCap: "50",
      deposit: "20",
    });
    const prepared = await this.ask<{ transaction: string }>(`${this.keeper}/v1/subscriptions/prepare`, request);
    const transaction = signedBy(subscriber, prepared.transaction);
    const result = await this.ask<{ kind: string }>(`${this.keeper}/v1/subscriptions/cosign`, {
      ...request,
      transaction,
    });
    if (result.kind !== "confirmed") throw new Error(`cosigning answers ${JSON.stringify(result)}`);
    if (!(await this.confirms(`${this.marketplace}/subscriptions/${id}/started`)))
      throw new Error("it has not started");
    return { id, address };
  }

  /** Five closes; the keeper is killed while it has the second. */
  private async closeAll(
    { id, signalSecret }: { id: string; signalSecret: string },
    subscription: string,
    keeper: ChildProcess,
  ): Promise<void> {
    const signal = async (name: string, action: string, price: string) => {
      const said = { id: name, secret: signalSecret, symbol: "SOL-PERP", action, price };
      const { trades } = await this.ask<{ trades: number }>(`${this.marketplace}/bots/${id}/signals`, said);
      return trades;
    };
    for (const [index, price] of PRICES.entries()) {
      await signal(`open ${index}`, "buy", "100");
      await signal(`close ${index}`, "close", price);
      if ((await signal(`close ${index}`, "close", price)) !== 0)
        throw new Error("a signal that came twice was traded twice");
      if (index !== 1) continue;
      keeper.kill("SIGKILL");
      await once(keeper, "exit");
    }
    await this.startKeeper();
    await until("the keeper has every close", async () => {
      const trades = await this.ask<Trade[]>(`${this.marketplace}/subscriptions/${subscription}/trades`);
      return trades.filter(({ isClosing }) => isClosing).every(({ profitShare }) => profitShare === "taken");
    });
  }

  /** High-water mark: +10, −5, +20, +1.5, +30 are 56.50 of profit, and 5.65 of share. */
  private async compare(
    bot: { address: string },
    { id, address }: { id: string; address: string },
    creator: PublicKey,
  ): Promise<void> {
    const ledger = () => this.chain.client.subscription(new PublicKey(address));
    await until("everything is settled", async () => (await ledger()).sequence === BigInt(PRICES.length));
    const { accrued, credited } = await ledger();
    expectEqual("accrued", toDollars(accrued), "5.65");
    expectEqual("credited", toDollars(credited), "5.65");
    const earnings = () => this.ask<{ total: string }>(`${this.marketplace}/creators/${creator.toBase58()}/earnings`);
    await until("the table has every payment", async () => (await earnings()).total === toDollars(credited));
    const trades = await this.ask<Trade[]>(`${this.marketplace}/subscriptions/${id}/trades`);
    const deducted = trades.filter(({ isClosing }) => isClosing).map((trade) => trade.deducted);
    // Newest first: of +20 after −5 only 15 are new profit.
    expectEqual("deductions", deducted.join(" "), "3.00 0.15 1.50 0.00 1.00");
    const [listed] = await this.ask<{ address: string; earnedIn30Days: string }[]>(`${this.marketplace}/bots`);
    expectEqual("the listed bot", listed!.address, bot.address);
    expectEqual("earned in 30 days", listed!.earnedIn30Days, "5.65");
    await until("the creator is told of 1.00 dollar", async () =>
      this.telegram.texts(CHAT).some((text) => text.includes("$1.00")),
    );
  }

  /** @throws Error with the answer, if it is none of success */
  private async ask<Answer>(url: string, body?: object): Promise<Answer> {
    const response = await fetch(url, {
      headers: { "content-type": "application/json", origin: ORIGIN },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Whether the marketplace finds it on the chain. */
  private async confirms(url: string): Promise<boolean> {
    return (await fetch(url, { method: "POST" })).status === 204;
  }

  private run(command: string, args: readonly string[], environment: Record<string, string>): ChildProcess {
    const env = { ...process.env, ...environment };
    // A group of its own: npm starts a shell, and that the server.
    const child = spawn(command, args, {
      cwd: this.project,
      env,
      stdio: ["ignore", "ignore", "inherit"],
      detached: true,
    });
    this.running.push(child);
    return child;
  }
}

interface Published {
  id: string;
  address: string;
  signalSecret: string;
  transaction: string;
}

interface Begun {
  id: string;
  address: string;
  request: object;
}

interface Trade {
  isClosing: boolean;
  deducted: string;
  profitShare: string;
}

/** What api.telegram.org does with a message. */
class Telegram {
  private readonly messages: { chat_id: string | number; text: string }[] = [];
  private readonly server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    this.messages.push(JSON.parse(body));
    const result = { message_id: this.messages.length, date: 0, chat: { id: Number(CHAT), type: "private" } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true, result }));
  });

  static async start(): Promise<Telegram> {
    const telegram = new Telegram();
    telegram.server.listen(0, "127.0.0.1");
    await once(telegram.server, "listening");
    return telegram;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  texts(chat: string): string[] {
    return this.messages.filter(({ chat_id }) => String(chat_id) === chat).map(({ text }) => text);
  }

  async close(): Promise<void> {
    this.server.close().closeAllConnections();
  }
}

function signedBy(wallet: Keypair, base64: string): string {
  const transaction = VersionedTransaction.deserialize(Buffer.from(base64, "base64"));
  transaction.sign([wallet]);
  return Buffer.from(transaction.serialize()).toString("base64");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid!, "SIGTERM");
  await ended;
}

/** @throws Error if it does not come true */
async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  let problem = "";
  for (let look = 0; look < LOOKS; look++) {
    const yes = await isTrue().catch((error: Error) => {
      problem = `: ${error.message}`;
      return false;
    });
    if (yes) return;
    await sleep(LOOK_MS);
  }
  throw new Error(`it never comes true that ${what}${problem}`);
}

function expectEqual(what: string, found: string, expected: string): void {
  if (found !== expected) throw new Error(`${what}: ${found}, expected ${expected}`);
}
