use {
    crate::{
        error::ProfitShareError,
        state::{Subscription, CLOSING},
        venue::Source,
    },
    anchor_lang::prelude::*,
};

/// One close, as the keeper states it.
#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Close {
    /// The next sequence of the subscription. A close that is sent again carries the same one.
    pub sequence: u64,
    /// PnL after fees (1e-6 quote).
    pub close_pnl: i64,
    /// sha256 of the trade's id.
    pub reference: [u8; 32],
    /// Ends a subscription that is closing.
    pub is_final: bool,
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
