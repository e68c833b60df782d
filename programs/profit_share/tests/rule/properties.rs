//! What holds whatever comes in, said without the definition.

use {
    crate::{
        cases::{random_case, Case},
        random::{Random, I64, U64},
    },
    profit_share::rule::{
        settle, share,
        window::{day, Window},
        FeeBasis, Ledger, Observation, Settlement,
    },
};

const RUNS: usize = 200_000;

fn on_any_case(check: impl Fn(&Case, &Settlement)) {
    let mut random = Random(0x0dd5_eed5);
    for _ in 0..RUNS {
        let case = random_case(&mut random);
        check(&case, &settle(case.bps, case.basis, case.room, case.before, case.observation));
    }
}

#[test]
fn what_the_balance_loses_is_credited_and_debt_remains_only_of_an_empty_balance() {
    on_any_case(|case, settled| {
        let (before, after) = (&case.before, &settled.ledger);
        assert_eq!(before.balance - after.balance, settled.paid, "{case:?}");
        assert_eq!(after.credited - before.credited, settled.paid, "{case:?}");
        assert_eq!(after.waived, before.waived, "{case:?}");
        let recreated = matches!(case.observation, Observation::Verified { recreated: true, .. });
        assert!(recreated || after.owed() == 0 || after.balance == 0, "{case:?}");
    });
}

#[test]
fn what_accrues_is_the_floored_share_and_fits_the_room() {
    on_any_case(|case, settled| {
        let (before, after) = (&case.before, &settled.ledger);
        let floored = u128::from(after.profit_total) * u128::from(case.bps) / 10_000;
        assert_eq!(u128::from(after.accrued), floored, "{case:?}");
        assert_eq!(after.accrued - before.accrued, settled.share, "{case:?}");
        assert!(settled.share <= case.room, "{case:?}");
    });
}

#[test]
fn a_capped_profit_is_the_most_that_fits() {
    on_any_case(|case, settled| {
        if settled.capped {
            let more = share(settled.ledger.profit_total + 1, case.bps) - case.before.accrued;
            assert!(more > case.room, "{case:?}");
        }
    });
}

#[test]
fn settling_the_same_reading_again_charges_nothing() {
    on_any_case(|case, settled| {
        let Observation::Verified { realized, loss, .. } = case.observation else { return };
        let again = Observation::Verified { realized, loss, liquidated: false, recreated: false };
        let room = case.room - settled.share;
        let second = settle(case.bps, case.basis, room, settled.ledger, again);
        assert_eq!((second.profit, second.share), (0, 0), "{case:?}");
    });
}

#[test]
fn no_liquidation_raises_the_profit_and_no_mark_falls_without_recreation() {
    on_any_case(|case, settled| {
        let Observation::Verified { realized, loss, recreated: false, .. } = case.observation else { return };
        assert!(settled.ledger.mark >= case.before.mark, "{case:?}");
        let calm = Observation::Verified { realized, loss, liquidated: false, recreated: false };
        let without = settle(case.bps, case.basis, case.room, case.before, calm);
        assert!(settled.profit <= without.profit, "{case:?}");
    });
}

/// Invariant 3: without caps the accrual depends only on the highest realized PnL that was read.
#[test]
fn under_the_high_water_mark_only_the_highest_reading_counts() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let bps = random.between(0, 1_000) as u16;
        let mut ledger = Ledger {
            mark: 0,
            last: 0,
            loss: 0,
            profit_total: 0,
            accrued: 0,
            credited: 0,
            waived: 0,
            balance: 0,
        };
        let mut highest = 0;
        for _ in 0..random.between(1, 20) {
            let realized = random.value(I64, ledger.last.into()) as i64;
            let seen = Observation::Verified { realized, loss: 0, liquidated: false, recreated: false };
            ledger = settle(bps, FeeBasis::HighWaterMark, u64::MAX, ledger, seen).ledger;
            highest = highest.max(realized);
        }
        assert_eq!(ledger.profit_total, highest as u64);
        assert_eq!(u128::from(ledger.accrued), highest as u128 * u128::from(bps) / 10_000);
    }
}

/// What is forgiven over all settlements is at most the loss at the start and what it rose by since.
#[test]
fn no_more_is_forgiven_than_was_lost() {
    let mut random = Random(13);
    for _ in 0..20_000 {
        let mut ledger = random_case(&mut random).before;
        let mut lost = u128::from(ledger.loss);
        let mut forgiven = 0;
        for _ in 0..random.between(1, 20) {
            let realized = random.value(I64, ledger.last.into()) as i64;
            let loss = random.value(U64, ledger.loss.into()) as u64;
            let (liquidated, recreated) = (random.chance(2), random.chance(10));
            let seen = Observation::Verified { realized, loss, liquidated, recreated };
            let settled =
                settle(1_000, FeeBasis::HighWaterMark, 0, Ledger { credited: 0, waived: 0, ..ledger }, seen);
            if recreated {
                (lost, forgiven) = (loss.into(), 0);
            } else {
                lost += u128::from(loss.saturating_sub(ledger.loss));
                forgiven += (i128::from(settled.ledger.mark) - i128::from(ledger.mark)) as u128
                    - u128::from(settled.profit);
            }
            assert!(forgiven <= lost, "{forgiven} of {lost}: {ledger:?} {seen:?}");
            ledger = settled.ledger;
        }
    }
}

#[test]
fn the_window_never_goes_back_and_moves_once() {
    let mut random = Random(11);
    for _ in 0..RUNS {
        let u32_value = |random: &mut Random| random.value((0, u32::MAX.into()), 20_000) as u32;
        let before = Window {
            daily_cap: random.value(U64, 0) as u64,
            next_daily_cap: random.value(U64, 0) as u64,
            next_daily_cap_day: u32_value(&mut random),
            window_day: u32_value(&mut random),
            window_accrued: random.value(U64, 0) as u64,
        };
        let time = random.value(I64, i128::from(before.window_day) * 86_400) as i64;
        let mut once = before;
        once.advance(time);
        assert_eq!(once.window_day, before.window_day.max(day(time)));
        let kept = if once.window_day == before.window_day { before.window_accrued } else { 0 };
        assert_eq!(once.window_accrued, kept);
        let mut twice = once;
        twice.advance(time);
        assert_eq!(twice, once);

        // A cut waits for the next day, a rise does not.
        let cap = random.value(U64, once.daily_cap.into()) as u64;
        let mut set = once;
        set.set_cap(cap);
        assert_eq!(set.daily_cap, once.daily_cap.max(cap));
        assert_eq!(i128::from(set.room()), (i128::from(set.daily_cap) - i128::from(kept)).max(0));
    }
}
