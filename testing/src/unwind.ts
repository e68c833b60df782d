/** What brings an account of Drift's, as it lives on mainnet, into a state in which it can subscribe. Pure. */
import { driftSimulation } from "@profit-share/localnet";
import { readVenueUser, USER_LAYOUTS } from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";

const STATUS_LIQUIDATION_OR_BANKRUPT = 1 | 2;
const POSITION_LIQUIDATION_OR_BANKRUPT = 2 | 4;

interface Unwinding {
  /** In this order; fills are signed by the authority. */
  instructions: TransactionInstruction[];
  /** What they do, for people. */
  did: string[];
}

/**
 * Ends a liquidation, closes every position by a fill at its entry price, which realizes nothing, and takes LP shares and
 * liquidation flags away. What no fill can end, the simulator does: on a live account the venue would.
 * @param authority the account's
 */
export function unwind(
  user: PublicKey,
  { owner, data }: { owner: PublicKey; data: Uint8Array },
  authority: PublicKey,
): Unwinding {
  const { positions, beingLiquidated } = readVenueUser(owner, data);
  const slots = positions.map((position, index) => ({ ...position, ...slot(data, index) }));
  const open = slots.filter(({ baseAssetAmount }) => baseAssetAmount !== 0n);
  const providing = slots.filter(({ lpShares }) => lpShares !== 0n);
  const flagged = slots.filter(({ flag }) => beingLiquidated && (flag & POSITION_LIQUIDATION_OR_BANKRUPT) !== 0);
  const inLiquidation = (data[DRIFT.status]! & STATUS_LIQUIDATION_OR_BANKRUPT) !== 0;
  const did = [
    inLiquidation ? "its liquidation is ended by the simulator" : null,
    open.length > 0 ? `${count(open.length, "position")} closed by fills at the entry price` : null,
    providing.length > 0 ? `LP shares in ${count(providing.length, "market")} removed by the simulator` : null,
    flagged.length > 0 ? `liquidation flags of ${count(flagged.length, "position")} cleared by the simulator` : null,
  ];
  return {
    did: did.filter((done) => done !== null),
    instructions: [
      ...(inLiquidation ? [driftSimulation.exitLiquidation(user)] : []),
      ...open.map(({ marketIndex, baseAssetAmount, quoteEntryAmount }) => {
        const closing = { base: -baseAssetAmount, quote: -quoteEntryAmount };
        return driftSimulation.fill({ user, authority, marketIndex, ...closing });
      }),
      ...providing.map(({ marketIndex }) => driftSimulation.removeLpShares(user, marketIndex)),
      ...flagged.map(({ marketIndex, flag }) =>
        driftSimulation.setPositionFlag(user, marketIndex, flag & ~POSITION_LIQUIDATION_OR_BANKRUPT),
      ),
    ],
  };
}

const DRIFT = USER_LAYOUTS.find(({ venue }) => venue === "drift")!;

/** What the reader of realized PnL does not say about a position. */
function slot(data: Uint8Array, index: number): { lpShares: bigint; flag: number } {
  const { start, stride, lpShares, flag } = DRIFT.positions;
  const view = new DataView(data.buffer, data.byteOffset + start + index * stride, stride);
  return { lpShares: view.getBigUint64(lpShares!, true), flag: view.getUint8(flag!) };
}

const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? "" : "s"}`;
