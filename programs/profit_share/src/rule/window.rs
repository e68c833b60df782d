//! The daily cap on accrual: fixed windows of one UTC day. Pure, mirrored by `sdk/src/rule/window.ts`.

use crate::constants::SECONDS_PER_DAY;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub daily_cap: u64,
    /// A lower cap that waits for its day.
    pub next_daily_cap: u64,
    /// Day from which `next_daily_cap` applies; 0 if none waits.
    pub next_daily_cap_day: u32,
    /// Days since 1970 of the last settlement.
    pub window_day: u32,
    /// Share accrued on that day.
    pub window_accrued: u64,
}

impl Window {
    /// Moves the window to the day of `time` (unix seconds), never backwards.
    #[inline(always)]
    pub fn advance(&mut self, time: i64) {
        let day = day(time);
        if day > self.window_day {
            self.window_day = day;
            self.window_accrued = 0;
        }
        if self.next_daily_cap_day != 0 && self.next_daily_cap_day <= self.window_day {
            self.daily_cap = self.next_daily_cap;
            self.next_daily_cap = 0;
            self.next_daily_cap_day = 0;
        }
    }

    /// A higher cap applies now and clears a cut that waits; a lower one applies from the next day.
    /// The window has been advanced.
    pub fn set_cap(&mut self, cap: u64) {
        if cap < self.daily_cap {
            self.next_daily_cap = cap;
            self.next_daily_cap_day = self.window_day.saturating_add(1);
        } else {
            self.daily_cap = cap;
            self.next_daily_cap = 0;
            self.next_daily_cap_day = 0;
        }
    }

    /// Share that may still accrue on the window's day.
    #[inline(always)]
    pub fn room(&self) -> u64 {
        self.daily_cap.saturating_sub(self.window_accrued)
    }
}

/// Days since 1970, a time before it counting as day 0.
#[inline(always)]
pub fn day(time: i64) -> u32 {
    (time.max(0) as u64 / SECONDS_PER_DAY as u64).min(u32::MAX as u64) as u32
}
