/** What nobody can take from a party: transactions that have to succeed, by conditions of their own. */
import { type Address, escrow, purse, vault } from "../addresses";
import { ACTIVE, ENDED, type Subscription } from "../contents";
import type { Args } from "../instructions";
import type { Send } from "../operations";
import type { State } from "../state";
import { build } from "./build";
import type { Table } from "./table";

const DRIFT_SOURCE = 1;
const DAY = 86_400n;

/** Whether a clock or a settlement ended it this long ago. */
function endedFor(s: Subscription, now: bigint, seconds: bigint): boolean {
  if (s.state === ACTIVE) return false;
  const clock = (s.terms.source === DRIFT_SOURCE ? 30n : 7n) * DAY;
  return now >= (s.state === ENDED ? s.endedAt : s.closingAt + clock) + seconds;
}

/** Names the subscription that is meant. */
export const agreement = ({ bot, instance }: Subscription): Args => ({ bot, instance });

const moves = (state: State, ...accounts: Address[]): boolean =>
  accounts.every((at) => state.tokens(at)?.frozen === false);

/** Null if none is due to the party that was drawn. */
export function drawRight(table: Table): Send | null {
  const found = table.subscription();
  if (found === null) return null;
  const { state, random } = table;
  const { at, s } = found;
  const made = random.pick([settle, settleAttested, claim, withdraw, unsubscribe, close])(table, state, at, s);
  return made === null ? null : { ...made, rightful: true };
}

function settle(_: Table, state: State, subscription: Address, s: Subscription): Send | null {
  const form = state.venueUsers.get(s.venueUser)?.form;
  return form === "user" || form === "gone" ? build("settle", { subscription, venue_user: s.venueUser }) : null;
}

function settleAttested(table: Table, state: State, subscription: Address, s: Subscription): Send | null {
  const { bot, instance, sequence, terms } = s;
  if (terms.keeper === null || endedFor(s, state.now, 0n)) return null;
  const signer = state.keeper(terms.keeper)!.signer;
  const close = {
    sequence: sequence + 1n,
    closePnl: table.pnl(),
    reference: table.hash(),
    isFinal: s.state !== ACTIVE,
  };
  return build("settle_attested", { signer, keeper: terms.keeper, subscription }, { bot, instance, close });
}

function claim(table: Table, state: State, subscription: Address, s: Subscription): Send | null {
  const { owner } = state.bot(s.bot)!;
  const destination = table.tokensOf(owner, s.terms.mint);
  if (!moves(state, destination, escrow(subscription))) return null;
  const amount = 1n + table.random.upTo(1_000_000n);
  const parties = { owner, bot: s.bot, subscription, escrow: escrow(subscription) };
  return build("claim", { ...parties, destination }, { instance: s.instance, amount });
}

/** All that is the subscriber's, where no settlement takes from it before. */
function withdraw(table: Table, state: State, subscription: Address, s: Subscription): Send | null {
  const ended = endedFor(s, state.now, 0n);
  if (s.terms.source === DRIFT_SOURCE && !ended) return null;
  const amount = s.balance - (ended ? 0n : s.terms.minBalance);
  const destination = table.tokensOf(s.subscriber, s.terms.mint);
  if (amount <= 0n || !moves(state, destination, escrow(subscription))) return null;
  const parties = { subscriber: s.subscriber, subscription, escrow: escrow(subscription), venue_user: s.venueUser };
  return build("withdraw", { ...parties, destination }, { ...agreement(s), amount });
}

function unsubscribe(table: Table, _: State, subscription: Address, s: Subscription): Send | null {
  if (s.state !== ACTIVE || table.random.chance(60)) return null;
  const signer = table.random.chance(50) ? s.subscriber : s.agent;
  return build("unsubscribe", { signer, subscription, venue_user: s.venueUser }, agreement(s));
}

/** By anybody, when nothing is owed or the time of the debt is over. */
export function close(_: Table, state: State, subscription: Address, s: Subscription): Send | null {
  const settled = s.accrued === s.credited + s.waived;
  const destination = purse(s.subscriber, s.terms.mint);
  if (!endedFor(s, state.now, settled ? 0n : 7n * DAY)) return null;
  if (!moves(state, destination, escrow(subscription), vault(s.bot))) return null;
  if (state.tokens(destination)!.owner !== s.subscriber) return null;
  const parties = { subscription, escrow: escrow(subscription), bot: s.bot, vault: vault(s.bot), destination };
  const { instance, rentPayer, subscriber } = s;
  return build("close_subscription", { ...parties, rent_payer: rentPayer, subscriber }, { instance });
}
