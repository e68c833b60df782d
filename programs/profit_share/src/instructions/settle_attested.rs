use {
    crate::{
        cpi::record,
        error::ProfitShareError,
        settlement::{check_close, settle_attested},
        state::{Keeper, Subscription},
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
    let account = *ctx.accounts.subscription.account();
    let subscription: &mut Subscription = &mut ctx.accounts.subscription;

    // Check
    let now = Clock::get()?.unix_timestamp;
    subscription.check_instance(&bot, instance)?;
    check_close(subscription, &close, now)?;

    // Effect
    let entry = settle_attested(subscription, &close, now)?;

    // Log
    let event_authority = ctx.accounts.event_authority.cpi_handle();
    record(&account, subscription, &entry, event_authority, ctx.bumps.event_authority);
    Ok(())
}
