/** Entries made by hand, for what is pure. */
import { PublicKey } from "@solana/web3.js";
import type { Amounts, Entry, EntryKind } from "../../src";
import { NO_AMOUNTS } from "../../src";

/** An address by a number. */
export const address = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
export const BOT = address(1);
export const CREATOR = address(2);
export const BUYER = address(3);
export const ANNA = address(4);
export const BEN = address(5);

/** Unix seconds of a moment such as 2026-03-29T01:00:00Z. */
export const at = (utc: string): number => Date.parse(utc) / 1_000;

export function entry(kind: EntryKind, amounts: Partial<Amounts>, more: Partial<Entry> = {}): Entry {
  return {
    ...{ kind, time: at("2026-01-01T12:00:00Z"), slot: 1, signature: "signature", index: 0 },
    ...{ bot: BOT, creator: CREATOR, owner: CREATOR, gift: 0n, record: null, destination: null },
    ...{ basis: "proven", after: null, parties: { subscription: address(6), instance: 1n, subscriber: ANNA } },
    amounts: { ...NO_AMOUNTS, ...amounts },
    ...more,
  };
}
