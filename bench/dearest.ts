/** The dearest that there is to settle of a verified subscription, by trying everything that a settlement looks at. */
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, Status } from "@profit-share/testing/svm/constants";
import { OPEN_POSITION, type Verified } from "@profit-share/testing/svm/verified";

/** All that an account can hold. */
export const EIGHT_OPEN = [...Array(8).keys()].map((marketIndex) => ({ ...OPEN_POSITION, marketIndex }));

/** More than the cap lets through in a day. */
const ABOVE_CAP = 10_000n * Amount.DOLLAR;

/**
 * A flat one, subscribed. It is closing and not flat, in liquidation, and earned more than its cap lets through: from the next day on a lower one that
 * waits.
 */
export function makeDearest(agreement: Verified): Verified {
  const { instance } = agreement.read();
  agreement.placeUser({ perpPositions: EIGHT_OPEN });
  const leaving = [agreement.setCap(Amount.MIN_DAILY_CAP, { instance }), agreement.unsubscribe({ instance })];
  agreement.world.send(leaving, ACTORS.subscriber);
  agreement.placeUser({ settledPerpPnl: ABOVE_CAP, status: Status.BEING_LIQUIDATED, nextLiquidationId: 2 });
  return agreement;
}
