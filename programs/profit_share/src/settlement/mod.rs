//! Applies the rule to a subscription: what every settling instruction does.

mod close;

pub use close::{check_close, Close};

use {
    crate::{
        history::{emit::EventAuthority, record::*, Entry},
        rule::{self, FeeBasis, Observation, Settlement},
        state::*,
        venue::{read_user, Reading, Source},
    },
    anchor_lang::prelude::*,
};

/// Settles a verified subscription on what was read. `None` means that the venue user is gone, which counts as no
/// change of realized PnL. Returns the entry if there is something to record.
///
/// After its end a subscription does not change.
///
/// # Errors
/// `ArithmeticOverflow`, if the ledger is none that this program can have written.
#[inline(always)]
pub fn settle_verified(
    subscription: &mut Subscription,
    reading: Option<&Reading>,
    now: i64,
) -> Result<Option<Entry>> {
    if subscription.ended(now) {
        return Ok(None);
    }
    let (last, loss) = (subscription.last.get(), subscription.loss.get());
    let (observation, mut flags, flat) = match reading {
        None => {
            (Observation::Verified { realized: last, loss, liquidated: false, recreated: false }, 0, true)
        }
        Some(reading) => {
            let liquidated = reading.liquidation_id > subscription.liquidation_id.get()
                || reading.being_liquidated
                || subscription.being_liquidated != 0;
            let recreated = reading.liquidation_id < subscription.liquidation_id.get()
                || reading.total_deposits < subscription.total_deposits.get()
                || reading.total_withdraws < subscription.total_withdraws.get();
            subscription.store_reading(reading);
            let Reading { realized, loss, flat, .. } = *reading;
            (
                Observation::Verified { realized, loss, liquidated, recreated },
                if liquidated { FLAG_LIQUIDATION } else { 0 } | if recreated { FLAG_RECREATED } else { 0 },
                flat,
            )
        }
    };

    let mark = subscription.mark.get();
    // No verified terms have another basis: see `TermsInput::terms`.
    let settlement = apply(subscription, FeeBasis::HighWaterMark, observation, now)?;
    let ends = subscription.state == CLOSING && flat && !settlement.capped;
    if ends {
        subscription.finish(now);
        flags |= FLAG_ENDED;
    }
    if settlement.capped {
        flags |= FLAG_CAPPED;
    }
    let changed = subscription.mark != mark || settlement.profit != 0 || settlement.paid != 0 || ends;
    Ok(changed.then(|| Entry::new(KIND_VERIFIED, flags, (last, loss), &settlement)))
}

/// Settles a verified subscription before something else happens to it, and records that. An attested one has nothing
/// to read. An account that is unreadable must not stop what comes after, so there it is skipped.
// Not inlined: one copy for all that settle first.
#[inline(never)]
pub fn settle_first(
    address: &Address,
    subscription: &mut Subscription,
    venue_user: &AccountView,
    now: i64,
    event_authority: EventAuthority,
) -> Result<()> {
    let source = subscription.terms.source()?;
    if source == Source::Attested {
        return Ok(());
    }
    let Ok(reading) = read_user(venue_user, source) else {
        return Ok(());
    };
    match settle_verified(subscription, reading.as_ref(), now)? {
        Some(entry) => event_authority.record(address, subscription, &entry),
        None => Ok(()),
    }
}

/// Settles an attested close that `check_close` let pass. A final one ends a subscription that is closing.
///
/// # Errors
/// `InvalidFeeBasis`, `ArithmeticOverflow`, if the account is none that this program can have written.
#[inline(always)]
pub fn settle_attested(subscription: &mut Subscription, close: &Close, now: i64) -> Result<Entry> {
    let last = subscription.last.get();
    let basis = subscription.terms.fee_basis()?;
    let settlement = apply(subscription, basis, Observation::Attested { close_pnl: close.close_pnl }, now)?;
    let mut flags = if settlement.capped { FLAG_CAPPED } else { 0 };
    if close.is_final {
        subscription.finish(now);
        flags |= FLAG_FINAL | FLAG_ENDED;
    }
    subscription.reference = close.reference;
    Ok(Entry::new(KIND_ATTESTED, flags, (last, 0), &settlement))
}

#[inline(always)]
fn apply(
    subscription: &mut Subscription,
    basis: FeeBasis,
    observation: Observation,
    now: i64,
) -> Result<Settlement> {
    let bps = subscription.terms.profit_share_bps.get();
    let window = subscription.window_mut();
    window.advance(now);
    let room = window.room();
    let settlement = rule::settle(bps, basis, room, subscription.ledger_mut(), observation);
    let accrued = subscription.window_accrued.checked_add(settlement.share);
    subscription.window_accrued = accrued.ok_or(ProgramError::ArithmeticOverflow)?;
    subscription.settled_at = now.into();
    Ok(settlement)
}
