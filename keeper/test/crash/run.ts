/**
 * One run: the process dies and is started again until it comes to its end, and once more when time has passed. Then nothing may
 * be lost, and nothing be twice.
 */
import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { toDollars } from "@profit-share/sdk";
import { bundle } from "@profit-share/testing/bundle";
import type { PostgresServer } from "@profit-share/testing/postgres";
import { Random } from "@profit-share/testing/random";
import { Keypair } from "@solana/web3.js";
import { FAULT_VARIABLE } from "../support/fault";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { openKeeper, TIMING } from "../support/keeper";
import { Market, type TestSubscription } from "../support/market";
import { MessageServer, SECRET } from "../support/message-server";
import { Installation, Running } from "../support/process";
import type { Errands } from "./child";
import { type Close, type Course, courseOf } from "./course";
import { Statuses } from "./statuses";
import { closeOf, faultsIn, type Query, type Scene } from "./verdict";

const ROOT = join(__dirname, "../../..");

/** What dies, in one file: that starts in a quarter of the time that the sources take. */
export const bundleChild = (): string => bundle(ROOT, relative(ROOT, join(__dirname, "child.ts")));

/** Longer than a blockhash lives. */
const EXPIRED = 151;
/** Longer than this process may be busy with something else. */
const RIVAL_LEASE_MS = 60_000;
const MINUTE_S = 61;
const EACH_MINUTE = { kind: "periodic", cron: "* * * * *", timeZone: "UTC" };
/** Starts of a process that is to die where it may not come to at once. */
const TRIES = 2;
/** Of one that is not to die. */
const MOST_STARTS = 6;

export interface Verdict {
  /** How often the process died. */
  deaths: number;
  /** What is not as it has to be; empty if all is well. */
  wrong: string[];
}

/** Where a run takes place. */
export interface Place {
  server: PostgresServer;
  /** Of the server, empty. */
  database: string;
  /** The same, of who settles what the process does not know. */
  rivalDatabase: string;
  /** Of `bundleChild`. */
  child: string;
}

export async function run(
  point: string,
  seed: number,
  { server, database, rivalDatabase, child }: Place,
): Promise<Verdict> {
  const course = courseOf(point, seed);
  const market = await Market.open();
  const rival = await openKeeper(market, { database: rivalDatabase, timing: { ...TIMING, leaseMs: RIVAL_LEASE_MS } });
  const scene = await prepare(market, course);
  const { attested } = scene;
  const settleElsewhere = ({ tradeId, pnl }: Close) => rival.settleClose(attested.address, closeOf(tradeId, pnl));
  await settleElsewhere(course.old);
  const faults = new Random(seed);
  const statuses = new Statuses(course.finality);
  let interfered = false;
  const rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, async (method, params): Promise<Fate> => {
    if (method === "sendTransaction" && !interfered) {
      interfered = true;
      await settleElsewhere(course.foreign);
      market.chain.localnet.chain.advanceSlots(EXPIRED);
      return "lose request";
    }
    if (faults.chance(course.lossPercent)) return faults.pick<Fate>(["lose request", "lose answer", "double"]);
    return method === "getSignatureStatuses" ? statuses.fate(params) : "pass";
  });
  const messages = await MessageServer.start();
  const installation = new Installation(market, {
    ...settingsOf(scene),
    rpcUrl: rpc.url,
    database,
    notifications: { webhooks: [{ url: messages.url, secret: SECRET }] },
  });
  const args = [installation.config, JSON.stringify(errandsOf(scene))];
  const rows: Query = (sql) => server.rows(sql, database);
  const start = async (death?: string) => {
    const environment: Record<string, string> = death === undefined ? {} : { [FAULT_VARIABLE]: death };
    const ended = await new Running(args, environment, child).ended();
    passMinute(market, rows);
    return ended;
  };
  try {
    let deaths = 0;
    for (const death of course.deaths) {
      for (let tries = 0; tries < TRIES; tries++) {
        if ((await start(death)).signal !== "SIGKILL") continue;
        deaths += 1;
        break;
      }
    }
    statuses.calm();
    // What is settled now may be paid in the next minute, and is told in the one after.
    const isTold = () => rows("SELECT 1 FROM profit_share.news").length === 0;
    let last = await start();
    for (let starts = 1; starts < 2 || (starts < MOST_STARTS && !isTold()); starts++) last = await start();
    const { code, stderr } = last;
    // What somebody else would have settled is settled in any case.
    if (!interfered) await settleElsewhere(course.foreign);
    const wrong = await faultsIn({ ...scene, rows, messages: messages.received, isForeignKnown: interfered });
    return { deaths, wrong: code === 0 ? wrong : [`the last start failed: ${stderr}`, ...wrong] };
  } finally {
    await rival.stop();
    await rpc.close();
    await messages.close();
    await market.close();
    rmSync(installation.folder, { recursive: true });
  }
}

async function prepare(market: Market, course: Course): Promise<Scene> {
  const verified = await market.verified({ deposit: course.deposits.verified });
  const attested = await market.attested({ deposit: course.deposits.attested });
  const leaving = await market.attested();
  await market.leave(leaving);
  market.setTokens(attested.agent.publicKey, course.agentTokens);
  await market.trade(verified, course.realized);
  return { market, course, verified, attested, leaving, payee: Keypair.generate().publicKey };
}

const settingsOf = ({ course, verified, attested, leaving }: Scene) => ({
  keeper: null,
  agents: [leaving.agent.publicKey.toBase58()],
  subscriptions: [verified, attested].map(({ address }) => address.toBase58()),
  // A death after what it spends was noted counts it as spent, and each of them can die twice there.
  dailyBudgetPerBot: 1_000_000_000,
  policies: course.isPeriodic ? { [verified.bot.toBase58()]: EACH_MINUTE } : {},
});

function errandsOf({ market, course, attested, leaving, payee }: Scene): Errands {
  const argument = ({ address, agent }: TestSubscription, { tradeId, pnl }: Close): Errands["last"] => [
    address.toBase58(),
    agent.publicKey.toBase58(),
    tradeId,
    toDollars(pnl),
  ];
  return {
    closes: course.closes.map((close) => argument(attested, close)),
    last: argument(leaving, course.last),
    payment: {
      id: "payment",
      from: attested.agent.publicKey.toBase58(),
      to: payee.toBase58(),
      mint: market.chain.mint.toBase58(),
      amount: String(course.payment),
    },
  };
}

/** A minute goes by: what was paid is old enough to be told, and money that waits for a time has reached it. */
function passMinute(market: Market, rows: Query): void {
  const { chain } = market.chain.localnet;
  chain.setTime(chain.time() + MINUTE_S);
  const sooner = (table: string): string =>
    `UPDATE profit_share.${table} SET due_at = due_at - interval '${MINUTE_S} seconds'`;
  rows(`${sooner("news")}; ${sooner("outbox")}`);
}
