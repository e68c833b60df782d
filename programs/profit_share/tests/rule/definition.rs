//! The rule from its definition in arbitrary precision: profit is found by bisection, not by the closed form, and
//! what saturates is said at its place. It shares no code with `src/rule/mod.rs`, which is held to it.

use {
    crate::cases::{Case, Settled},
    num_bigint::BigInt,
    profit_share::rule::{FeeBasis, Ledger, Observation, Settlement},
    std::cmp::{max, min},
};

fn big(value: impl Into<BigInt>) -> BigInt {
    value.into()
}

/// `value` as an i64 that stops at its ends.
fn as_i64(value: BigInt) -> BigInt {
    value.clamp(big(i64::MIN), big(i64::MAX))
}

/// The share of a lifetime total that stops at the largest u64.
fn share_of(total: &BigInt, bps: u16) -> BigInt {
    min(total, &big(u64::MAX)) * bps / 10_000
}

/// The largest x in 0..=end that passes; 0 has to pass, and nothing above one that fails.
fn largest(end: &BigInt, passes: impl Fn(&BigInt) -> bool) -> BigInt {
    if passes(end) {
        return end.clone();
    }
    let (mut good, mut bad) = (big(0), end.clone());
    while &bad - &good > big(1) {
        let middle: BigInt = (&good + &bad) >> 1;
        if passes(&middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}

/// What settling the case has to result in.
pub fn defined(case: &Case) -> Settled {
    let before = &case.before;
    let (last, mark) = (big(before.last.get()), big(before.mark.get()));
    let zero = big(0);

    let (verified, close_pnl, realized, loss, liquidated) = match case.observation {
        Observation::Verified { realized, loss, recreated: true, .. } => {
            let ledger =
                Ledger { mark: realized.into(), last: realized.into(), loss: loss.into(), ..*before };
            return Settled { ledger, settlement: Settlement::default() };
        }
        Observation::Verified { realized, loss, liquidated, .. } => {
            (true, 0, big(realized), loss, liquidated)
        }
        Observation::Attested { close_pnl } => (false, close_pnl, as_i64(&last + close_pnl), 0, false),
    };
    // A liquidation takes a loss, so the loss falls by as much as realized PnL rises.
    let taken = match liquidated {
        true => min(max(zero.clone(), &realized - &last), max(zero.clone(), big(before.loss.get()) - loss)),
        false => zero.clone(),
    };
    let mark = as_i64(mark + taken);

    let gain = match case.basis {
        FeeBasis::HighWaterMark => max(zero.clone(), &realized - &mark),
        FeeBasis::EachClose => max(zero.clone(), big(close_pnl)),
    };
    let (total, accrued, room) = (big(before.profit_total.get()), big(before.accrued.get()), big(case.room));
    let profit = largest(&gain, |p| share_of(&(&total + p), case.bps) - &accrued <= room);
    let total = min(total + &profit, big(u64::MAX));
    let accrued = share_of(&total, case.bps);
    let paid = min(&accrued - before.credited.get() - before.waived.get(), big(before.balance.get()));

    let int = |value: &BigInt| -> i64 { value.try_into().expect("an i64") };
    let amount = |value: &BigInt| -> u64 { value.try_into().expect("a u64") };
    Settled {
        ledger: Ledger {
            mark: int(&if verified { mark + &profit } else { max(mark, realized.clone()) }).into(),
            last: int(&realized).into(),
            loss: loss.into(),
            profit_total: amount(&total).into(),
            accrued: amount(&accrued).into(),
            credited: amount(&(&paid + before.credited.get())).into(),
            balance: amount(&(big(before.balance.get()) - &paid)).into(),
            ..*before
        },
        settlement: Settlement {
            close_pnl,
            profit: amount(&profit),
            dropped: if verified { 0 } else { amount(&(&gain - &profit)) },
            share: amount(&(&accrued - before.accrued.get())),
            paid: amount(&paid),
            capped: profit < gain,
        },
    }
}
