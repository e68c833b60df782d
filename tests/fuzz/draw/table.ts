/** What there is to draw from, and the values that are worth trying. */

import type { Random } from "@profit-share/testing/random";
import {
  type Address,
  bot,
  drawer,
  EVENT_AUTHORITY,
  escrow,
  FOREIGN_TOKENS,
  PROGRAM,
  purse,
  QUOTE_MARKET,
  SYSTEM,
  TOKEN,
  vault,
} from "../addresses";
import type { Bot, Subscription } from "../contents";
import type { Send } from "../operations";
import { I64_MAX, I64_MIN, U64_MAX } from "../rule";
import type { State } from "../state";
import { ACTORS, MINTS, VENUE_USERS } from "../surroundings";

export class Table {
  readonly keepers: Address[] = [];
  readonly bots: Address[] = [];
  readonly subscriptions: Address[] = [];
  /** One whose clock has just been reached, so that something happens there before time goes on. */
  focus: Address | null = null;

  constructor(
    readonly random: Random,
    readonly state: State,
  ) {}

  /** Remembers what a transaction that succeeded made or removed. */
  learn({ instruction, accounts }: Send): void {
    const at = (index: number): Address => accounts[index]!.address;
    if (instruction === "register_keeper") this.keepers.push(at(2));
    if (instruction === "publish_bot") this.bots.push(at(3));
    if (instruction === "subscribe") this.subscriptions.push(at(6));
    if (instruction === "close_subscription") {
      this.subscriptions.splice(this.subscriptions.indexOf(at(3)), 1);
      if (this.focus === at(3)) this.focus = null;
    }
  }

  actor(): Address {
    return this.random.pick(ACTORS);
  }

  /** Null while there is none. */
  bot(): { at: Address; bot: Bot } | null {
    if (this.bots.length === 0) return null;
    // The newest are the liveliest.
    const recent = this.random.chance(70) ? this.bots.slice(-12) : this.bots;
    const at = this.random.pick(recent);
    return { at, bot: this.state.bot(at)! };
  }

  subscription(): { at: Address; s: Subscription } | null {
    if (this.subscriptions.length === 0) return null;
    const at = this.focus !== null && this.random.chance(40) ? this.focus : this.random.pick(this.subscriptions);
    return { at, s: this.state.subscription(at)! };
  }

  /** A keeper or bot that is being handed over, or any; null while there is none. */
  offered(list: readonly Address[], pending: (at: Address) => Address): Address | null {
    if (list.length === 0) return null;
    for (let tries = 0; tries < 30; tries++) {
      const at = this.random.pick(list);
      if (pending(at) !== SYSTEM) return at;
    }
    return this.random.pick(list);
  }

  /** A subscription that fits, if a few tries find one. */
  subscriptionWith(fits: (s: Subscription) => boolean): { at: Address; s: Subscription } | null {
    for (let tries = 0; tries < 16; tries++) {
      const found = this.subscription();
      if (found !== null && fits(found.s)) return found;
    }
    return null;
  }

  /** A token account of this owner. */
  tokensOf(owner: Address, mint: Address): Address {
    return this.random.chance(75) ? purse(owner, mint) : drawer(owner, mint);
  }

  amountIn(tokens: Address): bigint {
    return this.state.tokens(tokens)?.amount ?? 0n;
  }

  /** Around `wanted`, at the ends of u64, or an everyday sum. */
  amount(wanted: bigint): bigint {
    const { random } = this;
    const exact = wanted > 0n ? wanted : random.upTo(50_000_000n);
    const around = (value: bigint): bigint => (value < 0n ? 0n : value > U64_MAX ? U64_MAX : value);
    return random.weighted<() => bigint>([
      [30, () => random.upTo(200_000_000n)],
      [22, () => exact],
      [8, () => around(exact + 1n)],
      [8, () => around(exact - 1n)],
      [10, () => random.upTo(exact)],
      [5, () => random.upTo(20n)],
      [2, () => 0n],
      [3, () => 1n],
      [3, () => U64_MAX],
      [1, () => U64_MAX - 1n],
      [1, () => I64_MAX],
      [2, () => random.upTo(U64_MAX)],
    ])();
  }

  /** Profit or loss of a close. */
  pnl(): bigint {
    const { random } = this;
    const sign = random.chance(60) ? 1n : -1n;
    return random.weighted<() => bigint>([
      [60, () => sign * random.upTo(500_000_000n)],
      [15, () => sign * random.upTo(20_000n)],
      [12, () => sign * random.upTo(30n)],
      [4, () => sign * random.upTo(10n ** 13n)],
      [3, () => 0n],
      [2, () => sign],
      [1, () => I64_MAX - random.upTo(2n)],
      [1, () => I64_MIN + random.upTo(2n)],
      [1, () => sign * random.upTo(I64_MAX)],
    ])();
  }

  hash(): Buffer {
    const bytes = Buffer.alloc(32);
    for (let at = 0; at < 32; at += 4) bytes.writeUInt32LE(this.random.next(), at);
    return bytes;
  }

  /** Any account at all. */
  anything(): Address {
    const { random } = this;
    const some = <T>(list: readonly T[], of: (one: T) => Address): Address =>
      list.length === 0 ? this.actor() : of(random.pick(list));
    const same = (address: Address): Address => address;
    return random.weighted<() => Address>([
      [6, () => this.actor()],
      [3, () => purse(this.actor(), random.pick(MINTS))],
      [2, () => drawer(this.actor(), random.pick(MINTS))],
      [4, () => some(this.bots, same)],
      [2, () => some(this.bots, vault)],
      [3, () => some(this.keepers, same)],
      [5, () => some(this.subscriptions, same)],
      [5, () => some(this.subscriptions, escrow)],
      [4, () => random.pick(VENUE_USERS)],
      [1, () => random.pick(MINTS)],
      [1, () => random.pick([QUOTE_MARKET, EVENT_AUTHORITY, SYSTEM, TOKEN, PROGRAM, FOREIGN_TOKENS])],
      [1, () => bot(this.actor(), 999)],
    ])();
  }
}
