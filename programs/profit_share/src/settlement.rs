//! Applies the rule to a subscription: what every settling instruction does.

use {
    crate::{
        events::Settled,
        record::*,
        rule::{self, Observation, Settlement},
        state::*,
        venue::Reading,
    },
    anchor_lang::prelude::*,
};

/// Settles a verified subscription on what was read; `None` means that the venue user is gone, which
/// counts as no change of realized PnL. Returns the event if there is something to record.
///
/// After its end a subscription does not change.
pub fn settle_verified(
    address: &Address,
    subscription: &mut Subscription,
    reading: Option<&Reading>,
    now: i64,
) -> Result<Option<Settled>> {
    if subscription.ended(now) {
        return Ok(None);
    }
    let last = subscription.last.get();
    let (observation, mut flags, flat) = match reading {
        None => (Observation::Verified { realized: last, liquidated: false, recreated: false }, 0, true),
        Some(reading) => {
            let liquidated = reading.liquidation_id > subscription.liquidation_id.get()
                || reading.being_liquidated
                || subscription.being_liquidated != 0;
            let recreated = reading.liquidation_id < subscription.liquidation_id.get()
                || reading.total_deposits < subscription.total_deposits.get()
                || reading.total_withdraws < subscription.total_withdraws.get();
            subscription.store_reading(reading);
            (
                Observation::Verified { realized: reading.realized, liquidated, recreated },
                if liquidated { FLAG_LIQUIDATION } else { 0 } | if recreated { FLAG_RECREATED } else { 0 },
                reading.flat,
            )
        }
    };

    let before = subscription.ledger();
    let settlement = apply(subscription, observation, now)?;
    let after = settlement.ledger;
    let ends = subscription.state == CLOSING && flat && !settlement.capped;
    if ends {
        subscription.finish(now);
        flags |= FLAG_ENDED;
    }
    let changed = after.mark != before.mark
        || after.profit_total != before.profit_total
        || after.credited != before.credited
        || ends;
    if !changed {
        return Ok(None);
    }
    Ok(Some(append(address, subscription, KIND_VERIFIED, flags, now, last, &settlement, [0; 32])))
}

/// Settles an attested close. `is_final` ends a subscription that is closing.
pub fn settle_attested(
    address: &Address,
    subscription: &mut Subscription,
    close_pnl: i64,
    reference: [u8; 32],
    is_final: bool,
    now: i64,
) -> Result<Settled> {
    let last = subscription.last.get();
    let settlement = apply(subscription, Observation::Attested { close_pnl }, now)?;
    let mut flags = 0;
    if is_final {
        subscription.finish(now);
        flags = FLAG_FINAL | FLAG_ENDED;
    }
    subscription.reference = reference;
    Ok(append(address, subscription, KIND_ATTESTED, flags, now, last, &settlement, reference))
}

#[inline(always)]
fn apply(subscription: &mut Subscription, observation: Observation, now: i64) -> Result<Settlement> {
    let mut window = subscription.window();
    window.advance(now);
    let settlement = rule::settle(
        subscription.ledger(),
        subscription.terms.profit_share_bps.get(),
        subscription.terms.fee_basis()?,
        window.room(),
        observation,
    );
    // The share fits the room, so the sum fits the cap.
    window.window_accrued += settlement.share;
    subscription.store_window(&window);
    subscription.store_ledger(&settlement.ledger);
    subscription.settled_at = now.into();
    Ok(settlement)
}

#[inline(always)]
#[allow(clippy::too_many_arguments)]
fn append(
    address: &Address,
    subscription: &mut Subscription,
    kind: u8,
    flags: u8,
    now: i64,
    last: i64,
    settlement: &Settlement,
    reference: [u8; 32],
) -> Settled {
    let ledger = &settlement.ledger;
    subscription.sequence = (subscription.sequence.get() + 1).into();
    let record = Record {
        sequence: subscription.sequence,
        kind,
        flags: flags | if settlement.capped { FLAG_CAPPED } else { 0 },
        time: now.into(),
        close_pnl: settlement.close_pnl.into(),
        last: last.into(),
        realized: ledger.last.into(),
        mark: ledger.mark.into(),
        peak: ledger.peak.into(),
        profit: settlement.profit.into(),
        dropped: settlement.dropped.into(),
        accrued: ledger.accrued.into(),
        credited: ledger.credited.into(),
        reference,
    };
    subscription.head = next_head(&subscription.head, &record);
    Settled { subscription: *address, record, head: subscription.head }
}
