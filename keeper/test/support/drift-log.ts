/** Lines of Drift's log, encoded by the coder and the IDL of `@drift-labs/sdk` itself. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { Keypair, type PublicKey } from "@solana/web3.js";

/** Both of the version that the package's IDL is written for. */
const load = createRequire(require.resolve("@drift-labs/sdk/package.json"));
const { BorshEventCoder, BN } = load("@coral-xyz/anchor");
const { layouts } = new BorshEventCoder(load("./lib/node/idl/drift.json"));

const program = DRIFT_PROGRAM_ID.toBase58();
export const INVOKE = `Program ${program} invoke [1]`;
export const SUCCESS = `Program ${program} success`;
export const TRUNCATED = "Log truncated";

/** A transaction's log in which Drift says this. */
export const logOf = (...lines: string[]): string[] => [INVOKE, ...lines, SUCCESS];

export interface FillValues {
  taker?: PublicKey;
  maker?: PublicKey;
  /** Of the taker; the maker's is the other one. */
  direction?: "long" | "short";
  marketIndex?: number;
  marketType?: "perp" | "spot";
  action?: "fill" | "cancel";
  fillRecordId?: bigint;
  /** 1e-9. */
  base?: bigint;
  /** 1e-6, like all that follow but the held base amounts. */
  quote?: bigint;
  takerFee?: bigint;
  makerFee?: bigint;
  takerCost?: bigint;
  takerHeld?: bigint;
  makerCost?: bigint;
  makerHeld?: bigint;
}

/** `OrderActionRecord`: one that opens, unless it says what somebody's position had cost. */
export function fillLine(values: FillValues = {}): string {
  const { direction = "short", marketType = "perp", action = "fill", marketIndex = 0 } = values;
  const { taker = someone(), maker = someone(), fillRecordId = 1n, base = 0n, quote = 0n } = values;
  const other = direction === "short" ? "long" : "short";
  const order = { base: big(base), cumulativeBase: big(base), cumulativeQuote: big(quote) };
  return line("OrderActionRecord", {
    ts: big(0n),
    action: { [action]: {} },
    actionExplanation: { orderFilledWithMatch: {} },
    marketIndex,
    marketType: { [marketType]: {} },
    filler: null,
    fillerReward: null,
    fillRecordId: big(fillRecordId),
    baseAssetAmountFilled: big(base),
    quoteAssetAmountFilled: big(quote),
    takerFee: big(values.takerFee),
    makerFee: big(values.makerFee),
    referrerReward: null,
    quoteAssetAmountSurplus: null,
    spotFulfillmentMethodFee: null,
    taker,
    takerOrderId: 1,
    takerOrderDirection: { [direction]: {} },
    takerOrderBaseAssetAmount: order.base,
    takerOrderCumulativeBaseAssetAmountFilled: order.cumulativeBase,
    takerOrderCumulativeQuoteAssetAmountFilled: order.cumulativeQuote,
    maker,
    makerOrderId: 2,
    makerOrderDirection: { [other]: {} },
    makerOrderBaseAssetAmount: order.base,
    makerOrderCumulativeBaseAssetAmountFilled: order.cumulativeBase,
    makerOrderCumulativeQuoteAssetAmountFilled: order.cumulativeQuote,
    oraclePrice: big(0n),
    bitFlags: 0,
    takerExistingQuoteEntryAmount: big(values.takerCost),
    takerExistingBaseAssetAmount: big(values.takerHeld),
    makerExistingQuoteEntryAmount: big(values.makerCost),
    makerExistingBaseAssetAmount: big(values.makerHeld),
    triggerPrice: null,
    builderIdx: null,
    builderFee: null,
  });
}

export interface LiquidationValues {
  user: PublicKey;
  kind?: "liquidatePerp" | "liquidatePerpPnlForDeposit";
  marketIndex?: number;
  fillRecordId?: bigint;
  /** What the position changed by: below zero of a long. */
  base?: bigint;
  quote?: bigint;
  /** 0: the market filled it. */
  liquidatorOrderId?: number;
  liquidatorFee?: bigint;
  insuranceFee?: bigint;
}

/** `LiquidationRecord`. */
export function liquidationLine(values: LiquidationValues): string {
  const { user, kind = "liquidatePerp", marketIndex = 0, fillRecordId = 1n, base = 0n, quote = 0n } = values;
  const zero = big(0n);
  return line("LiquidationRecord", {
    ts: zero,
    liquidationType: { [kind]: {} },
    user,
    liquidator: someone(),
    marginRequirement: zero,
    totalCollateral: zero,
    marginFreed: zero,
    liquidationId: 1,
    bankrupt: false,
    canceledOrderIds: [],
    liquidatePerp: {
      marketIndex,
      oraclePrice: zero,
      baseAssetAmount: big(base),
      quoteAssetAmount: big(quote),
      lpShares: zero,
      fillRecordId: big(fillRecordId),
      userOrderId: 1,
      liquidatorOrderId: values.liquidatorOrderId ?? 1,
      liquidatorFee: big(values.liquidatorFee ?? 0n),
      ifFee: big(values.insuranceFee ?? 0n),
    },
    liquidateSpot: {
      ...{ assetMarketIndex: 0, assetPrice: zero, assetTransfer: zero },
      ...{ liabilityMarketIndex: 0, liabilityPrice: zero, liabilityTransfer: zero, ifFee: zero },
    },
    liquidateBorrowForPerpPnl: {
      ...{ perpMarketIndex: 0, marketOraclePrice: zero, pnlTransfer: zero },
      ...{ liabilityMarketIndex: 0, liabilityPrice: zero, liabilityTransfer: zero },
    },
    liquidatePerpPnlForDeposit: {
      ...{ perpMarketIndex: 0, marketOraclePrice: zero, pnlTransfer: zero },
      ...{ assetMarketIndex: 0, assetPrice: zero, assetTransfer: zero },
    },
    perpBankruptcy: {
      ...{ marketIndex: 0, pnl: zero, ifPayment: zero },
      ...{ clawbackUser: null, clawbackUserPayment: null, cumulativeFundingRateDelta: zero },
    },
    spotBankruptcy: {
      ...{ marketIndex: 0, borrowAmount: zero, cumulativeDepositInterestDelta: zero, ifPayment: zero },
    },
    bitFlags: 0,
  });
}

/** An event of this name that breaks off. */
export const brokenLine = (name: string): string =>
  `Program data: ${Buffer.concat([discriminatorOf(name), Buffer.alloc(3)]).toString("base64")}`;

function line(name: string, values: object): string {
  const bytes = Buffer.alloc(2_000);
  const length = layouts.get(name).encode(values, bytes);
  return `Program data: ${Buffer.concat([discriminatorOf(name), bytes.subarray(0, length)]).toString("base64")}`;
}

const discriminatorOf = (name: string) => createHash("sha256").update(`event:${name}`).digest().subarray(0, 8);
const big = (value: bigint | undefined) => (value === undefined ? null : new BN(value.toString()));
const someone = () => Keypair.generate().publicKey;
