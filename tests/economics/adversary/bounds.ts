/**
 * The most that each coalition can take or destroy, worked out by hand from the known limits (dollars, 1e-6 below).
 *
 * By two deviations. The honest course: closes of +100, −40 and +90 at 10 %; a deposit of 50, a minimum balance of 10, a cap of 20 a day.
 * Fair: 10 for +100; C takes realized PnL from 60 to 150, 50 above the mark: 5. So 15 above the high-water mark; of each
 * close 10 + 9 = 19. The most that an escrow can lose is its deposit: 50 − 15 = 35 too much, or 50 − 19 = 31.
 *
 * verified
 *   keeper      nothing: anybody settles, and only at what the account holds
 *   subscriber  withdraws 40 before anything is settled; the minimum balance pays 10 of the 15: 5 are never paid
 *   agent       shifts PnL away: all 15 · shifts PnL in, days without end: all of the deposit, 35
 *   liquidator  takes the loss of 40 before it was settled: it is charged as if it had been won, 4 · one unit of it after
 *               C won: that unit is forgiven and no more, less than a cent (the first edition: 4)
 * attested
 *   signer      two days of 20, a second apart, until its admin rotates it; the second statement comes after B's loss and
 *               above it, so that C counts in full, 9: 49 in all, 34 or 30 too much · a false loss above the high-water
 *               mark: all 15 for good; of each close only A, unstated, 10
 *   admin       names itself, so without end: 35 or 31 · all 15 or 19
 *   subscriber  withdraws 40 before A is stated: 10 paid, 5 or 9 are not
 *   agent       closes elsewhere: all 15 or 19 · closes of its own making: 35 or 31
 */

import { max } from "@profit-share/sdk";
import type { Role } from "./parties";
import type { Setting } from "./setting";

type Bound = { takes: bigint; costsSubscriber: bigint | null; costsCreator: bigint | null };

const DEPOSIT = 50n;
/** Of A alone: a subscription that is left or whose account is deleted sees no other trade. */
const LEAST_FAIR = 10n;

/** Dollars that one role alone can cost others. */
type Power = { subscriber: bigint; creator: bigint };

const NONE: Power = { subscriber: 0n, creator: 0n };
const POWERS: Record<Setting, Record<Role, Power>> = {
  "verified, high-water mark": {
    ...{ stranger: NONE, creator: NONE, "keeper signer": NONE, "keeper admin": NONE },
    subscriber: { subscriber: 0n, creator: 5n },
    agent: { subscriber: 35n, creator: 15n },
    liquidator: { subscriber: 4n, creator: 0n },
  },
  "attested, high-water mark": {
    ...{ stranger: NONE, creator: NONE, liquidator: NONE },
    "keeper signer": { subscriber: 34n, creator: 15n },
    "keeper admin": { subscriber: 35n, creator: 15n },
    subscriber: { subscriber: 0n, creator: 5n },
    agent: { subscriber: 35n, creator: 15n },
  },
  "attested, each close": {
    ...{ stranger: NONE, creator: NONE, liquidator: NONE },
    "keeper signer": { subscriber: 30n, creator: 10n },
    "keeper admin": { subscriber: 31n, creator: 19n },
    subscriber: { subscriber: 0n, creator: 9n },
    agent: { subscriber: 31n, creator: 19n },
  },
};

/** Of each close: A stays unstated, 10, and of C's 9 the lowest cap, $1 a day, lets 1 through and drops 8. */
const TOGETHER: Partial<Record<Setting, Record<string, bigint>>> = {
  "attested, each close": { "keeper signer,subscriber": 18n },
};

/** Together a pair destroys what the stronger of the two can; it takes that if the other side's money is its own. */
export function boundOf(setting: Setting, coalition: readonly Role[]): Bound {
  const joint = TOGETHER[setting]?.[coalition.join()];
  return bound(coalition, (role, of) => (of === "creator" ? joint : undefined) ?? POWERS[setting][role][of]);
}

/** The most with any number of deviations: who can state profits takes all of the deposit, who can state losses all shares. */
export function ceilingOf(setting: Setting, coalition: readonly Role[]): Bound {
  return bound(coalition, (role, of) => {
    const alone = POWERS[setting][role][of];
    if (alone === 0n || role === "subscriber" || role === "liquidator") return alone;
    return of === "subscriber" ? DEPOSIT - LEAST_FAIR : setting === "attested, each close" ? 19n : 15n;
  });
}

function bound(coalition: readonly Role[], power: (role: Role, of: keyof Power) => bigint): Bound {
  const most = (of: keyof Power) => coalition.map((role) => power(role, of)).reduce(max) * 1_000_000n;
  const has = { creator: coalition.includes("creator"), subscriber: coalition.includes("subscriber") };
  const both = has.creator && has.subscriber;
  const gain = has.creator ? most("subscriber") : has.subscriber ? most("creator") : 0n;
  return {
    takes: both ? 0n : gain,
    costsSubscriber: has.subscriber ? null : most("subscriber"),
    costsCreator: has.creator ? null : most("creator"),
  };
}
