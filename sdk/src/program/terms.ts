/** What a subscriber agrees to: a bot offers terms, a subscription keeps those it was made under. */
import { PublicKey } from "@solana/web3.js";
import { UnreadableData } from "../failures";
import type { FeeBasis, FeeTerms } from "../rule/rule";
import { ByteReader, ByteWriter } from "../wire/bytes";
import { codecOf } from "../wire/codec";
import type { Struct } from "../wire/idl-types";

/** Who states the realized PnL: the venue's own account (Drift, Velocity) or a keeper. */
export type Source = "drift" | "velocity" | "attested";

export interface Terms extends FeeTerms {
  source: Source;
  /** Rises with every change of the bot's terms, from 1. */
  version: number;
  /** Base units: what the deposit at subscribe has to reach and a withdrawal has to leave. */
  minBalance: bigint;
  /** Base units: the lowest daily cap that a subscriber may choose. */
  minDailyCap: bigint;
  /** The keeper account whose signer settles; null if verified. */
  keeper: PublicKey | null;
  mint: PublicKey;
  /** 32 bytes: hash of the legal text. */
  hash: Uint8Array;
}

export const TERMS_LENGTH = 120;

export const SOURCE_CODES: Record<Source, number> = { drift: 1, velocity: 2, attested: 3 };
export const FEE_BASIS_CODES: Record<FeeBasis, number> = { high_water_mark: 1, each_close: 2 };

/** The name of a code. @throws UnreadableData if this version of the SDK does not know it. */
export function nameOf<Name extends string>(codes: Record<Name, number>, code: number, what: string): Name {
  const found = (Object.keys(codes) as Name[]).find((name) => codes[name] === code);
  if (found === undefined) throw new UnreadableData(`Unknown ${what} ${code}: update this SDK`);
  return found;
}

/** The terms as an account holds them, 120 bytes: what the first head of a history is made of. */
export function encodeTerms(terms: Terms): Uint8Array {
  return new ByteWriter(TERMS_LENGTH)
    .u8(SOURCE_CODES[terms.source])
    .u8(FEE_BASIS_CODES[terms.feeBasis])
    .u16(terms.profitShareBps)
    .u32(terms.version)
    .u64(terms.minBalance)
    .u64(terms.minDailyCap)
    .publicKey(terms.keeper ?? PublicKey.default)
    .publicKey(terms.mint)
    .bytes(terms.hash, 32)
    .finish();
}

/** The opposite of `encodeTerms`. @throws RangeError if the data is too short; UnreadableData if a code is unknown */
export const decodeTerms = (data: Uint8Array): Terms =>
  termsOf(codecOf("Terms").read(new ByteReader(data)) as Struct<"Terms">);

export function termsOf(stored: Struct<"Terms">): Terms {
  return {
    ...stored,
    source: nameOf(SOURCE_CODES, stored.source, "source"),
    feeBasis: nameOf(FEE_BASIS_CODES, stored.feeBasis, "fee basis"),
    keeper: nullIfZero(stored.keeper),
  };
}

/** The program writes an address that is not there as zeros. */
export function nullIfZero(address: PublicKey): PublicKey | null {
  return address.equals(PublicKey.default) ? null : address;
}

/** The part of the terms that their publisher states as an argument. */
export function termsInput({
  feeBasis,
  profitShareBps,
  minBalance,
  minDailyCap,
  hash,
}: Pick<Terms, "feeBasis" | "profitShareBps" | "minBalance" | "minDailyCap" | "hash">): Struct<"TermsInput"> {
  return { feeBasis: FEE_BASIS_CODES[feeBasis], profitShareBps, minBalance, minDailyCap, hash };
}
