/** Makes a venue user of anybody's fit for subscribing, by what the simulator can do to it. */
import { driftSimulation as sim } from "@profit-share/localnet";
import { readVenueUser } from "@profit-share/sdk";
import type { Keypair, PublicKey } from "@solana/web3.js";
import { PositionFlag, Status } from "./constants";
import type { World } from "./world";

const POSITIONS = 424;
const POSITION_LENGTH = 96;
const LP_SHARES = 64;
const POSITION_FLAG = 95;
const STATUS = 4_348;

/**
 * Closes every position at its entry price, which realizes nothing, and takes LP shares and liquidation flags away: on
 * a live account the venue does that. `authority` is the account's.
 */
export function flatten(world: World, user: PublicKey, authority: Keypair): void {
  const { owner, data } = world.account(user);
  const { positions, beingLiquidated } = readVenueUser(owner, data);
  const steps = positions.flatMap(({ marketIndex, baseAssetAmount, quoteEntryAmount }, slot) => {
    const start = POSITIONS + slot * POSITION_LENGTH;
    const flag = data.readUInt8(start + POSITION_FLAG);
    const closing = { base: -baseAssetAmount, quote: -quoteEntryAmount };
    return [
      ...(baseAssetAmount !== 0n ? [sim.fill({ user, authority: authority.publicKey, marketIndex, ...closing })] : []),
      ...(data.readBigUInt64LE(start + LP_SHARES) !== 0n ? [sim.removeLpShares(user, marketIndex)] : []),
      ...(beingLiquidated && (flag & IN_LIQUIDATION) !== 0
        ? [sim.setPositionFlag(user, marketIndex, flag & PositionFlag.ISOLATED)]
        : []),
    ];
  });
  for (const step of steps) world.run(step, ...(step.keys.some(({ isSigner }) => isSigner) ? [authority] : []));
  if ((data.readUInt8(STATUS) & (Status.BEING_LIQUIDATED | Status.BANKRUPT)) !== 0)
    world.run(sim.exitLiquidation(user));
}

const IN_LIQUIDATION = PositionFlag.BEING_LIQUIDATED | PositionFlag.BANKRUPT;
