use {
    crate::{
        cpi::emit_settled, error::ProfitShareError, settlement::settle_verified, state::Subscription,
        venue::read_user,
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct Settle {
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Read account: its venue user.
    #[account(address = subscription.venue_user @ ProfitShareError::VenueUserMismatch)]
    pub venue_user: UncheckedAccount,
}

pub fn handle_settle(ctx: &mut Context<Settle>) -> Result<()> {
    // Check
    let now = Clock::get()?.unix_timestamp;
    let subscription = &mut ctx.accounts.subscription;
    let reading = read_user(ctx.accounts.venue_user.account(), subscription.terms.source()?)?;

    // Effect
    let address = *subscription.address();
    let settled = settle_verified(&address, subscription, reading.as_ref(), now)?;

    // Log
    if let Some(settled) = settled {
        emit_settled(ctx.accounts.event_authority.cpi_handle(), ctx.bumps.event_authority, settled);
    }
    Ok(())
}
