/** What accounts hold in the model, and the bytes that the chain must show for it. */
import { sha256 } from "@profit-share/testing/svm/history";
import { type Address, SYSTEM } from "./addresses";

export const LENGTH = { keeper: 224, bot: 368, subscription: 624, tokens: 165, mint: 82, venue: 4_376 } as const;

const discriminator = (name: string): Buffer => sha256(Buffer.from(`account:${name}`)).subarray(0, 8);
const KEEPER = discriminator("Keeper");
const BOT = discriminator("Bot");
const SUBSCRIPTION = discriminator("Subscription");

const VERSION = 2;

/** Snapshot or offer; never changed in place. */
export class Terms {
  readonly bytes: Buffer;

  constructor(
    readonly source: number,
    readonly feeBasis: number,
    readonly bps: number,
    readonly version: number,
    readonly minBalance: bigint,
    readonly minDailyCap: bigint,
    readonly keeper: Address | null,
    readonly mint: Address,
    readonly hash: Buffer,
  ) {
    const bytes = Buffer.alloc(120);
    bytes.writeUInt8(source, 0);
    bytes.writeUInt8(feeBasis, 1);
    bytes.writeUInt16LE(bps, 2);
    bytes.writeUInt32LE(version, 4);
    bytes.writeBigUInt64LE(minBalance, 8);
    bytes.writeBigUInt64LE(minDailyCap, 16);
    bytes.set((keeper ?? SYSTEM).bytes, 24);
    bytes.set(mint.bytes, 56);
    bytes.set(hash, 88);
    this.bytes = bytes;
  }
}

export interface Keeper {
  kind: "keeper";
  creator: Address;
  id: Buffer;
  bump: number;
  admin: Address;
  /** The zero address if none. */
  pendingAdmin: Address;
  signer: Address;
}

/** Lifetime sums; each stops at the end of u64. */
export interface Totals {
  profit: bigint;
  accrued: bigint;
  credited: bigint;
  waived: bigint;
}

export interface Bot {
  kind: "bot";
  bump: number;
  vaultBump: number;
  open: number;
  creator: Address;
  id: Buffer;
  owner: Address;
  pendingOwner: Address;
  payoutWallet: Address;
  terms: Terms;
  minPayout: bigint;
  subscriptions: bigint;
  closed: bigint;
  /** Of the subscriptions closed. */
  totals: Totals;
}

export const ACTIVE = 1;
export const CLOSING = 2;
export const ENDED = 3;

export interface Subscription {
  kind: "subscription";
  bump: number;
  state: number;
  beingLiquidated: number;
  accountNo: number;
  liquidationId: number;
  bot: Address;
  escrow: Address;
  subscriber: Address;
  agent: Address;
  venueUser: Address;
  rentPayer: Address;
  instance: bigint;
  terms: Terms;
  mark: bigint;
  last: bigint;
  loss: bigint;
  profitTotal: bigint;
  accrued: bigint;
  credited: bigint;
  claimed: bigint;
  waived: bigint;
  balance: bigint;
  dailyCap: bigint;
  nextDailyCap: bigint;
  nextDailyCapDay: number;
  windowDay: number;
  windowAccrued: bigint;
  totalDeposits: bigint;
  totalWithdraws: bigint;
  sequence: bigint;
  reference: Buffer;
  head: Buffer;
  subscribedAt: bigint;
  settledAt: bigint;
  closingAt: bigint;
  endedAt: bigint;
}

export interface Tokens {
  kind: "tokens";
  mint: Address;
  owner: Address;
  amount: bigint;
  frozen: boolean;
}

/** A mint, an account of the venue or of Token-2022, or a program: its bytes never matter to the comparison. */
export interface Foreign {
  kind: "mint" | "venue" | "market" | "program" | "foreign tokens";
  length: number;
}

export type Content = Keeper | Bot | Subscription | Tokens | Foreign;

export const lengthOf = (content: Content | null): number =>
  content === null ? 0 : "length" in content ? content.length : LENGTH[content.kind];

/** The account's data; null where the model does not know it. */
export function bytesOf(content: Content | null): Buffer | null {
  if (content === null) return Buffer.alloc(0);
  switch (content.kind) {
    case "keeper":
      return keeperBytes(content);
    case "bot":
      return botBytes(content);
    case "subscription":
      return subscriptionBytes(content);
    case "tokens":
      return tokensBytes(content);
    default:
      return null;
  }
}

/** Writes one field after the other. */
class Fields {
  private at = 0;

  constructor(readonly data: Buffer) {}

  u8(value: number): this {
    this.at = this.data.writeUInt8(value, this.at);
    return this;
  }

  u16(value: number): this {
    this.at = this.data.writeUInt16LE(value, this.at);
    return this;
  }

  u32(value: number): this {
    this.at = this.data.writeUInt32LE(value, this.at);
    return this;
  }

  u64(value: bigint): this {
    this.at = this.data.writeBigUInt64LE(value, this.at);
    return this;
  }

  i64(value: bigint): this {
    this.at = this.data.writeBigInt64LE(value, this.at);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.data.set(value, this.at);
    this.at += value.length;
    return this;
  }

  address(value: Address): this {
    return this.bytes(value.bytes);
  }

  skip(length: number): this {
    this.at += length;
    return this;
  }
}

const start = (length: number, tag: Buffer): Fields => new Fields(Buffer.alloc(length)).bytes(tag).u8(VERSION);

function keeperBytes(k: Keeper): Buffer {
  const to = start(LENGTH.keeper, KEEPER).u8(k.bump).skip(6).address(k.creator).bytes(k.id);
  return to.address(k.admin).address(k.pendingAdmin).address(k.signer).data;
}

function botBytes(b: Bot): Buffer {
  const to = start(LENGTH.bot, BOT).u8(b.bump).u8(b.vaultBump).u8(b.open).skip(4);
  to.address(b.creator).bytes(b.id).address(b.owner).address(b.pendingOwner).address(b.payoutWallet);
  to.bytes(b.terms.bytes).u64(b.minPayout).u64(b.subscriptions).u64(b.closed);
  return to.u64(b.totals.profit).u64(b.totals.accrued).u64(b.totals.credited).u64(b.totals.waived).data;
}

function subscriptionBytes(s: Subscription): Buffer {
  const to = start(LENGTH.subscription, SUBSCRIPTION).u8(s.bump).u8(s.state).u8(s.beingLiquidated);
  to.u16(s.accountNo).u16(s.liquidationId).address(s.bot).address(s.escrow).address(s.subscriber);
  to.address(s.agent).address(s.venueUser).address(s.rentPayer).u64(s.instance).bytes(s.terms.bytes);
  to.i64(s.mark).i64(s.last).u64(s.loss).u64(s.profitTotal).u64(s.accrued).u64(s.credited).u64(s.claimed);
  to.u64(s.waived).u64(s.balance).u64(s.dailyCap).u64(s.nextDailyCap).u32(s.nextDailyCapDay).u32(s.windowDay);
  to.u64(s.windowAccrued).u64(s.totalDeposits).u64(s.totalWithdraws).u64(s.sequence).bytes(s.reference);
  return to.bytes(s.head).i64(s.subscribedAt).i64(s.settledAt).i64(s.closingAt).i64(s.endedAt).data;
}

const INITIALIZED = 1;
const FROZEN = 2;

function tokensBytes(t: Tokens): Buffer {
  const to = new Fields(Buffer.alloc(LENGTH.tokens)).address(t.mint).address(t.owner).u64(t.amount);
  return to.skip(4 + 32).u8(t.frozen ? FROZEN : INITIALIZED).data;
}
