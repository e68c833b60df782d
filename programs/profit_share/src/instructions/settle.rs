use {
    crate::{
        cpi::record,
        error::ProfitShareError,
        settlement::settle_verified,
        state::{Source, Subscription},
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
    let account = *ctx.accounts.subscription.account();
    let subscription: &mut Subscription = &mut ctx.accounts.subscription;

    // Check
    let source = subscription.terms.source()?;
    require!(source != Source::Attested, ProfitShareError::WrongSource);
    let reading = match read_user(ctx.accounts.venue_user.account(), source) {
        Ok(reading) => reading,
        // After the end nothing counts, readable or not.
        Err(_) if subscription.ended(Clock::get()?.unix_timestamp) => return Ok(()),
        Err(error) => return Err(error),
    };
    if reading.is_some_and(|reading| subscription.is_settled_at(&reading)) {
        return Ok(());
    }

    // Effect
    let now = Clock::get()?.unix_timestamp;
    let Some(entry) = settle_verified(subscription, reading.as_ref(), now) else {
        return Ok(());
    };

    // Log
    let event_authority = ctx.accounts.event_authority.cpi_handle();
    record(&account, subscription, &entry, event_authority, ctx.bumps.event_authority);
    Ok(())
}
