/** How a subscription begins and ends, in the model. */

import { firstHead, sha256 } from "@profit-share/testing/svm/history";
import { PublicKey } from "@solana/web3.js";
import { type Address, PROGRAM, SYSTEM, TOKEN } from "../addresses";
import { ACTIVE, type Bot, type Subscription } from "../contents";
import { toU64 } from "../rule";
import { type Reading, readingOf } from "../venue";
import { type Call, checkEventAuthority, checkInstance } from "./call";
import { claimableOf, fund, isPurse, owedOf } from "./money";
import { isVaultOf } from "./parties";
import { need, refuse } from "./refusal";
import { ATTESTED_SOURCE, DAY, dayOf, endOf } from "./settlement";
import { readUser } from "./settling";
import { create, remove, transfer } from "./tokens";

const WRITE_OFF_TIME = 7n * DAY;

export function subscribe(call: Call): void {
  const { state, args } = call;
  const { terms, open } = call.bot();
  const bot = call.address("bot");
  const agent = call.address("agent");
  need(call.address("mint") === terms.mint, "MintMismatch");
  need(open === 1, "BotNotOpen");
  need(args.termsVersion === terms.version, "TermsChanged");
  need(terms.bps <= args.maxProfitShareBps!, "ProfitShareAboveMaximum");
  need(args.dailyCap! >= terms.minDailyCap, "CapBelowMinimum");
  need(args.deposit! >= terms.minBalance, "DepositBelowMinimum");
  const attested = terms.source === ATTESTED_SOURCE;
  const reading = attested ? null : firstReading(call);
  if (attested) need(call.address("venue_user") === SYSTEM, "VenueUserMismatch");
  const at = call.address("subscription");
  const derived = attested
    ? at.name.startsWith("attested ") && at.of[0] === agent && at.number === args.accountNo
    : at.name.startsWith("verified ") && at.of[0] === call.address("venue_user");
  need(derived, "SubscriptionAddressMismatch");
  const escrow = call.address("escrow");
  need(escrow.name.startsWith("escrow of ") && escrow.of[0] === at, "EscrowMismatch");
  need(call.at("subscription").owner === SYSTEM, "AlreadySubscribed");
  const owner = call.change<Bot>("bot");
  owner.subscriptions += 1n;
  create(state, call.at("payer"), call.at("subscription"), PROGRAM, {
    kind: "subscription",
    bump: at.bump,
    state: ACTIVE,
    beingLiquidated: 0,
    accountNo: attested ? args.accountNo! : 0,
    liquidationId: reading?.liquidationId ?? 0,
    bot,
    escrow,
    subscriber: call.address("subscriber"),
    agent,
    venueUser: attested ? SYSTEM : call.address("venue_user"),
    rentPayer: call.address("payer"),
    instance: owner.subscriptions,
    terms,
    mark: reading?.realized ?? 0n,
    last: reading?.realized ?? 0n,
    loss: reading?.loss ?? 0n,
    profitTotal: 0n,
    accrued: 0n,
    credited: 0n,
    claimed: 0n,
    waived: 0n,
    balance: args.deposit!,
    dailyCap: args.dailyCap!,
    nextDailyCap: 0n,
    nextDailyCapDay: 0,
    windowDay: dayOf(state.now),
    windowAccrued: 0n,
    totalDeposits: reading?.deposits ?? 0n,
    totalWithdraws: reading?.withdraws ?? 0n,
    sequence: 0n,
    reference: Buffer.alloc(32),
    head: firstHead(
      { program: key(PROGRAM), subscription: key(at), bot: key(bot), instance: owner.subscriptions },
      terms.bytes,
    ),
    subscribedAt: state.now,
    settledAt: 0n,
    closingAt: 0n,
    endedAt: 0n,
  });
  const tokens = { kind: "tokens", mint: terms.mint, owner: at, amount: 0n, frozen: false } as const;
  create(state, call.at("payer"), call.at("escrow"), TOKEN, { ...tokens });
  if (args.deposit === 0n) return;
  if (!call.has("source")) refuse("ConstraintAccountIsNone");
  transfer(state, call.at("source"), call.at("escrow"), call.address("depositor"), args.deposit!);
}

const key = (address: Address): PublicKey => new PublicKey(address.bytes);

/** Where a verified subscription starts: the account is there, the agent's, flat and not in liquidation. */
function firstReading(call: Call): Reading {
  const { state, args } = call;
  need(args.accountNo === 0, "UnexpectedAccountNo");
  const at = call.address("venue_user");
  if (readUser(state, at) === null) refuse("VenueOwner");
  const user = state.venueUsers.get(at)!;
  need(user.authority === call.address("agent"), "VenueAuthority");
  const reading = readingOf(user);
  need(reading.flat, "VenueNotFlat");
  need(!reading.beingLiquidated, "VenueInLiquidation");
  return reading;
}

/** Begins the data of a `Closed` event instruction. */
const CLOSED_TAG = Buffer.concat([
  Buffer.from("e445a52e51cb9a1d", "hex"),
  sha256(Buffer.from("event:Closed")).subarray(0, 8),
]);

export function closeSubscription(call: Call): void {
  const { state } = call;
  const at = call.address("subscription");
  need(call.address("rent_payer") === call.subscription().rentPayer, "RentPayerMismatch");
  need(call.address("subscriber") === call.subscription().subscriber, "NotSubscriber");
  need(call.address("escrow") === call.subscription().escrow, "EscrowMismatch");
  need(call.address("bot") === call.subscription().bot, "BotMismatch");
  need(isVaultOf(call.address("vault"), call.address("bot")), "InvalidSeeds");
  checkEventAuthority(call);
  checkInstance(call, call.address("bot"));
  const s = call.change<Subscription>("subscription");
  const end = endOf(s);
  if (end === null || state.now < end) refuse("NotEnded");
  const held = call.tokens("escrow").amount;
  fund(s, held - s.balance - claimableOf(s));
  const writtenOff = owedOf(s);
  need(writtenOff === 0n || state.now >= end + WRITE_OFF_TIME, "DebtOutstanding");
  const toVault = claimableOf(s);
  const toSubscriber = held - toVault;
  countClosed(call.change<Bot>("bot"), s);
  if (toVault > 0n) transfer(state, call.at("escrow"), call.at("vault"), at, toVault);
  if (toSubscriber > 0n) {
    if (!call.has("destination")) refuse("RefundDestination");
    const own = isPurse(call.at("destination"), s.subscriber, s.terms.mint);
    need(call.signed("subscriber") || own, "RefundDestination");
    transfer(state, call.at("escrow"), call.at("destination"), at, toSubscriber);
  }
  const { accrued, credited, claimed, waived } = s;
  const place = numbers(s.instance, end, s.sequence);
  const sums = numbers(s.profitTotal, accrued, credited, claimed, waived, writtenOff, toVault, toSubscriber);
  call.events.push(Buffer.concat([CLOSED_TAG, at.bytes, s.bot.bytes, place, s.head, sums]));
  remove(state, call.at("escrow"), call.at("rent_payer"));
  remove(state, call.at("subscription"), call.at("rent_payer"));
}

/** None of them is negative: the clock starts at day 20,000. */
function numbers(...values: bigint[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => {
    bytes.writeBigUInt64LE(value, 8 * index);
  });
  return bytes;
}

/** A statistic stops at the end of u64, so that no close fails for it. */
function countClosed(bot: Bot, s: Subscription): void {
  const { profit, accrued, credited, waived } = bot.totals;
  bot.closed += 1n;
  bot.totals = {
    profit: toU64(profit + s.profitTotal),
    accrued: toU64(accrued + s.accrued),
    credited: toU64(credited + s.credited),
    waived: toU64(waived + s.waived),
  };
}
