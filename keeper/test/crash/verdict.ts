/** What is not as it has to be after a run. */
import { createHash } from "node:crypto";
import { hex, ProfitShareReader, vaultAddress } from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { type Market, type TestSubscription, USDC } from "../support/market";
import type { Received } from "../support/message-server";
import type { Course } from "./course";

const TENTH = 10n;
/** Base units: what is less is not paid out. */
const MIN_PAYOUT = 10_000n;

/** Who takes part. */
export interface Scene {
  market: Market;
  course: Course;
  verified: TestSubscription;
  attested: TestSubscription;
  /** Its subscriber has unsubscribed. */
  leaving: TestSubscription;
  /** Of the payment between wallets. */
  payee: PublicKey;
}

/** The lines that SQL returns. */
export type Query = (sql: string) => string[];

export interface Ended extends Scene {
  rows: Query;
  messages: readonly Received[];
  /** Whether what somebody else settled was there before the last start: else it is not in the tables. */
  isForeignKnown: boolean;
}

/** @returns nothing if all is well */
export async function faultsIn({ rows, messages, isForeignKnown, ...scene }: Ended): Promise<string[]> {
  const { verified, attested } = scene;
  return [
    ...(await attestedFaults(scene)),
    ...verifiedFaults(scene),
    ...leavingFaults(scene, rows),
    ...(isForeignKnown ? await tableFaults(scene, rows) : []),
    ...paymentFaults(scene, isForeignKnown ? [attested, verified] : [verified], rows),
    ...messageFaults(messages, rows),
  ];
}

/** Every close is on chain once, and money is where it has to be, to the last unit. */
async function attestedFaults({ market, course, attested: subscription, payee }: Scene): Promise<string[]> {
  const closes = [course.old, course.foreign, ...course.closes];
  const profit = closes.reduce((sum, { pnl }) => sum + (pnl > 0n ? pnl : 0n), 0n);
  const accrued = profit / TENTH;
  const ledger = market.ledger(subscription);
  const { events } = await readHistory(new ProfitShareReader(market.chain.connection), subscription.address);
  const settled = events.map(({ record }) => `${hex(record.reference)} ${record.closePnl}`).sort();
  const start = course.deposits.attested + course.agentTokens;
  const own = market.escrowTokens(subscription) + market.payoutTokens(subscription) + market.agentTokens(subscription);
  return differences("attested", {
    settled: [settled, closes.map(({ tradeId, pnl }) => `${closeOf(tradeId, pnl).reference} ${pnl}`).sort()],
    last: [ledger.last, closes.reduce((sum, { pnl }) => sum + pnl, 0n)],
    accrued: [ledger.accrued, accrued],
    credited: [ledger.credited, accrued],
    unpaid: [ledger.credited - ledger.claimed < MIN_PAYOUT, true],
    paid: [market.payoutTokens(subscription), ledger.claimed],
    escrow: [market.escrowTokens(subscription), ledger.balance + ledger.credited - ledger.claimed],
    tokens: [own + tokensOf(market, payee), start],
    payment: [tokensOf(market, payee), course.payment],
  });
}

function verifiedFaults({ market, course, verified: subscription }: Scene): string[] {
  const { realized, deposits } = course;
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

/** It is gone, and everybody has what is theirs; a share that is too small to be paid out is in the bot's vault. */
function leavingFaults({ market, course, leaving }: Scene, rows: Query): string[] {
  const { address, bot, subscriber } = leaving;
  const { pnl } = course.last;
  const share = pnl > 0n ? pnl / TENTH : 0n;
  return differences("leaving", {
    account: [market.chain.localnet.chain.account(address.toBase58()), null],
    paid: [market.payoutTokens(leaving), share < MIN_PAYOUT ? 0n : share],
    vault: [market.chain.tokens(vaultAddress(bot)), share < MIN_PAYOUT ? share : 0n],
    subscriber: [tokensOf(market, subscriber.publicKey), 100n * USDC - share],
    stored: [paidIn(rows, leaving), share],
  });
}

/** The tables say what the chain says, and nothing is left in flight. */
async function tableFaults({ market, attested: { address } }: Scene, rows: Query): Promise<string[]> {
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
const paymentFaults = ({ market }: Scene, subscriptions: readonly TestSubscription[], rows: Query): string[] =>
  subscriptions.flatMap((subscription) =>
    differences(`payments of ${subscription.address.toBase58()}`, {
      sum: [paidIn(rows, subscription), market.ledger(subscription).credited],
    }),
  );

const paidIn = (rows: Query, { address }: TestSubscription): string =>
  rows(
    `SELECT coalesce(sum(amount), 0) FROM profit_share.profit_share_distributions WHERE subscription = '${address.toBase58()}'`,
  )[0]!;

/** Paid since a subscription was looked at first: what was paid before is no news. */
const NEWS = `
  SELECT id FROM profit_share.profit_share_distributions AS paid WHERE credited > (
    SELECT credited FROM profit_share.profit_share_ledgers AS seen WHERE seen.subscription = paid.subscription ORDER BY slot LIMIT 1
  )`;

/** All of that was told, each payment in one message, however often that came. */
function messageFaults(messages: readonly Received[], rows: Query): string[] {
  const told = new Map(messages.map(({ headers, body }) => [headers["webhook-id"]!, JSON.parse(body)]));
  const payments = [...told.values()].filter(({ type }) => type === "payment").flatMap(({ data }) => data.payments);
  return differences("messages", {
    payments: [payments.map(({ id }) => id).sort(), rows(NEWS).sort()],
    waiting: [rows("SELECT id FROM profit_share.outbox WHERE state <> 'sent'"), []],
  });
}

function differences(what: string, values: Record<string, [unknown, unknown]>): string[] {
  return Object.entries(values).flatMap(([name, [is, should]]) =>
    String(is) === String(should) ? [] : [`${what} ${name} is ${is}, and should be ${should}`],
  );
}

export const closeOf = (tradeId: string, closePnl: bigint) => ({
  reference: createHash("sha256").update(tradeId).digest("hex"),
  tradeId,
  closePnl,
});

/** Of its own token account. */
const tokensOf = (market: Market, wallet: PublicKey): bigint => market.chain.tokens(market.chain.purse(wallet));
