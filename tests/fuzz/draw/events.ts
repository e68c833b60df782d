/** What happens outside of the program: time, trading on the venue, donations, meddling with token accounts. */
import { type Address, drawer, escrow, purse, vault, verified } from "../addresses";
import { CLOSING, ENDED, type Subscription } from "../contents";
import { owedOf } from "../model/money";
import { DAY, endOf } from "../model/settlement";
import type { Operation } from "../operations";
import { I64_MAX, I64_MIN, toI64, U64_MAX } from "../rule";
import { ACTORS, MINTS, VENUE_USERS, WHALE } from "../surroundings";
import { newUser, type Position, type VenueUser } from "../venue";
import type { Table } from "./table";

type Event = Exclude<Operation, { kind: "send" }>;

const HOUR = 3_600n;

export function time(table: Table): Event {
  const { random, state } = table;
  table.focus = null;
  const untilMidnight = DAY - (state.now % DAY);
  const seconds = random.weighted<() => bigint>([
    [240, () => random.upTo(120n)],
    [100, () => random.upTo(6n * HOUR)],
    [32, () => untilMidnight - 1n + random.upTo(2n)],
    [4, () => random.upTo(5n * DAY)],
    [16, () => untilClock(table)],
    [1, () => random.upTo(400n * DAY)],
  ])();
  return { kind: "time", seconds };
}

/** To one second before, at or after a clock of some subscription: the latest end, or the write-off of its debt. */
function untilClock(table: Table): bigint {
  const least = table.random.chance(50) ? 30n * DAY : 0n;
  const waits = (s: Subscription): boolean =>
    s.state === ENDED ? owedOf(s) > 0n : s.state === CLOSING && endOf(s)! >= s.closingAt + least;
  const found = table.subscriptionWith(waits);
  const end = found === null ? null : endOf(found.s);
  if (end === null) return 1n;
  const clock = table.random.chance(60) && found!.s.state !== ENDED ? end : end + 7n * DAY;
  table.focus = found!.at;
  const wait = clock - table.state.now - 1n + table.random.upTo(2n);
  return wait > 0n ? wait : 1n;
}

const toU64 = (value: bigint): bigint => (value < 0n ? 0n : value > U64_MAX ? U64_MAX : value);

export function venue(table: Table): Event {
  const { random, state } = table;
  const subscribed = table.subscriptionWith(({ venueUser }) => state.venueUsers.has(venueUser));
  const at = subscribed !== null && random.chance(85) ? subscribed.s.venueUser : random.pick(VENUE_USERS);
  const user = state.venueUsers.get(at)!;
  const found = state.subscription(verified(at));
  // A free account is made fit for the next subscriber.
  if (found === null && user.form === "user" && random.chance(50)) {
    return { kind: "venue", user: at, state: { ...flatten(table, user), status: 0, authority: at.of[0]! } };
  }
  const closing = found?.state === CLOSING;
  return { kind: "venue", user: at, state: moved(table, at, user, closing) };
}

function moved(table: Table, at: Address, user: VenueUser, closing: boolean): VenueUser {
  const { random } = table;
  if (user.form !== "user") return revived(table, at, user);
  return random.weighted<() => VenueUser>([
    [30, () => open(table, user)],
    [closing ? 40 : 28, () => reduce(table, user)],
    [8, () => flatten(table, user)],
    [6, () => flip(table, user)],
    [6, () => bookFee(table, user)],
    [6, () => settlePnl(user)],
    [6, () => ({ ...user, deposits: toU64(user.deposits + table.amount(1_000n)) })],
    [4, () => ({ ...user, withdraws: toU64(user.withdraws + random.upTo(10n ** 9n)) })],
    [5, () => startLiquidation(table, user)],
    [4, () => endLiquidation(table, user)],
    [9, () => liquidate(table, user)],
    [1, () => withPosition(user, Math.min(random.int(3), user.positions.length), { ...EMPTY, lpShares: 1n })],
    [1, () => ({ ...user, socialLoss: toU64(user.socialLoss + random.upTo(10n ** 9n)) })],
    [2, () => ({ ...user, settled: random.pick([I64_MAX, I64_MIN, 0n, toI64(table.pnl())]) })],
    [1, () => ({ ...user, lpTime: user.lpTime === 0n ? 1_700_000_000n : 0n })],
    [2, () => ({ ...user, form: "gone" as const })],
    [1, () => ({ ...user, form: random.pick(["other owner", "other length", "other discriminator"] as const) })],
    // Deleted and made anew between two settlements: the counters start again, and have moved since.
    [2, () => newUser(at.of[0]!)],
    [2, () => ({ ...user, deposits: random.upTo(user.deposits) })],
    [2, () => ({ ...user, withdraws: random.upTo(user.withdraws) })],
    [1, () => ({ ...user, liquidationId: Math.max(user.liquidationId - 1, 0) })],
    [1, () => ({ ...user, authority: random.chance(50) ? table.actor() : at.of[0]! })],
  ])();
}

const revived = (table: Table, at: Address, user: VenueUser): VenueUser =>
  user.form === "gone"
    ? table.random.chance(40)
      ? newUser(at.of[0]!)
      : user
    : { ...user, form: table.random.chance(80) ? "user" : "gone" };

function withPosition(user: VenueUser, slot: number, position: Position): VenueUser {
  const positions = [...user.positions];
  positions[slot] = {
    ...position,
    base: toI64(position.base),
    quote: toI64(position.quote),
    entry: toI64(position.entry),
  };
  return { ...user, positions };
}

const EMPTY: Position = { base: 0n, quote: 0n, entry: 0n, lpShares: 0n, flag: 0 };

/** Opens or increases: realizes nothing. */
function open(table: Table, user: VenueUser): VenueUser {
  const { random } = table;
  const slot = Math.min(random.int(3), user.positions.length);
  const position = user.positions[slot] ?? EMPTY;
  const size = 1n + random.upTo(10n ** 10n);
  const sign = position.base === 0n ? (random.chance(50) ? 1n : -1n) : position.base > 0n ? 1n : -1n;
  const quote = -sign * random.upTo(10n ** 9n);
  return withPosition(user, slot, {
    ...position,
    base: position.base + sign * size,
    quote: position.quote + quote,
    entry: position.entry + quote,
    lpShares: random.chance(1) ? 1n : 0n,
  });
}

/** The slot of an open position; null if all are flat. */
function openSlot(table: Table, { positions }: VenueUser): number | null {
  const slots = positions.map((_, slot) => slot).filter((slot) => positions[slot]!.base !== 0n);
  return slots.length === 0 ? null : table.random.pick(slots);
}

/** Closes a position or a part of it, at a profit or a loss. */
function reduce(table: Table, user: VenueUser): VenueUser {
  const { random } = table;
  const slot = openSlot(table, user);
  if (slot === null) return open(table, user);
  const position = user.positions[slot]!;
  const part = random.chance(50) ? 100n : 1n + random.upTo(98n);
  const entry = (position.entry * part) / 100n;
  const base = part === 100n ? position.base : (position.base * part) / 100n;
  return withPosition(user, slot, {
    ...position,
    base: position.base - base,
    quote: position.quote - entry + table.pnl(),
    entry: position.entry - entry,
    lpShares: 0n,
  });
}

function flatten(table: Table, user: VenueUser): VenueUser {
  let flat = user;
  user.positions.forEach((position, slot) => {
    const closed = { ...EMPTY, quote: position.quote - position.entry + table.random.upTo(10_000n) };
    flat = withPosition(flat, slot, closed);
  });
  return flat;
}

/** Closes one side and opens the other. */
function flip(table: Table, user: VenueUser): VenueUser {
  const slot = openSlot(table, user);
  if (slot === null) return open(table, user);
  const position = user.positions[slot]!;
  const entry = table.random.upTo(10n ** 9n) * (position.base > 0n ? 1n : -1n);
  return withPosition(user, slot, {
    ...position,
    base: -position.base,
    quote: position.quote - position.entry + table.pnl() + entry,
    entry,
  });
}

/** A fee, rebate or funding payment. */
function bookFee(table: Table, user: VenueUser): VenueUser {
  const slot = Math.min(table.random.int(3), user.positions.length);
  const position = user.positions[slot] ?? EMPTY;
  return withPosition(user, slot, { ...position, quote: position.quote + table.random.upTo(2_000n) - 1_000n });
}

/** Moves what positions have realized into the settled sum: changes nothing that is read. */
function settlePnl(user: VenueUser): VenueUser {
  let settled = user.settled;
  const positions = user.positions.map((position) => {
    const moves = position.quote - position.entry;
    if (settled + moves !== toI64(settled + moves)) return position;
    settled += moves;
    return { ...position, quote: position.entry };
  });
  return { ...user, positions, settled };
}

function startLiquidation(table: Table, user: VenueUser): VenueUser {
  const { random } = table;
  if (random.chance(60) || user.positions.length === 0) return { ...user, status: random.pick([1, 2, 3, 4, 5]) };
  const slot = random.int(user.positions.length);
  return withPosition(user, slot, { ...user.positions[slot]!, flag: random.pick([1, 2, 4, 7]) });
}

/** A liquidator took deposits for a negative PnL: realized PnL rises, and the next liquidation has another number. */
function endLiquidation(table: Table, user: VenueUser): VenueUser {
  const { random } = table;
  const inLiquidation = user.status !== 0 || user.positions.some(({ flag }) => flag !== 0);
  if (!inLiquidation && random.chance(70)) return user;
  return {
    ...user,
    status: 0,
    positions: user.positions.map((position) => ({ ...position, flag: 0 })),
    liquidationId: random.chance(98) ? Math.min(user.liquidationId + 1, 65_535) : 65_535,
    settled: toI64(user.settled + random.upTo(400_000_000n)),
  };
}

/**
 * Liquidators take deposits for losses of some positions, while others are traded: realized PnL and the loss that is left
 * move apart.
 */
function liquidate(table: Table, user: VenueUser): VenueUser {
  const { random } = table;
  let after = user;
  user.positions.forEach((position, slot) => {
    const loss = position.entry - position.quote;
    const taken = loss > 0n ? random.pick([loss, 1n, random.upTo(loss)]) : 0n;
    const moves = random.weighted([
      [5, taken],
      [2, table.pnl()],
      [1, taken + table.pnl()],
      [2, 0n],
    ]);
    after = withPosition(after, slot, { ...position, quote: position.quote + moves });
  });
  return {
    ...after,
    status: random.chance(70) ? 0 : 1,
    liquidationId: Math.min(user.liquidationId + random.int(3), 65_535),
  };
}

/** A transfer outside of the program, mostly into an escrow. */
export function donation(table: Table): Event {
  const { random } = table;
  const found = table.subscription();
  const mint = found?.s.terms.mint ?? MINTS[0];
  const from = table.tokensOf(table.actor(), mint);
  const to = found !== null && random.chance(85) ? escrow(found.at) : table.tokensOf(table.actor(), mint);
  const most = table.amountIn(from);
  const amount = random.chance(95) ? random.upTo(most < 50_000_000n ? most : 50_000_000n) : random.upTo(most);
  return { kind: "give", from, to, amount };
}

/** Frozen, re-owned, closed and opened token accounts, and lamports where none are expected. */
export function meddling(table: Table): Event {
  const { random } = table;
  const mint = random.pick(MINTS.slice(0, 2));
  const owner = table.actor();
  const mine = random.chance(70) ? purse(owner, mint) : drawer(owner, mint);
  const repair = random.chance(60) ? mending(table) : null;
  if (repair !== null) return repair;
  return random.weighted<() => Event>([
    [4, () => ({ kind: "freeze", at: mine, frozen: true })],
    [3, () => ({ kind: "reown", at: mine, owner: table.actor() })],
    [owner === WHALE ? 0 : 3, () => ({ kind: "vanish", at: mine, to: purse(WHALE, mint) })],
    [4, () => ({ kind: "freeze", at: bank(table) ?? mine, frozen: true })],
    [6, () => ({ kind: "lamports", at: prefunded(table), amount: 1n + random.upTo(3_000_000n) })],
  ])();
}

/** An escrow or a vault; null while there is none. */
function bank(table: Table): Address | null {
  const found = table.subscription();
  return found === null ? null : table.random.chance(70) ? escrow(found.at) : vault(found.s.bot);
}

/** Puts one token account right again; null if all are. */
export function mending({ state, subscriptions, bots }: Table): Event | null {
  for (const mint of MINTS) {
    for (const owner of ACTORS) {
      for (const at of [purse(owner, mint), drawer(owner, mint)]) {
        const tokens = state.tokens(at);
        if (tokens === null) return { kind: "open", at, owner, mint };
        if (tokens.frozen) return { kind: "freeze", at, frozen: false };
        if (tokens.owner !== owner) return { kind: "reown", at, owner };
      }
    }
  }
  const banks = [...subscriptions.map(escrow), ...bots.map(vault)];
  const frozen = banks.find((at) => state.tokens(at)?.frozen);
  return frozen === undefined ? null : { kind: "freeze", at: frozen, frozen: false };
}

/** An address of the program, used or not. */
function prefunded(table: Table): Address {
  const { random } = table;
  const user = random.pick(VENUE_USERS);
  return random.pick([verified(user), escrow(verified(user))]);
}
