/** The program's accounts as plain objects. Amounts are base units, times are unix seconds. */
import type { PublicKey } from "@solana/web3.js";
import { UnreadableData } from "../failures";
import type { Ledger } from "../rule/rule";
import type { DailyWindow } from "../rule/window";
import type { StoredReading } from "../venue/observation";
import { decodeAccount } from "../wire/coder";
import type { AccountName, Struct } from "../wire/idl-types";
import { ACCOUNT_VERSION } from "../wire/profit-share-constants";
import { nameOf, nullIfZero, type Terms, termsOf } from "./terms";

/** Who attests closes for a marketplace. */
export interface Keeper {
  /** Who registered it; without power afterwards. */
  creator: PublicKey;
  /** 16 bytes. */
  id: Uint8Array;
  /** Cold key: rotates the signer. */
  admin: PublicKey;
  /** The admin to be, until it accepts. */
  pendingAdmin: PublicKey | null;
  /** Hot key: settles attested closes and nothing else. */
  signer: PublicKey;
}

/** A published trading bot. */
export interface Bot {
  /** Whether it takes new subscribers. */
  open: boolean;
  creator: PublicKey;
  /** 16 bytes. */
  id: Uint8Array;
  /** Who owns it now and may claim. */
  owner: PublicKey;
  /** The owner to be, until it accepts. */
  pendingOwner: PublicKey | null;
  /** Whose associated token account `payout` fills. */
  payoutWallet: PublicKey;
  /** Offered to new subscribers. */
  terms: Terms;
  /** The least that `payout` moves. */
  minPayout: bigint;
  /** Subscriptions ever made: the instance of the newest. */
  subscriptions: bigint;
  /** Subscriptions closed. */
  closed: bigint;
  /** u64: lifetime profit of the closed subscriptions. These four stop at 2⁶⁴ − 1, and they prove no performance. */
  closedProfit: bigint;
  /** u64: their lifetime share. */
  closedAccrued: bigint;
  /** u64: the part of it that balances covered. */
  closedCredited: bigint;
  /** u64: the part of it that the owner gave up. */
  closedWaived: bigint;
}

/** As stored: a subscription that is closing also ends by the clock, see `hasEnded`. */
export type SubscriptionState = "active" | "closing" | "ended";

/** One subscriber's agreement with one bot, and the ledger of its escrow. */
export interface Subscription extends Ledger, DailyWindow, StoredReading {
  state: SubscriptionState;
  bot: PublicKey;
  /** Which subscription of the bot, from 1. */
  instance: bigint;
  subscriber: PublicKey;
  agent: PublicKey;
  /** Attested: which account of the agent; 0 if verified. */
  accountNo: number;
  /** The agent's account on the venue; null if attested. */
  venueUser: PublicKey | null;
  /** Token account with the balance and what is claimable. */
  escrow: PublicKey;
  /** Who gets the rent back. */
  rentPayer: PublicKey;
  /** Those it was made under, for good. */
  terms: Terms;
  /** The part of `credited` that left the escrow for the creator. */
  claimed: bigint;
  /** Number of the last record, 0 before the first. */
  sequence: bigint;
  /** 32 bytes: reference of the last attested close. */
  reference: Uint8Array;
  /** 32 bytes: head of the history. */
  head: Uint8Array;
  subscribedAt: bigint;
  /** 0 before the first settlement. */
  settledAt: bigint;
  /** When it was unsubscribed; 0 before. */
  closingAt: bigint;
  /** When its end was recorded; 0 before. */
  endedAt: bigint;
}

const STATES: Record<SubscriptionState, number> = { active: 1, closing: 2, ended: 3 };

/** @throws UnreadableData if the data is not a keeper of a version this SDK knows */
export function decodeKeeper(data: Uint8Array): Keeper {
  const { creator, id, admin, pendingAdmin, signer } = decode("Keeper", data);
  return { creator, id, admin, pendingAdmin: nullIfZero(pendingAdmin), signer };
}

/** @throws UnreadableData if the data is not a bot of a version this SDK knows */
export function decodeBot(data: Uint8Array): Bot {
  const { version, bump, vaultBump, reservedHead, reserved, ...stored } = decode("Bot", data);
  return {
    ...stored,
    open: stored.open !== 0,
    pendingOwner: nullIfZero(stored.pendingOwner),
    terms: termsOf(stored.terms),
  };
}

/** @throws UnreadableData if the data is not a subscription of a version this SDK knows */
export function decodeSubscription(data: Uint8Array): Subscription {
  const { version, bump, reserved, ...stored } = decode("Subscription", data);
  return {
    ...stored,
    state: nameOf(STATES, stored.state, "subscription state"),
    beingLiquidated: stored.beingLiquidated !== 0,
    venueUser: nullIfZero(stored.venueUser),
    terms: termsOf(stored.terms),
  };
}

function decode<Name extends AccountName>(name: Name, data: Uint8Array): Struct<Name> {
  let decoded: Struct<Name> & { version: number };
  try {
    decoded = decodeAccount(name, data) as typeof decoded;
  } catch (cause) {
    throw new UnreadableData(`The account (${data.length} bytes) is no ${name} of the profit_share program`, { cause });
  }
  if (decoded.version !== ACCOUNT_VERSION) {
    throw new UnreadableData(
      `The ${name} account has version ${decoded.version}, this SDK reads ${ACCOUNT_VERSION}: update it`,
    );
  }
  return decoded;
}
