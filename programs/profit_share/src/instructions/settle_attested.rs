use {
    crate::{
        cpi::SettledInstruction,
        error::ProfitShareError,
        settlement::settle_attested,
        state::{Keeper, Source, Subscription, CLOSING},
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct SettleAttested {
    /// Keeper account: its signer.
    #[account(address = keeper.signer @ ProfitShareError::NotKeeperSigner)]
    pub signer: Signer,
    /// Read account: the keeper named in the terms.
    #[account(address = subscription.terms.keeper @ ProfitShareError::KeeperMismatch)]
    pub keeper: Account<Keeper>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
}

/// One close, as the keeper states it.
#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Close {
    /// The next sequence of the subscription; the same one when a close is sent again.
    pub sequence: u64,
    /// PnL after fees (1e-6 quote).
    pub close_pnl: i64,
    /// sha256 of the trade's id.
    pub reference: [u8; 32],
    /// Ends a subscription that is closing.
    pub is_final: bool,
}

pub fn handle_settle_attested(
    ctx: &mut Context<SettleAttested>,
    bot: Address,
    instance: u64,
    close: Close,
) -> Result<()> {
    // Check
    let now = Clock::get()?.unix_timestamp;
    let address = *ctx.accounts.subscription.address();
    let subscription: &mut Subscription = &mut ctx.accounts.subscription;
    subscription.check_instance(&bot, instance)?;
    require!(subscription.terms.source()? == Source::Attested, ProfitShareError::WrongSource);
    require!(!subscription.ended(now), ProfitShareError::SubscriptionEnded);
    let settled = subscription.sequence.get();
    require!(close.sequence > settled, ProfitShareError::SequenceRepeated);
    require!(close.sequence == settled + 1, ProfitShareError::SequenceSkipped);
    require!(close.reference != subscription.reference, ProfitShareError::ReferenceRepeated);
    require!(!close.is_final || subscription.state == CLOSING, ProfitShareError::FinalOutsideClosing);

    // Effect
    let entry = settle_attested(subscription, &close, now)?;
    let settled = SettledInstruction::append(&address, subscription, &entry);

    // Log
    settled.emit(ctx.accounts.event_authority.cpi_handle(), ctx.bumps.event_authority);
    Ok(())
}
