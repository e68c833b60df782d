/** Instructions that only the simulator has: trades at a stated price, and what other parties do to an account. */
import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { DRIFT_STATE, driftPerpMarketAddress, instructionData } from "@profit-share/sdk/drift";
import { type AccountMeta, type PublicKey, SystemProgram, TransactionInstruction } from "@solana/web3.js";

/**
 * Books funding and executes a trade. Buying is `base` > 0 and `quote` ≤ 0, selling the other way around.
 * @param a.authority the account's authority or delegate; the account may lie at any address
 * @param a.base 1e-9 @param a.quote 1e-6 @param a.fee 1e-6: paid if positive, a rebate if negative
 */
export function fill(a: {
  user: PublicKey;
  authority: PublicKey;
  marketIndex: number;
  base: bigint;
  quote: bigint;
  fee?: bigint;
}): TransactionInstruction {
  const data = instructionData("fill")
    .u16(a.marketIndex)
    .i64(a.base)
    .i64(a.quote)
    .i64(a.fee ?? 0n);
  return instruction(data, [
    key(DRIFT_STATE),
    key(a.user, { isWritable: true }),
    key(a.authority, { isSigner: true }),
    key(driftPerpMarketAddress(a.marketIndex)),
  ]);
}

/**
 * Creates or changes a perp market.
 * @param a.fundingRate cumulative, absolute: quote (1e-9) that a long of one base unit has paid so far
 * @param a.price 1e-6, for transfers between sub-accounts
 */
export function setPerpMarket(a: {
  payer: PublicKey;
  marketIndex: number;
  fundingRate: bigint;
  price: bigint;
}): TransactionInstruction {
  return instruction(instructionData("set_perp_market").u16(a.marketIndex).i64(a.fundingRate).i64(a.price), [
    key(DRIFT_STATE),
    key(driftPerpMarketAddress(a.marketIndex), { isWritable: true }),
    key(a.payer, { isSigner: true, isWritable: true }),
    key(SystemProgram.programId),
  ]);
}

/** Starts a liquidation: flag set, next liquidation id one higher. */
export const enterLiquidation = (user: PublicKey): TransactionInstruction =>
  change(user, instructionData("enter_liquidation"));

/** Ends a liquidation or a bankruptcy. */
export const exitLiquidation = (user: PublicKey): TransactionInstruction =>
  change(user, instructionData("exit_liquidation"));

/** Overwrites the status byte: 1 liquidation, 2 bankrupt, 4 reduce-only. */
export const setStatus = (user: PublicKey, status: number): TransactionInstruction =>
  change(user, instructionData("set_status").u8(status));

/** Overwrites a position's flag byte: 1 isolated, 2 being liquidated, 4 bankrupt. */
export const setPositionFlag = (user: PublicKey, marketIndex: number, flag: number): TransactionInstruction =>
  change(user, instructionData("set_position_flag").u16(marketIndex).u8(flag));

/** Takes the liquidity provider's shares out of a position, which otherwise never is flat. */
export const removeLpShares = (user: PublicKey, marketIndex: number): TransactionInstruction =>
  change(user, instructionData("remove_lp_shares").u16(marketIndex));

/** Leaves the account as a deletion and a new initialization at its address would. */
export const recreateUser = (user: PublicKey): TransactionInstruction => change(user, instructionData("recreate_user"));

type Data = ReturnType<typeof instructionData>;

const change = (user: PublicKey, data: Data): TransactionInstruction =>
  instruction(data, [key(DRIFT_STATE), key(user, { isWritable: true })]);

const key = (pubkey: PublicKey, flags: Partial<AccountMeta> = {}): AccountMeta => ({
  pubkey,
  isSigner: false,
  isWritable: false,
  ...flags,
});

const instruction = (data: Data, keys: AccountMeta[]): TransactionInstruction =>
  new TransactionInstruction({ programId: DRIFT_PROGRAM_ID, keys, data: Buffer.from(data.finish()) });
