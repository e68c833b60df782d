use {
    crate::{
        cpi::SettledInstruction, error::ProfitShareError, settlement::settle_verified, state::Subscription,
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
    let address = *ctx.accounts.subscription.address();
    let subscription: &mut Subscription = &mut ctx.accounts.subscription;
    let reading = read_user(ctx.accounts.venue_user.account(), subscription.terms.source()?)?;

    // Effect
    let Some(entry) = settle_verified(subscription, reading.as_ref(), now)? else {
        return Ok(());
    };
    let settled = SettledInstruction::append(&address, subscription, &entry);

    // Log
    settled.emit(ctx.accounts.event_authority.cpi_handle(), ctx.bumps.event_authority);
    Ok(())
}
