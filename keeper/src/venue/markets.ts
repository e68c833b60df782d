/** Drift's markets: where they are, and the few of their fields that taking money out needs. */
import { DRIFT_PROGRAM_ID, spotMarketAddress } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import type { DriftAccount } from "./account";

export interface SpotMarket {
  address: PublicKey;
  /** null for the quote market of a venue that needs none. */
  oracle: PublicKey | null;
  /** 1e10: what a scaled deposit has grown to. */
  depositInterest: bigint;
  decimals: number;
}

export interface PerpMarket {
  address: PublicKey;
  oracle: PublicKey | null;
  /** 1e-6 quote per base; null while unknown. */
  lastOraclePrice: bigint | null;
}

/** The markets that an account uses, by index; the quote market is always among them. */
export interface Markets {
  spot: ReadonlyMap<number, SpotMarket>;
  perp: ReadonlyMap<number, PerpMarket>;
}

export const QUOTE_MARKET = 0;

export const perpMarketAddress = (index: number): PublicKey =>
  PublicKey.findProgramAddressSync([Buffer.from("perp_market"), u16(index)], DRIFT_PROGRAM_ID)[0];

/** Indices of the markets that an account uses, each once, ascending. */
export function marketsOf(account: DriftAccount): { spot: number[]; perp: number[] } {
  return {
    spot: ascending([QUOTE_MARKET, ...account.spotMarkets]),
    perp: ascending(account.positions.map(({ marketIndex }) => marketIndex)),
  };
}

/** @param data null if there is no such account */
export function readSpotMarket(index: number, data: Uint8Array | null): SpotMarket {
  const address = spotMarketAddress(DRIFT_PROGRAM_ID, index);
  if (data === null) return { address, oracle: null, depositInterest: 0n, decimals: 0 };
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    address,
    oracle: oracle(data),
    depositInterest: view.getBigUint64(464, true) + (view.getBigUint64(472, true) << 64n),
    decimals: view.getUint32(680, true),
  };
}

/** @param data null if there is no such account */
export function readPerpMarket(index: number, data: Uint8Array | null): PerpMarket {
  const address = perpMarketAddress(index);
  if (data === null) return { address, oracle: null, lastOraclePrice: null };
  const price = new DataView(data.buffer, data.byteOffset, data.byteLength).getBigInt64(72, true);
  return { address, oracle: oracle(data), lastOraclePrice: price > 0n ? price : null };
}

/** In both kinds of market the oracle follows the market's own address. */
function oracle(data: Uint8Array): PublicKey | null {
  const key = new PublicKey(data.subarray(40, 72));
  return key.equals(PublicKey.default) ? null : key;
}

const ascending = (indices: number[]): number[] => [...new Set(indices)].sort((a, b) => a - b);

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);
