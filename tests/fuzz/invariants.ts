/**
 * The invariants of the design, held against every transaction that succeeded. The model has been compared with the chain
 * before, so its accounts are the chain's; everything else that is needed is kept here, apart from the model.
 */
import { sha256 } from "@profit-share/testing/svm/history";
import { type Address, escrow, named } from "./addresses";
import { ACTIVE, CLOSING, type Content, type Subscription, type Tokens } from "./contents";
import type { Outcome } from "./native-svm";
import type { Operation, Send } from "./operations";
import type { Cell, State } from "./state";
import { canGive } from "./surroundings";
import { readingOf, type VenueUser } from "./venue";

/** What is remembered of one subscription. */
interface Memory {
  terms: Buffer;
  start: bigint;
  highest: bigint;
  /** No cap, liquidation or re-creation has come between profit and high-water mark. */
  plain: boolean;
  records: bigint;
  /** Tokens in the escrow that nobody has counted yet. */
  stray: bigint;
  day: bigint;
  accruedToday: bigint;
  highestCap: bigint;
  /** Forgiven for liquidations so far. */
  forgiven: bigint;
  /** Loss at the start, and every rise of it since: the most that may be forgiven. */
  forgivable: bigint;
  settledOn: { user: VenueUser | undefined; day: bigint; balance: bigint; cap: bigint } | null;
}

const DAY = 86_400n;
const SETTLED_LENGTH = 194;
const BATCH_HEAD = 20;
const FLAGS = 32 + 9;
const PROFIT = 32 + 66;
const RECREATED = 2;
/** Liquidation, re-creation, cap. */
const NOT_PLAIN = 1 | RECREATED | 4;
const HIGH_WATER_MARK = 1;
const DRIFT_SOURCE = 1;

const tag = (name: string): string => sha256(Buffer.from(`event:${name}`)).toString("hex", 0, 8);
const SETTLED = tag("Settled");
const SETTLED_BATCH = tag("SettledBatch");
const CLOSED = tag("Closed");

class Violation extends Error {}

function hold(holds: boolean, invariant: number, what: string): void {
  if (!holds) throw new Violation(`invariant ${invariant}: ${what}`);
}

interface Change {
  cell: Cell;
  before: Content | null;
  after: Content | null;
}

export class Invariants {
  private readonly memories = new Map<Address, Memory>();

  constructor(private readonly state: State) {}

  /** Notes what happens outside of the program. */
  note(event: Operation): void {
    if (event.kind !== "give" || !event.to.name.startsWith("escrow of ")) return;
    const memory = this.memories.get(event.to.of[0]!);
    const possible = canGive(this.state, event.from, event.to, event.amount);
    if (memory !== undefined && possible) memory.stray += event.amount;
  }

  /** @returns what the transaction, which succeeded, violates; null if nothing */
  after(send: Send, { events, returned }: Pick<Outcome, "events" | "returned">): string | null {
    try {
      this.check(send, events, settledBy(send, returned));
      return null;
    } catch (failure) {
      if (failure instanceof Violation) return failure.message;
      throw failure;
    }
  }

  private check(send: Send, events: readonly Buffer[], settled: readonly Address[]): void {
    const changes = [...this.state.journal].map(([cell, { content }]) => ({
      cell,
      before: content,
      after: cell.content,
    }));
    this.conservation(changes);
    const records = recordsOf(events);
    for (const change of changes) {
      const { cell, before, after } = change;
      if (after?.kind === "subscription") {
        if (before === null) this.begin(cell.address, after);
        else {
          this.subscription(send, cell.address, before as Subscription, after, records.get(hexOf(cell.address)) ?? []);
          if (settled.includes(cell.address)) this.repetition(cell.address, before as Subscription, after);
        }
      } else if (before?.kind === "subscription") this.memories.delete(cell.address);
    }
    if (send.instruction === "sync") this.memories.get(send.accounts[0]!.address)!.stray = 0n;
    for (const change of changes) this.tokens(send, change, changes, events);
    for (const { cell, after } of changes) if (after?.kind === "subscription") this.escrow(cell.address, after);
  }

  private conservation(changes: Change[]): void {
    const sums = new Map<Address, bigint>();
    const add = (content: Content | null, sign: bigint): void => {
      if (content?.kind === "tokens") sums.set(content.mint, (sums.get(content.mint) ?? 0n) + sign * content.amount);
    };
    for (const { before, after } of changes) {
      add(before, -1n);
      add(after, 1n);
    }
    for (const [mint, sum] of sums) hold(sum === 0n, 1, `${sum} tokens of ${mint.name} came from nowhere`);
  }

  private begin(at: Address, s: Subscription): void {
    hold(s.terms.bps <= 1_000, 6, `${at.name} has ${s.terms.bps} basis points`);
    const day = this.state.now / DAY;
    this.memories.set(at, {
      terms: s.terms.bytes,
      start: s.last,
      highest: s.last,
      plain: true,
      records: 0n,
      stray: 0n,
      day,
      accruedToday: 0n,
      highestCap: s.dailyCap,
      forgiven: 0n,
      forgivable: s.loss,
      settledOn: null,
    });
  }

  private subscription(send: Send, at: Address, before: Subscription, s: Subscription, records: Buffer[]): void {
    const memory = this.memories.get(at)!;
    const { bps, feeBasis, source } = s.terms;
    if (records.some((record) => (record[FLAGS]! & NOT_PLAIN) !== 0)) memory.plain = false;
    // A cap without any room left cuts off everything, and then nothing is recorded.
    if (s.mark < s.last) memory.plain = false;
    if (s.last > memory.highest) memory.highest = s.last;

    const end = endOf(before);
    if (end !== null && this.state.now >= end) {
      hold(records.length === 0 && settledPart(s) === settledPart(before), 11, `${at.name} was settled after its end`);
    }
    this.forgiveness(at, memory, before, s, records);

    hold(
      s.accrued === (s.profitTotal * BigInt(bps)) / 10_000n,
      3,
      `${at.name} accrued ${s.accrued} of ${s.profitTotal}`,
    );
    if (memory.plain && feeBasis === HIGH_WATER_MARK) {
      const rise = memory.highest - memory.start;
      hold(s.profitTotal === rise, 3, `${at.name} charged ${s.profitTotal} on a rise of ${rise}`);
    }

    memory.records += BigInt(records.length);
    hold(s.sequence === memory.records, 4, `${at.name} has sequence ${s.sequence} after ${memory.records} records`);

    hold(s.terms.bytes.equals(memory.terms), 6, `${at.name} has other terms than at the start`);
    const day = this.state.now / DAY;
    if (day !== memory.day) Object.assign(memory, { day, accruedToday: 0n, highestCap: s.dailyCap });
    memory.accruedToday += s.accrued - before.accrued;
    if (s.dailyCap > memory.highestCap) memory.highestCap = s.dailyCap;
    hold(memory.accruedToday <= memory.highestCap, 6, `${at.name} accrued ${memory.accruedToday} in a day`);

    if (source === DRIFT_SOURCE) {
      if (s.last === before.last) return;
      const user = this.state.venueUsers.get(s.venueUser);
      const read = user?.form === "user" && readingOf(user).realized === s.last;
      hold(read, 8, `${at.name} was settled on ${s.last}, which its venue user does not hold`);
    } else if (s.sequence !== before.sequence) {
      const { signer } = this.state.keeper(s.terms.keeper!)!;
      hold(signs(send, signer), 8, `${at.name} was settled without its keeper`);
    }
  }

  /** A liquidation is forgiven no more than it can have taken of a loss that was recorded before. */
  private forgiveness(at: Address, memory: Memory, before: Subscription, s: Subscription, records: Buffer[]): void {
    for (const record of records) {
      if (s.terms.source === DRIFT_SOURCE && (record[FLAGS]! & RECREATED) === 0) {
        memory.forgiven += s.mark - before.mark - record.readBigUInt64LE(PROFIT);
      }
    }
    if (s.loss > before.loss) memory.forgivable += s.loss - before.loss;
    const { forgiven, forgivable } = memory;
    hold(forgiven <= forgivable, 12, `${at.name} was forgiven ${forgiven}, of a loss of ${forgivable}`);
  }

  /** Settling again on the same reading pays nothing. */
  private repetition(at: Address, before: Subscription, s: Subscription): void {
    const memory = this.memories.get(at)!;
    const user = this.state.venueUsers.get(s.venueUser);
    const day = this.state.now / DAY;
    const known = memory.settledOn;
    const same = known !== null && known.user === user && known.day === day && known.cap === s.dailyCap;
    if (same && known.balance === before.balance && user?.status === 0) {
      const paid = s.accrued !== before.accrued || s.credited !== before.credited;
      hold(!paid, 5, `${at.name} paid twice for the same realized PnL`);
    }
    memory.settledOn = { user, day, balance: s.balance, cap: s.dailyCap };
  }

  /** Tokens leave an escrow only to whom they belong. */
  private tokens(send: Send, { cell, before, after }: Change, changes: Change[], events: readonly Buffer[]): void {
    if (!cell.address.name.startsWith("escrow of ")) return;
    const at = cell.address.of[0]!;
    const moved = amountOf(after) - amountOf(before);
    const own = send.accounts.some(({ address }) => address === at);
    const memory = this.memories.get(at);
    if (memory !== undefined && before !== null && (!own || (moved > 0n && send.instruction !== "deposit"))) {
      memory.stray += moved;
    }
    if (moved >= 0n) return;
    const subscription = changes.find((change) => change.cell.address === at)?.before as Subscription | undefined;
    if (subscription === undefined) throw new Violation(`invariant 7: ${at.name} paid without being asked`);
    const { owner, payoutWallet } = this.state.bot(subscription.bot)!;
    const claimable = subscription.credited - subscription.claimed;
    if (send.instruction === "claim") {
      hold(signs(send, owner) && -moved <= claimable, 7, `${at.name} paid a claim of ${-moved}`);
    } else if (send.instruction === "payout") {
      const wallet = this.state.tokens(send.accounts[0]!.address)?.owner;
      hold(wallet === payoutWallet && -moved <= claimable, 7, `${at.name} paid out ${-moved}`);
    } else if (send.instruction === "withdraw") {
      const allowed = signs(send, subscription.subscriber) && -moved <= subscription.balance;
      hold(allowed, 7, `${at.name} paid ${-moved} to its subscriber`);
    } else {
      hold(send.instruction === "close_subscription", 7, `${send.instruction} took ${-moved} from ${at.name}`);
      this.closing(send, at, subscription, changes, events);
    }
  }

  private closing(send: Send, at: Address, s: Subscription, changes: Change[], events: readonly Buffer[]): void {
    const closed = events.find((data) => data.toString("hex", 8, 16) === CLOSED);
    hold(closed !== undefined, 7, `${at.name} closed without its event`);
    const number = (index: number): bigint => closed!.readBigUInt64LE(16 + 32 + 32 + 24 + 32 + 8 * index);
    const [credited, claimed, toVault, toSubscriber] = [number(2), number(3), number(6), number(7)];
    const gained = (address: Address): bigint => {
      const change = changes.find(({ cell }) => cell.address === address);
      return change === undefined ? 0n : amountOf(change.after) - amountOf(change.before);
    };
    hold(toVault === credited - claimed, 7, `${at.name} left ${toVault} in the vault`);
    hold(gained(named(`vault of ${s.bot.name}`)) === toVault, 7, `${at.name}: the vault did not gain ${toVault}`);
    if (toSubscriber === 0n) return;
    const to = send.accounts[2]!.address;
    const allowed = signs(send, s.subscriber) || this.state.tokens(to)?.owner === s.subscriber;
    hold(allowed && gained(to) === toSubscriber, 7, `${at.name} paid ${toSubscriber} to ${to.name}`);
  }

  /** The escrow holds balance and claimable, and beyond them what `sync` would find. */
  private escrow(at: Address, s: Subscription): void {
    const held = this.state.tokens(escrow(at))!.amount;
    const { stray } = this.memories.get(at)!;
    const known = s.balance + s.credited - s.claimed;
    hold(held === known + stray, 2, `${at.name} holds ${held}, of which ${known} are known and ${stray} are not`);
    hold(s.claimed <= s.credited && s.credited + s.waived <= s.accrued, 2, `${at.name} has an impossible ledger`);
    const owed = s.accrued - s.credited - s.waived;
    hold(owed === 0n || s.balance === 0n, 2, `${at.name} owes ${owed} and has a balance of ${s.balance}`);
  }
}

/** The verified subscriptions that a settling transaction settled. */
function settledBy({ instruction, accounts, args }: Send, returned: Buffer): Address[] {
  if (instruction === "settle") return [accounts[0]!.address];
  if (instruction !== "settle_batch") return [];
  const skipped = new Set<number>();
  for (let at = 4; at < returned.length; at += 9) skipped.add(returned[at]!);
  const rows = args.rows!.map((row, index) =>
    row === null && !skipped.has(index) ? [accounts[4 + 2 * index]!.address] : [],
  );
  return rows.flat();
}

/** When it ended, by its clock or before; null if it has no end yet. */
function endOf({ state, terms, closingAt, endedAt }: Subscription): bigint | null {
  if (state === ACTIVE) return null;
  return state === CLOSING ? closingAt + (terms.source === DRIFT_SOURCE ? 30n : 7n) * DAY : endedAt;
}

/** All that a settlement writes, except what a deposit pays as well. */
function settledPart(s: Subscription): string {
  const levels = [s.state, s.mark, s.last, s.loss, s.profitTotal, s.accrued, s.sequence];
  const seen = [s.liquidationId, s.beingLiquidated, s.totalDeposits, s.totalWithdraws, s.settledAt, s.endedAt];
  return [...levels, ...seen, s.reference.toString("hex"), s.head.toString("hex")].join();
}

const amountOf = (content: Content | null): bigint => (content as Tokens | null)?.amount ?? 0n;

const signs = (send: Send, who: Address): boolean =>
  send.accounts.some(({ address, signer }) => address === who && signer);

const hexOf = ({ bytes }: Address): string => bytes.toString("hex");

/** Records by subscription (hexadecimal), as the chain's events tell them. */
function recordsOf(events: readonly Buffer[]): Map<string, Buffer[]> {
  const found = new Map<string, Buffer[]>();
  for (const data of events) {
    const kind = data.toString("hex", 8, 16);
    const start = kind === SETTLED ? 16 : kind === SETTLED_BATCH ? BATCH_HEAD : data.length;
    for (let at = start; at < data.length; at += SETTLED_LENGTH) {
      const settled = data.subarray(at, at + SETTLED_LENGTH);
      const subscription = settled.toString("hex", 0, 32);
      found.set(subscription, [...(found.get(subscription) ?? []), settled]);
    }
  }
  return found;
}
