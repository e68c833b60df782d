/**
 * What leaving saves: subscriber and agent choose when the last trade is closed, when to leave, when to lower the cap and
 * when to withdraw. Everybody else does what is due to them, every day.
 */
import { max } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";

const { creator, subscriber } = ACTORS;

/** What the last trade wins, and a tenth of it (1e-6). */
const PROFIT = 900n * Amount.DOLLAR;
export const SHARE = PROFIT / 10n;
const DEPOSIT = 100n * Amount.DOLLAR;
const DAILY_CAP = 20n * Amount.DOLLAR;

/** What a creator can demand (1e-6). */
export interface Levers {
  minBalance: bigint;
  minDailyCap: bigint;
}

/** Seconds after leaving at which the trade is closed; below zero before leaving. */
export type Closing = bigint;

const HOURS = { midnight: 0n, noon: 43_200n };

interface Course {
  closing: Closing;
  leavesAt: keyof typeof HOURS;
  lowersCap: boolean;
  withdraws: boolean;
}

/** The most that any of these courses saves of the share (1e-6). */
export function saved(levers: Levers, closing: Closing): bigint {
  const both = [false, true];
  const courses = (["midnight", "noon"] as const).flatMap((leavesAt) =>
    both.flatMap((lowersCap) => both.map((withdraws): Course => ({ closing, leavesAt, lowersCap, withdraws }))),
  );
  return courses.map((course) => SHARE - paid(levers, course)).reduce(max);
}

/** What the creator gets in the end (1e-6). */
function paid(levers: Levers, { closing, leavesAt, lowersCap, withdraws }: Course): bigint {
  const v = Verified.published({}, levers);
  const { world } = v;
  v.start({ deposit: DEPOSIT, dailyCap: DAILY_CAP });
  v.placeUser({ perpPositions: [OPEN_POSITION] });
  if (lowersCap) world.send(v.setCap(levers.minDailyCap), subscriber);
  world.setTime(BigInt(Time.START_DAY + 1) * Time.DAY + HOURS[leavesAt]);

  const win = () => {
    const free = v.read().balance - levers.minBalance;
    if (withdraws && free > 0n) world.send(v.withdraw({ amount: free }), subscriber);
    v.placeUser({ perpPositions: [], settledPerpPnl: PROFIT });
    world.send(v.settle());
  };
  if (closing < 0n) win();
  const left = world.time();
  v.leave();
  if (closing >= 0n) {
    world.setTime(left + closing);
    win();
  }
  const end = left + Time.VERIFIED_CLOSING;
  while (world.time() < end) {
    // Midnight opens the next window of the cap.
    const midnight = (world.time() / Time.DAY + 1n) * Time.DAY;
    world.setTime(midnight < end ? midnight : end);
    world.send(v.settle());
  }
  const free = v.read().balance;
  if (free > 0n) world.send(v.withdraw({ amount: free }), subscriber);
  world.setTime(end + 7n * Time.DAY);
  world.send([v.close(), v.claimVault()], creator);
  return world.tokens(world.purse(creator.publicKey)) - Amount.PURSE;
}
