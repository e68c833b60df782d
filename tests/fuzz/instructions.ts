/** The program's instructions: which accounts they declare, and how their arguments lie in the data. */
import { sha256 } from "@profit-share/testing/svm/history";
import { type Address, EVENT_AUTHORITY, PROGRAM, SYSTEM, TOKEN } from "./addresses";

/** What the program loads an account as. */
export type PlaceType = "signer" | "keeper" | "bot" | "subscription" | "tokens" | "mint" | "program" | "any";

export interface Place {
  readonly name: string;
  readonly type: PlaceType;
  readonly mut: boolean;
  /** May coincide with another account. */
  readonly dup: boolean;
  readonly optional: boolean;
  /** Created by the framework after everything else is loaded. */
  readonly init: boolean;
  /** The one address that belongs here, where there is only one. */
  readonly fixed: Address | null;
}

const FIXED: Record<string, Address> = {
  token_program: TOKEN,
  system_program: SYSTEM,
  event_authority: EVENT_AUTHORITY,
  program: PROGRAM,
};

/** Written as "name type flags": m mutable, d may coincide, o optional, i init. */
function places(...written: string[]): Place[] {
  return written.map((text) => {
    const [name, type = "program", flags = ""] = text.split(" ") as [string, PlaceType?, string?];
    const has = (flag: string): boolean => flags.includes(flag);
    return {
      name,
      type: name === "event_authority" || name === "program" ? "any" : type,
      mut: has("m"),
      dup: has("d"),
      optional: has("o"),
      init: has("i"),
      fixed: FIXED[name] ?? null,
    };
  });
}

const EVENT = ["event_authority", "program"];

export const PLACES = {
  register_keeper: places("creator signer", "payer signer md", "keeper keeper mi", "system_program"),
  set_keeper_signer: places("admin signer", "keeper keeper m"),
  transfer_keeper: places("admin signer", "keeper keeper m"),
  accept_keeper: places("new_admin signer", "keeper keeper m"),
  publish_bot: places(
    "creator signer",
    "payer signer md",
    "payout_wallet any",
    "bot bot mi",
    "vault tokens mi",
    "mint mint",
    "keeper keeper o",
    "quote_market any o",
    "token_program",
    "system_program",
  ),
  update_terms: places("owner signer", "bot bot m", "keeper keeper o"),
  set_payout: places("owner signer", "payout_wallet any", "bot bot m"),
  set_open: places("owner signer", "bot bot m"),
  transfer_bot: places("owner signer", "bot bot m"),
  accept_bot: places("new_owner signer", "bot bot m"),
  subscribe: places(
    "subscriber signer",
    "agent signer",
    "payer signer md",
    "depositor signer",
    "source any mo",
    "bot bot m",
    "subscription any m",
    "escrow any m",
    "venue_user any",
    "mint mint",
    "token_program",
    "system_program",
  ),
  deposit: places("owner signer", "source any m", "subscription subscription m", "escrow any m", "token_program"),
  sync: places("subscription subscription m", "escrow tokens"),
  settle: places("subscription subscription m", "venue_user any", ...EVENT),
  settle_attested: places("signer signer", "keeper keeper", "subscription subscription m", ...EVENT),
  settle_batch: places("signer signer o", "keeper keeper o", ...EVENT),
  claim: places(
    "owner signer",
    "destination any m",
    "bot bot",
    "subscription subscription m",
    "escrow any m",
    "token_program",
  ),
  claim_vault: places("owner signer", "destination any m", "bot bot", "vault tokens m", "token_program"),
  payout: places("destination any m", "bot bot", "subscription subscription m", "escrow any m", "token_program"),
  withdraw: places(
    "subscriber signer",
    "destination any m",
    "subscription subscription m",
    "escrow any m",
    "venue_user any",
    "token_program",
    ...EVENT,
  ),
  set_cap: places("subscriber signer", "subscription subscription m"),
  waive: places("owner signer", "bot bot", "subscription subscription m"),
  unsubscribe: places("signer signer", "subscription subscription m", "venue_user any", ...EVENT),
  close_subscription: places(
    "rent_payer any md",
    "subscriber any",
    "destination any mo",
    "subscription subscription m",
    "escrow tokens m",
    "bot bot m",
    "vault any m",
    "token_program",
    ...EVENT,
  ),
} as const satisfies Record<string, Place[]>;

export type Name = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as Name[];

export interface Close {
  sequence: bigint;
  closePnl: bigint;
  reference: Buffer;
  isFinal: boolean;
}

/** A row of a batch; null is a verified one. */
export type Row = { instance: bigint; close: Close } | null;

/** Arguments by the program's names in camelCase; each instruction uses its own. */
export interface Args {
  id?: Buffer;
  signer?: Address;
  newAdmin?: Address;
  newOwner?: Address;
  source?: number;
  terms?: TermsArgs;
  minPayout?: bigint;
  open?: boolean;
  termsVersion?: number;
  maxProfitShareBps?: number;
  accountNo?: number;
  dailyCap?: bigint;
  deposit?: bigint;
  bot?: Address;
  instance?: bigint;
  amount?: bigint;
  close?: Close;
  rows?: Row[];
}

export interface TermsArgs {
  feeBasis: number;
  bps: number;
  minBalance: bigint;
  minDailyCap: bigint;
  hash: Buffer;
}

const u8 = (value: number): Buffer => Buffer.of(value);
const u16 = (value: number): Buffer => Buffer.of(value & 0xff, value >> 8);
const u32 = (value: number): Buffer => Buffer.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function i64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

const terms = ({ feeBasis, bps, minBalance, minDailyCap, hash }: TermsArgs): Buffer[] => [
  u8(feeBasis),
  u16(bps),
  u64(minBalance),
  u64(minDailyCap),
  hash,
];

const close = ({ sequence, closePnl, reference, isFinal }: Close): Buffer[] => [
  u64(sequence),
  i64(closePnl),
  reference,
  u8(isFinal ? 1 : 0),
];

const row = (of: Row): Buffer[] => (of === null ? [u8(0)] : [u8(1), u64(of.instance), ...close(of.close)]);

const nothing = (): Buffer[] => [];
const amountOf = (args: Args): Buffer[] => [u64(args.instance!), u64(args.amount!)];

const ENCODINGS: Record<Name, (args: Args) => Buffer[]> = {
  register_keeper: (args) => [args.id!, args.signer!.bytes],
  set_keeper_signer: (args) => [args.signer!.bytes],
  transfer_keeper: (args) => [args.newAdmin!.bytes],
  accept_keeper: nothing,
  publish_bot: (args) => [args.id!, u8(args.source!), ...terms(args.terms!), u64(args.minPayout!)],
  update_terms: (args) => terms(args.terms!),
  set_payout: (args) => [u64(args.minPayout!)],
  set_open: (args) => [u8(args.open ? 1 : 0)],
  transfer_bot: (args) => [args.newOwner!.bytes],
  accept_bot: nothing,
  subscribe: (args) => [
    u32(args.termsVersion!),
    u16(args.maxProfitShareBps!),
    u16(args.accountNo!),
    u64(args.dailyCap!),
    u64(args.deposit!),
  ],
  deposit: (args) => [args.bot!.bytes, ...amountOf(args)],
  sync: nothing,
  settle: nothing,
  settle_attested: (args) => [args.bot!.bytes, u64(args.instance!), ...close(args.close!)],
  settle_batch: (args) => [u32(args.rows!.length), ...args.rows!.flatMap(row)],
  claim: amountOf,
  claim_vault: nothing,
  payout: nothing,
  withdraw: (args) => [args.bot!.bytes, ...amountOf(args)],
  set_cap: (args) => [args.bot!.bytes, u64(args.instance!), u64(args.dailyCap!)],
  waive: amountOf,
  unsubscribe: (args) => [args.bot!.bytes, u64(args.instance!)],
  close_subscription: (args) => [u64(args.instance!)],
};

const DISCRIMINATORS = Object.fromEntries(
  NAMES.map((name) => [name, sha256(Buffer.from(`global:${name}`)).subarray(0, 8)]),
) as Record<Name, Buffer>;

export const encode = (name: Name, args: Args): Buffer =>
  Buffer.concat([DISCRIMINATORS[name], ...ENCODINGS[name](args)]);
