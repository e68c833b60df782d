/**
 * Courses in which everybody but one subscriber is hostile. It only unsubscribes, waits for the clocks, and closes; the
 * keeper, the owner, the agent, the payer of its rent and strangers do what they like before and in between.
 */

import { Random } from "@profit-share/testing/random";
import { type Address, escrow, purse, STRANGER_PROGRAM, SYSTEM } from "./addresses";
import { ACTIVE, type Subscription } from "./contents";
import { draw } from "./draw";
import { build } from "./draw/build";
import { mending } from "./draw/events";
import { agreement, close } from "./draw/rights";
import { Table } from "./draw/table";
import { turnEventLoop } from "./event-loop";
import { Lockstep } from "./lockstep";
import type { Operation, Send } from "./operations";
import { max } from "./rule";

export interface Exits {
  /** Courses that ended, by source. */
  courses: { drift: number; attested: number };
  /** Of them those that took until the last clock. */
  latest: number;
  /** Of all that was done, hostile or not. */
  transactions: number;
  /** What went wrong; null if nothing did. */
  violation: string | null;
}

const DAY = 86_400n;
const SOURCES = { drift: 1, attested: 3 } as const;
/** Seconds that an exit may take: the clock of closing, then that of a debt. */
const LATEST = { drift: (30n + 7n) * DAY, attested: (7n + 7n) * DAY };

/** Steps of everybody before a subscriber is chosen. */
const BEFORE = 150;
/** Hostile steps between two moments. */
const AT_ONCE = 4;

/** @param courses of each source */
export async function exits({ courses, seed }: { courses: number; seed: number }): Promise<Exits> {
  const run = new Run(seed);
  const found = { courses: { drift: 0, attested: 0 }, latest: 0 };
  let violation: string | null = null;
  try {
    for (let course = 0; course < 2 * courses; course++) {
      const source = course % 2 === 0 ? "drift" : "attested";
      if (await run.course(source)) found.latest++;
      found.courses[source]++;
    }
    violation = run.lockstep.everything();
  } catch (failure) {
    if (!(failure instanceof Violation)) throw failure;
    violation = failure.message;
  }
  return { ...found, transactions: run.lockstep.transactions, violation };
}

class Violation extends Error {}

class Run {
  readonly lockstep = new Lockstep();
  private readonly table: Table;
  private last: Send | null = null;
  private steps = 0;

  constructor(seed: number) {
    this.table = new Table(new Random(seed), this.lockstep.state);
  }

  /** @returns whether it took until the last clock @throws Violation */
  async course(source: keyof typeof SOURCES): Promise<boolean> {
    const { state, random } = this.table;
    for (let step = 0; step < BEFORE; step++) await this.perform(draw(this.table, this.last));
    const at = await this.subscribed(source);
    // Nobody but the mint's freeze authority freezes an account, and only its owner gives one away.
    for (let mend = mending(this.table); mend !== null; mend = mending(this.table)) await this.perform(mend);

    const start = { ...state.subscription(at)! };
    const begin = state.now;
    const alive = (): Subscription | null => {
      const s = state.subscription(at);
      return s?.bot === start.bot && s.instance === start.instance ? s : null;
    };
    const parties = { signer: start.subscriber, subscription: at, venue_user: start.venueUser };
    await this.perform({ ...build("unsubscribe", parties, agreement(start)), rightful: true });
    const latest = begin + LATEST[source];
    // Anybody may close it; mostly the subscriber has to wait for the day on which it can.
    for (let s = alive(); s !== null; s = alive()) {
      if ((random.chance(10) || state.now === latest) && (await this.close(at, s))) break;
      if (state.now === latest) throw new Violation(`${at.name} is not out after ${LATEST[source] / DAY} days`);
      const wait = 1n + random.upTo(2n * DAY);
      await this.hostile(at, start.subscriber);
      await this.perform({ kind: "time", seconds: state.now + wait > latest ? latest - state.now : wait });
      this.noMoreThanTheCap(at, start, alive(), begin);
    }
    return state.now === latest;
  }

  /** A live subscription of this source. */
  private async subscribed(source: keyof typeof SOURCES): Promise<Address> {
    const { state, subscriptions, random } = this.table;
    for (;;) {
      const fitting = subscriptions.filter((at) => {
        const s = state.subscription(at)!;
        return s.state === ACTIVE && s.terms.source === SOURCES[source];
      });
      if (fitting.length > 0) return random.pick(fitting);
      await this.perform(draw(this.table, this.last));
    }
  }

  /** What others do while the subscriber waits: everything that needs neither its signature nor its own accounts. */
  private async hostile(at: Address, victim: Address): Promise<void> {
    for (let step = 0; step < AT_ONCE; ) {
      this.table.focus = this.lockstep.state.subscription(at) === null ? null : at;
      const operation = draw(this.table, this.last);
      if (isHis(operation, victim)) continue;
      step++;
      await this.perform(operation);
    }
  }

  /** Closes if that is due, and checks what is paid. The payer of the rent may have given its wallet to a program. */
  private async close(at: Address, s: Subscription): Promise<boolean> {
    const { state } = this.table;
    const due = close(this.table, state, at, s);
    if (due === null) return false;
    const to = purse(s.subscriber, s.terms.mint);
    const held = state.tokens(escrow(at))!.amount;
    const creators = s.credited - s.claimed;
    const owed = s.accrued - s.credited - s.waived;
    const mine = held - creators > owed ? held - creators - owed : 0n;
    const before = state.tokens(to)!.amount;
    const payer = s.rentPayer;
    await this.perform({ kind: "assign", at: payer, owner: STRANGER_PROGRAM });
    await this.perform({ ...due, rightful: true });
    await this.perform({ kind: "assign", at: payer, owner: SYSTEM });
    const paid = state.tokens(to)!.amount - before;
    if (paid !== mine) throw new Violation(`${at.name} paid ${paid} to its subscriber, not ${mine}`);
    return true;
  }

  /** A day costs the subscriber no more than its cap, whoever settles what. */
  private noMoreThanTheCap(at: Address, start: Subscription, s: Subscription | null, begin: bigint): void {
    if (s === null) return;
    const days = this.table.state.now / DAY - begin / DAY + 1n;
    const cap = max(start.dailyCap, start.nextDailyCap);
    const accrued = s.accrued - start.accrued;
    if (accrued > days * cap)
      throw new Violation(`${at.name} accrued ${accrued} in ${days} days, with a cap of ${cap}`);
  }

  private async perform(operation: Operation): Promise<void> {
    await turnEventLoop(this.steps++);
    const before = this.lockstep.succeeded;
    const violation = this.lockstep.perform(operation);
    if (violation !== null) throw new Violation(violation);
    if (operation.kind !== "send") return;
    this.last = operation;
    if (this.lockstep.succeeded > before) this.table.learn(operation);
  }
}

/** Whether only the subscriber, the mint's authority or the clock can do it. */
function isHis(operation: Operation, victim: Address): boolean {
  const owns = (at: Address): boolean => at.of[0] === victim && /^(?:purse|drawer) of /.test(at.name);
  switch (operation.kind) {
    case "send":
      return operation.accounts.some(({ address, signer }) => signer && address === victim);
    case "give":
      return owns(operation.from);
    case "reown":
    case "vanish":
      return owns(operation.at);
    default:
      return operation.kind === "freeze" || operation.kind === "time";
  }
}
