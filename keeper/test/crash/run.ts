/** One run: the process dies and is started again until it comes to its end. Then nothing may be lost, and nothing be twice. */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ProfitShareReader, toDollars } from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import type { PostgresServer } from "@profit-share/testing/postgres";
import { Random } from "@profit-share/testing/random";
import { createKeeper } from "../../src";
import { FAULT_VARIABLE } from "../support/fault";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { silent, TIMING } from "../support/keeper";
import { Market, type TestSubscription } from "../support/market";
import { Installation, Running } from "../support/process";
import { type Close, type Course, courseOf } from "./course";

const CHILD = join(__dirname, "child.ts");
/** Longer than a blockhash lives. */
const EXPIRED = 151;
const TENTH = 10n;
/** Base units: what is less is not paid out. */
const MIN_PAYOUT = 10_000n;

export interface Verdict {
  /** How often the process died. */
  deaths: number;
  /** What is not as it has to be; empty if all is well. */
  wrong: string[];
}

/** @param database of the server, reset for this run */
export async function run(point: string, seed: number, server: PostgresServer, database: string): Promise<Verdict> {
  const course = courseOf(point, seed);
  const market = await Market.open();
  const { signer, agents } = market;
  const rival = await createKeeper({
    settings: market.settings(),
    signer,
    agents,
    database: null,
    logger: silent,
    timing: TIMING,
  });
  const verified = await market.verified({ deposit: course.deposits.verified });
  const attested = await market.attested({ deposit: course.deposits.attested });
  market.setTokens(attested.agent.publicKey, course.agentTokens);
  await market.trade(verified, course.realized);
  const settleElsewhere = ({ tradeId, pnl }: Close) => rival.settleClose(attested.address, closeOf(tradeId, pnl));
  await settleElsewhere(course.old);
  const faults = new Random(seed);
  let interfered = false;
  const rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, async (method): Promise<Fate> => {
    if (method === "sendTransaction" && !interfered) {
      interfered = true;
      await settleElsewhere(course.foreign);
      market.chain.localnet.chain.advanceSlots(EXPIRED);
      return "lose request";
    }
    return faults.chance(course.lossPercent) ? faults.pick<Fate>(["lose request", "lose answer", "double"]) : "pass";
  });
  const watched = {
    keeper: null,
    agents: [],
    subscriptions: [verified, attested].map(({ address }) => address.toBase58()),
  };
  const installation = new Installation(market, { rpcUrl: rpc.url, database, ...watched });
  try {
    const { deaths, error } = await live(course, installation, attested);
    const wrong = error === null ? [] : [`the last start failed: ${error}`];
    // What somebody else would have settled is settled in any case.
    if (!interfered) await settleElsewhere(course.foreign);
    wrong.push(...(await attestedFaults(market, attested, course)), ...verifiedFaults(market, verified, course));
    const query = queriesTo(server, database);
    if (interfered) wrong.push(...(await tableFaults(market, attested, query)));
    // What somebody else settled after the last start is not in the tables.
    wrong.push(...paymentFaults(market, interfered ? [attested, verified] : [verified], query));
    return { deaths, wrong };
  } finally {
    await rival.stop();
    await rpc.close();
    await market.close();
    rmSync(installation.folder, { recursive: true });
  }
}

async function live(course: Course, { config }: Installation, { address, agent }: TestSubscription) {
  const closes = course.closes.map(({ tradeId, pnl }) => [
    address.toBase58(),
    agent.publicKey.toBase58(),
    tradeId,
    toDollars(pnl),
  ]);
  let deaths = 0;
  for (const death of [...course.deaths, undefined]) {
    const environment: Record<string, string> = death === undefined ? {} : { [FAULT_VARIABLE]: death };
    const { code, signal, stderr } = await new Running([config, JSON.stringify(closes)], environment, CHILD).ended();
    if (signal === "SIGKILL") deaths += 1;
    else if (code !== 0 && death === undefined) return { deaths, error: stderr };
  }
  return { deaths, error: null };
}

/** Every close is on chain once, and money is where it has to be, to the last unit. */
async function attestedFaults(market: Market, subscription: TestSubscription, course: Course): Promise<string[]> {
  const closes = [course.old, course.foreign, ...course.closes];
  const profit = closes.reduce((sum, { pnl }) => sum + (pnl > 0n ? pnl : 0n), 0n);
  const accrued = profit / TENTH;
  const ledger = market.ledger(subscription);
  const { events } = await readHistory(new ProfitShareReader(market.chain.connection), subscription.address);
  const settled = events.map(({ record }) => `${hex(record.reference)} ${record.closePnl}`).sort();
  const start = course.deposits.attested + course.agentTokens;
  const end = market.escrowTokens(subscription) + market.payoutTokens(subscription) + market.agentTokens(subscription);
  return differences("attested", {
    settled: [settled, closes.map(({ tradeId, pnl }) => `${closeOf(tradeId, pnl).reference} ${pnl}`).sort()],
    last: [ledger.last, closes.reduce((sum, { pnl }) => sum + pnl, 0n)],
    accrued: [ledger.accrued, accrued],
    credited: [ledger.credited, accrued],
    unpaid: [ledger.credited - ledger.claimed < MIN_PAYOUT, true],
    paid: [market.payoutTokens(subscription), ledger.claimed],
    escrow: [market.escrowTokens(subscription), ledger.balance + ledger.credited - ledger.claimed],
    tokens: [end, start],
  });
}

function verifiedFaults(market: Market, subscription: TestSubscription, { realized, deposits }: Course): string[] {
  const ledger = market.ledger(subscription);
  const accrued = realized > 0n ? realized / TENTH : 0n;
  const paid = market.payoutTokens(subscription);
  return differences("verified", {
    last: [ledger.last, realized],
    accrued: [ledger.accrued, accrued],
    credited: [ledger.credited, accrued],
    unpaid: [ledger.credited - ledger.claimed < MIN_PAYOUT, true],
    paid: [paid, ledger.claimed],
    tokens: [market.escrowTokens(subscription) + paid, deposits.verified + ledger.totalWithdraws],
  });
}

/** The tables say what the chain says, and nothing is left in flight. */
async function tableFaults(market: Market, { address }: TestSubscription, rows: Query) {
  const { events } = await readHistory(new ProfitShareReader(market.chain.connection), address);
  return differences("tables", {
    closes: [
      rows(
        `SELECT sequence, reference, close_pnl, status FROM profit_share.closes WHERE subscription = '${address}' ORDER BY sequence`,
      ),
      events.map(({ record }) => `${record.sequence}|${hex(record.reference)}|${record.closePnl}|settled`),
    ],
    flights: [rows("SELECT signature FROM profit_share.flights"), []],
  });
}

/** What was paid, trade by trade, adds up to what the chain says. */
function paymentFaults(market: Market, subscriptions: readonly TestSubscription[], rows: Query): string[] {
  const paid = (address: string) =>
    rows(
      `SELECT coalesce(sum(amount), 0) FROM profit_share.profit_share_distributions WHERE subscription = '${address}'`,
    );
  return subscriptions.flatMap((subscription) => {
    const name = subscription.address.toBase58();
    return differences(`payments of ${name}`, { sum: [paid(name), market.ledger(subscription).credited] });
  });
}

type Query = (sql: string) => string[];

function queriesTo(server: PostgresServer, database: string): Query {
  const name = new URL(database).pathname.slice(1);
  const isRow = (line: string) => line !== "";
  return (sql) => server.run(sql, name).split("\n").filter(isRow);
}

function differences(what: string, values: Record<string, [unknown, unknown]>): string[] {
  return Object.entries(values).flatMap(([name, [is, should]]) =>
    String(is) === String(should) ? [] : [`${what} ${name} is ${is}, and should be ${should}`],
  );
}

const closeOf = (tradeId: string, closePnl: bigint) => ({
  reference: createHash("sha256").update(tradeId).digest("hex"),
  tradeId,
  closePnl,
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
