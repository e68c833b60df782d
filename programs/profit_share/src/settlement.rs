//! Applies the rule to a subscription: what every settling instruction does.

use {
    crate::{
        error::ProfitShareError,
        events::Settled,
        instructions::Close,
        record::*,
        rule::{self, FeeBasis, Observation, Settlement},
        state::*,
        venue::Reading,
    },
    anchor_lang::prelude::*,
};

/// Settles a verified subscription on what was read; `None` means that the venue user is gone, which
/// counts as no change of realized PnL. Returns the entry if there is something to record.
///
/// After its end a subscription does not change.
#[inline(always)]
pub fn settle_verified(
    subscription: &mut Subscription,
    reading: Option<&Reading>,
    now: i64,
) -> Option<Entry> {
    if subscription.ended(now) {
        return None;
    }
    settle_reading(subscription, reading, now, None)
}

/// `settle_verified`, whether the subscription has ended or not; with `end` it ends then.
#[inline(always)]
pub fn settle_reading(
    subscription: &mut Subscription,
    reading: Option<&Reading>,
    now: i64,
    end: Option<i64>,
) -> Option<Entry> {
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

    let mark = subscription.mark.get();
    // No verified terms have another basis: see `TermsInput::terms`.
    let settlement = apply(subscription, FeeBasis::HighWaterMark, observation, now);
    let ends = end.is_some() || subscription.state == CLOSING && flat && !settlement.capped;
    if ends {
        subscription.finish(end.unwrap_or(now));
        flags |= FLAG_ENDED;
    }
    let changed = settlement.ledger.mark != mark || settlement.profit != 0 || settlement.paid != 0 || ends;
    changed.then(|| Entry::new(KIND_VERIFIED, flags, last, &settlement, [0; 32]))
}

/// What an attested close has to fulfil before anything is written.
///
/// # Errors
/// `WrongSource`, `SubscriptionEnded`, `SequenceRepeated`, `SequenceSkipped`, `ReferenceRepeated`,
/// `FinalOutsideClosing`.
#[inline(always)]
pub fn check_close(subscription: &Subscription, close: &Close, now: i64) -> Result<()> {
    require!(subscription.terms.source()? == Source::Attested, ProfitShareError::WrongSource);
    require!(!subscription.ended(now), ProfitShareError::SubscriptionEnded);
    let settled = subscription.sequence.get();
    require!(close.sequence > settled, ProfitShareError::SequenceRepeated);
    require!(close.sequence == settled + 1, ProfitShareError::SequenceSkipped);
    require!(close.reference != subscription.reference, ProfitShareError::ReferenceRepeated);
    require!(!close.is_final || subscription.state == CLOSING, ProfitShareError::FinalOutsideClosing);
    Ok(())
}

/// Settles an attested close that `check_close` let pass. A final one ends a subscription that is closing.
#[inline(always)]
pub fn settle_attested(subscription: &mut Subscription, close: &Close, now: i64) -> Result<Entry> {
    let last = subscription.last.get();
    let basis = subscription.terms.fee_basis()?;
    let settlement = apply(subscription, basis, Observation::Attested { close_pnl: close.close_pnl }, now);
    let mut flags = 0;
    if close.is_final {
        subscription.finish(now);
        flags = FLAG_FINAL | FLAG_ENDED;
    }
    subscription.reference = close.reference;
    Ok(Entry::new(KIND_ATTESTED, flags, last, &settlement, close.reference))
}

#[inline(always)]
fn apply(subscription: &mut Subscription, basis: FeeBasis, observation: Observation, now: i64) -> Settlement {
    let mut window = subscription.window();
    window.advance(now);
    let settlement = rule::settle(
        subscription.ledger(),
        subscription.terms.profit_share_bps.get(),
        basis,
        window.room(),
        observation,
    );
    // The share fits the room, so the sum fits the cap.
    window.window_accrued += settlement.share;
    subscription.store_window(&window);
    subscription.store_ledger(&settlement.ledger);
    subscription.settled_at = now.into();
    settlement
}

/// What the record of a settlement holds beside the subscription's ledger.
pub struct Entry {
    kind: u8,
    flags: u8,
    last: i64,
    close_pnl: i64,
    profit: u64,
    dropped: u64,
    reference: [u8; 32],
}

impl Entry {
    #[inline(always)]
    fn new(kind: u8, flags: u8, last: i64, settlement: &Settlement, reference: [u8; 32]) -> Self {
        let capped = if settlement.capped { FLAG_CAPPED } else { 0 };
        Self {
            kind,
            flags: flags | capped,
            last,
            close_pnl: settlement.close_pnl,
            profit: settlement.profit,
            dropped: settlement.dropped,
            reference,
        }
    }

    /// Appends the entry to the history of the subscription at `address`, which has stored the settlement.
    #[inline(always)]
    pub fn append(&self, address: &Address, subscription: &mut Subscription, event: &mut Settled) {
        subscription.sequence += 1;
        event.subscription = *address;
        event.record = Record {
            sequence: subscription.sequence,
            kind: self.kind,
            flags: self.flags,
            time: subscription.settled_at,
            close_pnl: self.close_pnl.into(),
            last: self.last.into(),
            realized: subscription.last,
            mark: subscription.mark,
            peak: subscription.peak,
            profit: self.profit.into(),
            dropped: self.dropped.into(),
            accrued: subscription.accrued,
            credited: subscription.credited,
            reference: self.reference,
        };
        event.head = next_head(&subscription.head, &event.record);
        subscription.head = event.head;
    }
}
