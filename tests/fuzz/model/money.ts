/** Deposits, claims and withdrawals in the model. */
import { type Address, TOKEN } from "../addresses";
import type { Subscription } from "../contents";
import { payOwed, U64_MAX } from "../rule";
import type { Cell } from "../state";
import { type Call, checkEventAuthority, checkInstance } from "./call";
import { isVaultOf } from "./parties";
import { need } from "./refusal";
import { advance, hasEnded } from "./settlement";
import { settleFirst } from "./settling";
import { transfer } from "./tokens";

export const claimableOf = (s: Subscription): bigint => s.credited - s.claimed;
export const owedOf = (s: Subscription): bigint => s.accrued - s.credited - s.waived;
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Money for the balance; what is owed is paid first. */
export function fund(s: Subscription, amount: bigint): void {
  need(s.balance + amount <= U64_MAX, "ArithmeticOverflow");
  s.balance += amount;
  payOwed(s);
}

export function deposit(call: Call): void {
  need(call.address("escrow") === call.subscription().escrow, "EscrowMismatch");
  checkInstance(call);
  need(call.args.amount! > 0n, "AmountIsZero");
  fund(call.change<Subscription>("subscription"), call.args.amount!);
  transfer(call.state, call.at("source"), call.at("escrow"), call.address("owner"), call.args.amount!);
}

export function sync(call: Call): void {
  need(call.address("escrow") === call.subscription().escrow, "EscrowMismatch");
  const s = call.change<Subscription>("subscription");
  fund(s, call.tokens("escrow").amount - s.balance - claimableOf(s));
}

export function claim(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  need(call.address("bot") === call.subscription().bot, "BotMismatch");
  need(call.address("escrow") === call.subscription().escrow, "EscrowMismatch");
  checkInstance(call, call.address("bot"));
  need(call.args.amount! > 0n, "AmountIsZero");
  payCreator(call, smaller(call.args.amount!, claimableOf(call.subscription())));
}

export function payout(call: Call): void {
  const bot = call.bot();
  need(call.address("bot") === call.subscription().bot, "BotMismatch");
  need(call.address("escrow") === call.subscription().escrow, "EscrowMismatch");
  const amount = claimableOf(call.subscription());
  if (amount < bot.minPayout) return;
  need(isPurse(call.at("destination"), bot.payoutWallet, bot.terms.mint), "PayoutDestination");
  payCreator(call, amount);
}

function payCreator(call: Call, amount: bigint): void {
  if (amount === 0n) return;
  call.change<Subscription>("subscription").claimed += amount;
  transfer(call.state, call.at("escrow"), call.at("destination"), call.address("subscription"), amount);
}

/** Whether the cell is the wallet's associated account and still its own. */
export function isPurse({ address, owner, content }: Cell, wallet: Address, mint: Address): boolean {
  const associated = address.name.startsWith("purse of ") && address.of[0] === wallet && address.of[1] === mint;
  return associated && owner === TOKEN && content?.kind === "tokens" && content.owner === wallet;
}

export function claimVault(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  need(isVaultOf(call.address("vault"), call.address("bot")), "InvalidSeeds");
  const { amount } = call.tokens("vault");
  if (amount > 0n) transfer(call.state, call.at("vault"), call.at("destination"), call.address("bot"), amount);
}

/** What the subscriber may take. */
export function freeOf(s: Subscription, now: bigint): bigint {
  const kept = hasEnded(s, now) ? 0n : s.terms.minBalance;
  return s.balance > kept ? s.balance - kept : 0n;
}

export function withdraw(call: Call): void {
  const { state } = call;
  need(call.address("subscriber") === call.subscription().subscriber, "NotSubscriber");
  need(call.address("escrow") === call.subscription().escrow, "EscrowMismatch");
  need(call.address("venue_user") === call.subscription().venueUser, "VenueUserMismatch");
  checkEventAuthority(call);
  checkInstance(call);
  const amount = call.args.amount!;
  need(amount > 0n, "AmountIsZero");
  const s = call.change<Subscription>("subscription");
  if (state.venueUsers.get(s.venueUser)?.form !== "gone") settleFirst(call, s);
  need(amount <= freeOf(s, state.now), "BalanceTooLow");
  s.balance -= amount;
  transfer(state, call.at("escrow"), call.at("destination"), call.address("subscription"), amount);
}

export function setCap(call: Call): void {
  const cap = call.args.dailyCap!;
  need(call.address("subscriber") === call.subscription().subscriber, "NotSubscriber");
  checkInstance(call);
  need(call.subscription().terms.minDailyCap <= cap, "CapBelowMinimum");
  const s = call.change<Subscription>("subscription");
  advance(s, call.state.now);
  if (cap < s.dailyCap) {
    s.nextDailyCap = cap;
    s.nextDailyCapDay = s.windowDay + 1;
  } else {
    s.dailyCap = cap;
    s.nextDailyCap = 0n;
    s.nextDailyCapDay = 0;
  }
}

export function waive(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  need(call.address("bot") === call.subscription().bot, "BotMismatch");
  checkInstance(call, call.address("bot"));
  need(call.args.amount! > 0n, "AmountIsZero");
  const s = call.change<Subscription>("subscription");
  s.waived += smaller(call.args.amount!, owedOf(s));
}
