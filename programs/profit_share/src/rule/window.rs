//! The daily cap on accrual: fixed windows of one UTC day. Pure, mirrored by `sdk/src/rule/window.ts`.

use {
    crate::constants::SECONDS_PER_DAY,
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
};

/// As the account holds it, and changed in place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Window {
    pub daily_cap: PodU64,
    /// A lower cap that waits for its day.
    pub next_daily_cap: PodU64,
    /// Day from which `next_daily_cap` applies; 0 if none waits.
    pub next_daily_cap_day: PodU32,
    /// Days since 1970 of the last settlement.
    pub window_day: PodU32,
    /// Share accrued on that day.
    pub window_accrued: PodU64,
}

impl Window {
    /// Moves the window to the day of `time` (unix seconds), never backwards.
    #[inline(always)]
    pub fn advance(&mut self, time: i64) {
        let day = day(time);
        if day > self.window_day.get() {
            self.window_day = day.into();
            self.window_accrued = 0.into();
        }
        if self.next_daily_cap_day != 0 && self.next_daily_cap_day <= self.window_day {
            self.daily_cap = self.next_daily_cap;
            self.keep_cap();
        }
    }

    /// A higher cap applies now and clears a cut that waits; a lower one applies from the next day.
    /// The window has been advanced.
    pub fn set_cap(&mut self, cap: u64) {
        if cap < self.daily_cap.get() {
            self.next_daily_cap = cap.into();
            self.next_daily_cap_day = self.window_day.get().saturating_add(1).into();
        } else {
            self.daily_cap = cap.into();
            self.keep_cap();
        }
    }

    /// No other cap waits.
    #[inline(always)]
    fn keep_cap(&mut self) {
        self.next_daily_cap = 0.into();
        self.next_daily_cap_day = 0.into();
    }

    /// Share that may still accrue on the window's day.
    #[inline(always)]
    pub fn room(&self) -> u64 {
        self.daily_cap.get().saturating_sub(self.window_accrued.get())
    }
}

/// Days since 1970, a time before it counting as day 0.
#[inline(always)]
pub fn day(time: i64) -> u32 {
    (time.max(0) as u64 / SECONDS_PER_DAY as u64).min(u32::MAX as u64) as u32
}
