/** The end of a run: everybody takes what is theirs, and nothing is left. */
import { type Address, escrow, PROGRAM, purse, TOKEN, vault } from "./addresses";
import { ACTIVE, LENGTH } from "./contents";
import { build } from "./draw/build";
import { mending } from "./draw/events";
import { agreement, close } from "./draw/rights";
import type { Table } from "./draw/table";
import type { Lockstep } from "./lockstep";
import { freeOf } from "./model/money";
import type { Operation } from "./operations";
import { U64_MAX } from "./rule";
import { SUPPLY } from "./surroundings";

const DAY = 86_400n;
const BALANCE_AT = 64;

/** Operations that drain what `table` knows, each made when it is its turn. */
export function* draining(table: Table): Generator<Operation> {
  const { state } = table;
  for (let mend = mending(table); mend !== null; mend = mending(table)) yield mend;
  for (const at of [...table.subscriptions]) yield* leave(table, at);
  yield { kind: "time", seconds: 30n * DAY };
  for (const at of [...table.subscriptions]) {
    const s = state.subscription(at)!;
    if (s.terms.keeper === null) yield build("settle", { subscription: at, venue_user: s.venueUser });
  }
  yield { kind: "time", seconds: 7n * DAY };
  for (const at of [...table.subscriptions]) {
    const closing = close(table, state, at, state.subscription(at)!);
    if (closing === null) throw new Error(`${at.name} cannot be closed`);
    yield { ...closing, rightful: true };
  }
  for (const at of table.bots) {
    const { owner, terms } = state.bot(at)!;
    const destination = purse(owner, terms.mint);
    yield { ...build("claim_vault", { owner, bot: at, vault: vault(at), destination }), rightful: true };
  }
}

/** Settles, claims, withdraws and unsubscribes. */
function* leave({ state }: Table, at: Address): Generator<Operation> {
  const s = state.subscription(at)!;
  const { owner } = state.bot(s.bot)!;
  const parties = { subscription: at, bot: s.bot, escrow: escrow(at), venue_user: s.venueUser };
  if (s.terms.keeper === null) yield build("settle", parties);
  const claiming = { ...parties, owner, destination: purse(owner, s.terms.mint) };
  yield { ...build("claim", claiming, { instance: s.instance, amount: U64_MAX }), rightful: true };
  const free = freeOf(s, state.now);
  const withdrawing = { ...parties, subscriber: s.subscriber, destination: purse(s.subscriber, s.terms.mint) };
  if (free > 0n) yield build("withdraw", withdrawing, { ...agreement(s), amount: free });
  if (s.state !== ACTIVE) return;
  yield { ...build("unsubscribe", { ...parties, signer: s.subscriber }, agreement(s)), rightful: true };
}

/** What is left on the chain after the drain; null if it is nothing. */
export function leftover({ chain }: Lockstep, { bots }: Table): string | null {
  const subscriptions = chain.owned(PROGRAM).filter(({ account }) => account.data().length === LENGTH.subscription);
  if (subscriptions.length > 0) return `invariant 9: ${subscriptions.length} subscriptions are left`;
  const programs = new Set(bots.map(({ bytes }) => bytes.toString("hex")));
  const sums = new Map<string, bigint>();
  for (const { account } of chain.owned(TOKEN)) {
    const data = Buffer.from(account.data());
    if (data.length !== LENGTH.tokens) continue;
    const mint = data.toString("hex", 0, 32);
    const amount = data.readBigUInt64LE(BALANCE_AT);
    if (amount > 0n && programs.has(data.toString("hex", 32, 64))) return `invariant 9: a vault holds ${amount}`;
    sums.set(mint, (sums.get(mint) ?? 0n) + amount);
  }
  const wrong = [...sums].find(([, sum]) => sum !== SUPPLY);
  return wrong === undefined ? null : `invariant 9: ${wrong[1]} tokens of ${wrong[0]} are left of ${SUPPLY}`;
}
