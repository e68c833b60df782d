use {
    crate::{
        error::ProfitShareError,
        history::emit::EventAuthority,
        settlement::settle_verified,
        state::Subscription,
        venue::{read_user, Source},
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct Settle {
    // Agreement
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

    // Check: a venue user that can be read.
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

    // Effect: apply the rule.
    let now = Clock::get()?.unix_timestamp;
    let Some(entry) = settle_verified(subscription, reading.as_ref(), now)? else {
        return Ok(());
    };

    // Log: the record.
    let event_authority = EventAuthority {
        account: ctx.accounts.event_authority.cpi_handle(),
        bump: ctx.bumps.event_authority,
    };
    event_authority.record(account.address(), subscription, &entry)
}
