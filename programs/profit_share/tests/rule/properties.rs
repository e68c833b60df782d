//! What holds whatever comes in, said without the definition.

use {
    crate::{
        cases::{random_case, Case, Settled},
        random::{Random, I64, U64},
    },
    profit_share::rule::{
        settle, share,
        window::{day, Window},
        FeeBasis, Ledger, Observation, Settlement,
    },
};

const RUNS: usize = 200_000;

fn on_any_case(check: impl Fn(&Case, &Ledger, &Settlement)) {
    let mut random = Random(0x0dd5_eed5);
    for _ in 0..RUNS {
        let case = random_case(&mut random);
        let Settled { ledger, settlement } = case.settled();
        check(&case, &ledger, &settlement);
    }
}

#[test]
fn what_the_balance_loses_is_credited_and_debt_remains_only_of_an_empty_balance() {
    on_any_case(|case, after, settled| {
        let before = &case.before;
        assert_eq!(before.balance.get() - after.balance.get(), settled.paid, "{case:?}");
        assert_eq!(after.credited.get() - before.credited.get(), settled.paid, "{case:?}");
        assert_eq!(after.waived, before.waived, "{case:?}");
        let recreated = matches!(case.observation, Observation::Verified { recreated: true, .. });
        assert!(recreated || after.owed() == 0 || after.balance == 0, "{case:?}");
    });
}

#[test]
fn what_accrues_is_the_floored_share_and_fits_the_room() {
    on_any_case(|case, after, settled| {
        let before = &case.before;
        let floored = u128::from(after.profit_total.get()) * u128::from(case.bps) / 10_000;
        assert_eq!(u128::from(after.accrued.get()), floored, "{case:?}");
        assert_eq!(after.accrued.get() - before.accrued.get(), settled.share, "{case:?}");
        assert!(settled.share <= case.room, "{case:?}");
    });
}

#[test]
fn a_capped_profit_is_the_most_that_fits() {
    on_any_case(|case, after, settled| {
        if settled.capped {
            let more = share(after.profit_total.get() + 1, case.bps) - case.before.accrued.get();
            assert!(more > case.room, "{case:?}");
        }
    });
}

#[test]
fn settling_the_same_reading_again_charges_nothing() {
    on_any_case(|case, after, settled| {
        let Observation::Verified { realized, loss, .. } = case.observation else { return };
        let again = Observation::Verified { realized, loss, liquidated: false, recreated: false };
        let room = case.room - settled.share;
        let second = settle(case.bps, case.basis, room, &mut { *after }, again);
        assert_eq!((second.profit, second.share), (0, 0), "{case:?}");
    });
}

#[test]
fn no_liquidation_raises_the_profit_and_no_mark_falls_without_recreation() {
    on_any_case(|case, after, settled| {
        let Observation::Verified { realized, loss, recreated: false, .. } = case.observation else { return };
        assert!(after.mark >= case.before.mark, "{case:?}");
        let calm = Observation::Verified { realized, loss, liquidated: false, recreated: false };
        let without = settle(case.bps, case.basis, case.room, &mut { case.before }, calm);
        assert!(settled.profit <= without.profit, "{case:?}");
    });
}

/// Invariant 3: without caps the accrual depends only on the highest realized PnL that was read.
#[test]
fn under_the_high_water_mark_only_the_highest_reading_counts() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let bps = random.between(0, 1_000) as u16;
        let mut ledger = Ledger::default();
        let mut highest = 0;
        for _ in 0..random.between(1, 20) {
            let realized = random.value(I64, ledger.last.get().into()) as i64;
            let seen = Observation::Verified { realized, loss: 0, liquidated: false, recreated: false };
            settle(bps, FeeBasis::HighWaterMark, u64::MAX, &mut ledger, seen);
            highest = highest.max(realized);
        }
        assert_eq!(ledger.profit_total, highest as u64);
        assert_eq!(u128::from(ledger.accrued.get()), highest as u128 * u128::from(bps) / 10_000);
    }
}

/// What is forgiven over all settlements is at most the loss at the start and what it rose by since.
#[test]
fn no_more_is_forgiven_than_was_lost() {
    let mut random = Random(13);
    for _ in 0..20_000 {
        let Case { bps, before: mut ledger, .. } = random_case(&mut random);
        let mut lost = u128::from(ledger.loss.get());
        let mut forgiven = 0;
        for _ in 0..random.between(1, 20) {
            let before = ledger;
            let realized = random.value(I64, before.last.get().into()) as i64;
            let loss = random.value(U64, before.loss.get().into()) as u64;
            let (liquidated, recreated) = (random.chance(2), random.chance(10));
            let seen = Observation::Verified { realized, loss, liquidated, recreated };
            let settled = settle(bps, FeeBasis::HighWaterMark, 0, &mut ledger, seen);
            if recreated {
                (lost, forgiven) = (loss.into(), 0);
            } else {
                let raised = i128::from(ledger.mark.get()) - i128::from(before.mark.get());
                lost += u128::from(loss.saturating_sub(before.loss.get()));
                forgiven += raised as u128 - u128::from(settled.profit);
            }
            assert!(forgiven <= lost, "{forgiven} of {lost}: {before:?} {seen:?}");
        }
    }
}

#[test]
fn the_window_never_goes_back_and_moves_once() {
    let mut random = Random(11);
    for _ in 0..RUNS {
        let u32_value = |random: &mut Random| random.value((0, u32::MAX.into()), 20_000) as u32;
        let before = Window {
            daily_cap: (random.value(U64, 0) as u64).into(),
            next_daily_cap: (random.value(U64, 0) as u64).into(),
            next_daily_cap_day: u32_value(&mut random).into(),
            window_day: u32_value(&mut random).into(),
            window_accrued: (random.value(U64, 0) as u64).into(),
        };
        let time = random.value(I64, i128::from(before.window_day.get()) * 86_400) as i64;
        let mut once = before;
        once.advance(time);
        assert_eq!(once.window_day, before.window_day.get().max(day(time)));
        let kept = if once.window_day == before.window_day { before.window_accrued.get() } else { 0 };
        assert_eq!(once.window_accrued, kept);
        let mut twice = once;
        twice.advance(time);
        assert_eq!(twice, once);

        // A cut waits for the next day, a rise does not.
        let cap = random.value(U64, once.daily_cap.get().into()) as u64;
        let mut set = once;
        set.set_cap(cap);
        assert_eq!(set.daily_cap, once.daily_cap.get().max(cap));
        assert_eq!(i128::from(set.room()), (i128::from(set.daily_cap.get()) - i128::from(kept)).max(0));
    }
}
