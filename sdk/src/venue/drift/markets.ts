/** Drift's markets: where they are, and the few of their fields that taking money out needs. */
import { PublicKey } from "@solana/web3.js";
import { ByteReader } from "../../wire/bytes";
import { driftPerpMarketAddress, driftSpotMarketAddress, QUOTE_MARKET } from "./addresses";
import type { DriftAccount } from "./user";

export interface DriftSpotMarket {
  address: PublicKey;
  /** null for the quote market of a venue that needs none. */
  oracle: PublicKey | null;
  /** 1e10: what a scaled deposit has grown to. */
  depositInterest: bigint;
  decimals: number;
}

export interface DriftPerpMarket {
  address: PublicKey;
  oracle: PublicKey | null;
  /** 1e-6 quote per base; null while unknown. */
  lastOraclePrice: bigint | null;
}

/** The markets that an account uses, by index; the quote market is always among them. */
export interface DriftMarkets {
  spot: ReadonlyMap<number, DriftSpotMarket>;
  perp: ReadonlyMap<number, DriftPerpMarket>;
}

/** Indices of the markets that an account uses, each once, ascending. */
export function marketsOf(account: DriftAccount): { spot: number[]; perp: number[] } {
  return {
    spot: ascending([QUOTE_MARKET, ...account.spotMarkets]),
    perp: ascending(account.positions.map(({ marketIndex }) => marketIndex)),
  };
}

/** In both kinds of market the oracle follows the market's own address. */
const ORACLE = 40;

/** @param data null if there is no such account */
export function readSpotMarket(index: number, data: Uint8Array | null): DriftSpotMarket {
  const address = driftSpotMarketAddress(index);
  if (data === null) return { address, oracle: null, depositInterest: 0n, decimals: 0 };
  const read = new ByteReader(data);
  return {
    address,
    oracle: keyOrNull(read.at(ORACLE).publicKey()),
    depositInterest: read.at(464).u64() + (read.u64() << 64n),
    decimals: read.at(680).u32(),
  };
}

/** @param data null if there is no such account */
export function readPerpMarket(index: number, data: Uint8Array | null): DriftPerpMarket {
  const address = driftPerpMarketAddress(index);
  if (data === null) return { address, oracle: null, lastOraclePrice: null };
  const read = new ByteReader(data);
  const price = read.at(72).i64();
  return { address, oracle: keyOrNull(read.at(ORACLE).publicKey()), lastOraclePrice: price > 0n ? price : null };
}

const keyOrNull = (key: PublicKey): PublicKey | null => (key.equals(PublicKey.default) ? null : key);

const ascending = (indices: number[]): number[] => [...new Set(indices)].sort((a, b) => a - b);
