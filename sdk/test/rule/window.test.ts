import { expect } from "chai";
import fc from "fast-check";
import { dailyWindow } from "../../src/rule/window";
import { U64_MAX } from "../../src/wire/integers";
import vectors from "../../vectors/rule.json";

describe("dailyWindow", () => {
  for (const { name, window, time, expected } of vectors.windows) {
    it(name, () => {
      const result = dailyWindow(
        {
          dailyCap: BigInt(window.daily_cap),
          nextDailyCap: BigInt(window.next_daily_cap),
          nextDailyCapDay: Number(window.next_daily_cap_day),
          windowDay: Number(window.window_day),
          windowAccrued: BigInt(window.window_accrued),
        },
        BigInt(time),
      );
      expect({
        daily_cap: result.window.dailyCap.toString(),
        next_daily_cap: result.window.nextDailyCap.toString(),
        next_daily_cap_day: result.window.nextDailyCapDay.toString(),
        window_day: result.window.windowDay.toString(),
        window_accrued: result.window.windowAccrued.toString(),
        room: result.room.toString(),
      }).to.deep.equal(expected);
    });
  }

  it("does nothing the second time", () => {
    const amount = fc.bigInt(0n, U64_MAX);
    const day = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(
        amount,
        amount,
        day,
        day,
        amount,
        fc.bigInt(-10n, 3_000_000_000n),
        (cap, next, nextDay, at, used, time) => {
          const start = {
            dailyCap: cap,
            nextDailyCap: next,
            nextDailyCapDay: nextDay,
            windowDay: at,
            windowAccrued: used,
          };
          const once = dailyWindow(start, time);
          expect(dailyWindow(once.window, time)).to.deep.equal(once);
        },
      ),
    );
  });
});
