/**
 * A day of trading, in as little time as it takes: a host hands closes over by HTTP, one of ten requests to the node goes wrong,
 * and again and again an hour passes on the chain. Then every close is settled once, and the tables say what the chain says.
 */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { hex, ProfitShareReader, toDollars } from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import { LocalChain, NOON } from "@profit-share/testing/chain/local-chain";
import { freePort } from "@profit-share/testing/free-port";
import { residentMb } from "@profit-share/testing/memory";
import type { PostgresServer } from "@profit-share/testing/postgres";
import { Random } from "@profit-share/testing/random";
import { Webhook } from "standardwebhooks";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { Market, type TestSubscription, USDC } from "../support/market";
import { SECRET } from "../support/message-server";
import { Installation, type Running } from "../support/process";

const HOUR_S = 3_600;
const SLOT_MS = 200;
/** Closes that are handed over and not yet answered. */
const AT_ONCE = 100;
/** Milliseconds until a host asks again. */
const AGAIN_MS = 500;
/** How long the last closes may take. */
const PATIENCE_MS = 300_000;
const BROKEN: Fate = { error: { code: -32_603, message: "Internal error" } };
const FATES: readonly Fate[] = ["lose request", "lose answer", "double", "swallow", "behind", BROKEN];

export interface Sizes {
  hours: number;
  subscriptions: number;
  closes: number;
  /** Of a hundred requests to the node. */
  faultPercent: number;
  seed: number;
}

/** Of the chain's clock. */
export interface Hour {
  /** Closes that were handed over in it. */
  closes: number;
  /** Seconds of this machine's clock. */
  seconds: number;
  /** Of the keeper's process, at its end. */
  memoryMb: number;
}

export interface Outcome {
  hours: Hour[];
  requests: number;
  faults: number;
  transactions: number;
  /** What is not as it has to be; empty if all is well. */
  wrong: string[];
}

interface Close {
  subscription: TestSubscription;
  tradeId: string;
  /** Base units. */
  pnl: bigint;
}

export async function day(
  sizes: Sizes,
  server: PostgresServer,
  say: (hour: Hour) => void = () => {},
): Promise<Outcome> {
  const chain = await LocalChain.start({ slotMs: SLOT_MS, clock: NOON });
  const market = await Market.open({ chain });
  const random = new Random(sizes.seed);
  const subscriptions: TestSubscription[] = [];
  for (let made = 0; made < sizes.subscriptions; made++)
    subscriptions.push(await market.attested({ deposit: 1_000n * USDC }));
  const closes = Array.from({ length: sizes.closes }, (_, index) => ({
    subscription: subscriptions[index % subscriptions.length]!,
    tradeId: `close ${index + 1}`,
    pnl: BigInt(random.int(10_000_000) - 3_000_000),
  }));

  let [requests, faults] = [0, 0];
  const rpc = await FaultyRpc.start(chain.localnet.rpcUrl, () => {
    requests += 1;
    if (!random.chance(sizes.faultPercent)) return "pass";
    faults += 1;
    return random.pick(FATES);
  });
  const port = await freePort();
  const database = server.newDatabase();
  const installation = new Installation(market, {
    rpcUrl: rpc.url,
    database,
    listen: `127.0.0.1:${port}`,
    webhookSecret: SECRET,
    pollIntervalMs: 60_000,
    logLevel: "error",
  });
  const before = market.landed;
  const running = installation.start();
  try {
    const host = new Host(`http://127.0.0.1:${port}/v1/closes`);
    const hours: Hour[] = [];
    const each = Math.ceil(closes.length / sizes.hours);
    for (let first = 0; first < closes.length; first += each) {
      const start = performance.now();
      const some = closes.slice(first, first + each);
      await host.handOver(some);
      chain.localnet.chain.setTime(chain.localnet.chain.time() + HOUR_S);
      const hour = {
        closes: some.length,
        seconds: (performance.now() - start) / 1_000,
        memoryMb: residentMb(running.pid),
      };
      hours.push(hour);
      say(hour);
    }
    const rows = (sql: string): string[] => server.rows(sql, database);
    const wrong = await untilRight(async () => wrongIn(market, closes, rows));
    return { hours, requests, faults, transactions: market.landed - before, wrong };
  } finally {
    await stopped(running);
    await rpc.close();
    await market.close();
    rmSync(installation.folder, { recursive: true });
  }
}

async function stopped(running: Running): Promise<void> {
  running.kill("SIGTERM");
  await running.ended();
}

/** Hands closes over, and asks again until each is stored at least. */
class Host {
  constructor(private readonly url: string) {}

  async handOver(closes: readonly Close[]): Promise<void> {
    const waiting = closes.values();
    // All of them take the next one from the same list.
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const close of waiting) while (!(await this.isTaken(close))) await sleep(AGAIN_MS);
      }),
    );
  }

  /** @throws Error what the keeper says of a close that it will never take */
  private async isTaken({ subscription, tradeId, pnl }: Close): Promise<boolean> {
    const body = JSON.stringify({
      subscriberBotId: subscription.address.toBase58(),
      subscriberAgentWallet: subscription.agent.publicKey.toBase58(),
      isClosingTrade: true,
      tradePnl: toDollars(pnl),
      tradeId,
    });
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": tradeId,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": new Webhook(SECRET).sign(tradeId, now, body),
    };
    const response = await fetch(this.url, { method: "POST", headers, body }).catch(() => null);
    if (response === null) return false;
    const text = await response.text();
    if (response.status === 422) throw new Error(`${tradeId} is refused: ${text}`);
    return response.ok;
  }
}

/** What is still wrong after a while. */
async function untilRight(wrong: () => Promise<string[]>): Promise<string[]> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const all = await wrong();
    if (all.length === 0 || performance.now() > deadline) return all;
    await sleep(1_000);
  }
}

async function wrongIn(market: Market, closes: readonly Close[], rows: (sql: string) => string[]): Promise<string[]> {
  const open = rows(`SELECT status, count(*) FROM profit_share.closes WHERE status <> 'settled' GROUP BY status`);
  const flights = rows("SELECT action FROM profit_share.flights");
  // Reading the chain takes long: only when nothing is under way.
  if (open.length > 0 || flights.length > 0) return [`closes ${open.join(", ")}; flights ${flights.join(", ")}`];
  const wrong: string[] = [];
  const reader = new ProfitShareReader(market.chain.connection);
  for (const subscription of new Set(closes.map((close) => close.subscription))) {
    const address = subscription.address.toBase58();
    const own = closes.filter((close) => close.subscription === subscription);
    const { events, report } = await readHistory(reader, subscription.address);
    if (report.mismatch !== null) wrong.push(`${address}: its history does not add up: ${report.mismatch.what}`);
    const settled = events.map(({ record }) => `${hex(record.reference)} ${record.closePnl}`);
    const handed = own.map(({ tradeId, pnl }) => `${createHash("sha256").update(tradeId).digest("hex")} ${pnl}`);
    if (settled.sort().join() !== handed.sort().join())
      wrong.push(
        `${address}: ${settled.length} closes are settled, or not with their PnL; ${handed.length} were handed over`,
      );
    const stored = rows(
      `SELECT sequence, reference, close_pnl FROM profit_share.closes WHERE subscription = '${address}' ORDER BY sequence`,
    );
    const onChain = events.map(({ record }) => `${record.sequence}|${hex(record.reference)}|${record.closePnl}`);
    if (stored.join() !== onChain.join()) wrong.push(`${address}: the database says something else than the chain`);
    const { credited } = market.ledger(subscription);
    const [paid] = rows(
      `SELECT coalesce(sum(amount), 0) FROM profit_share.profit_share_distributions WHERE subscription = '${address}'`,
    );
    if (paid !== String(credited)) wrong.push(`${address}: ${paid} is paid by the rows, ${credited} by the chain`);
  }
  return wrong;
}
