/** How much may be taken from a venue account without touching what its positions stand on. Pure. */
import { min, U64_MAX } from "@profit-share/sdk";
import { type DriftAccount, type DriftMarkets, type DriftPosition, QUOTE_MARKET } from "@profit-share/sdk/drift";

export interface Withdrawable {
  /** Base units of the quote token. */
  amount: bigint;
  /** Perp markets whose PnL has to be settled into the deposit first: as few as it takes. */
  settle: number[];
}

const NOTHING: Withdrawable = { amount: 0n, settle: [] };
/** A base amount (1e-9) times a price (1e-6) is worth this many times its quote (1e-6). */
const BASE_PRECISION = 1_000_000_000n;
/** A scaled balance (1e-9) times the interest (1e-10) is this many times the tokens of a mint without decimals. */
const SCALED_PRECISION_EXPONENT = 19;

/**
 * The deposit, less what is lost but not settled yet, less the buffer; and where that is not enough, the gains of markets,
 * largest first. Nothing while the account is in liquidation. The venue has the last word: it refuses what its margin rules
 * do not allow.
 * @param buffer base units that stay in the deposit
 * @param needed base units; no more markets than that takes
 * @param closed markets whose PnL cannot be settled now
 */
export function withdrawable(
  account: DriftAccount,
  markets: DriftMarkets,
  beingLiquidated: boolean,
  buffer: bigint,
  needed: bigint = U64_MAX,
  closed: ReadonlySet<number> = new Set(),
): Withdrawable {
  if (beingLiquidated) return NOTHING;
  const expected = account.positions.map((position) => ({ position, pnl: settleable(position, markets) }));
  const gains = expected
    .filter(({ position, pnl }) => position.settlesIntoDeposit && pnl > 0n && !closed.has(position.marketIndex))
    .sort((a, b) => (a.pnl > b.pnl ? -1 : 1));
  const losses = expected.filter(({ pnl }) => pnl < 0n).reduce((sum, { pnl }) => sum + pnl, 0n);
  let amount = deposit(account, markets) + losses - buffer;
  const settle: number[] = [];
  for (const { position, pnl } of gains) {
    if (amount >= needed) break;
    amount += pnl;
    settle.push(position.marketIndex);
  }
  return amount <= 0n ? NOTHING : { amount, settle };
}

/**
 * The PnL that settling moves at least: all of a flat position's quote. Of an open one a gain only as far as it is
 * realized, and a loss as far as it is either realized or open at the market's last price.
 */
function settleable(position: DriftPosition, markets: DriftMarkets): bigint {
  const { baseAssetAmount, quoteAssetAmount, quoteEntryAmount } = position;
  if (baseAssetAmount === 0n) return quoteAssetAmount;
  const realized = quoteAssetAmount - quoteEntryAmount;
  const price = markets.perp.get(position.marketIndex)?.lastOraclePrice ?? null;
  if (price === null) return realized;
  const total = quoteAssetAmount + (baseAssetAmount * price) / BASE_PRECISION;
  return min(total, realized);
}

/** Tokens in the quote deposit; a borrow counts as negative. */
function deposit({ quoteScaledBalance }: DriftAccount, markets: DriftMarkets): bigint {
  const market = markets.spot.get(QUOTE_MARKET);
  if (market === undefined) return 0n;
  return (quoteScaledBalance * market.depositInterest) / 10n ** BigInt(SCALED_PRECISION_EXPONENT - market.decimals);
}
