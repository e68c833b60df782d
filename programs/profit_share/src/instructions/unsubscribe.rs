use {
    crate::{
        cpi::settle_by_the_way,
        error::ProfitShareError,
        events::Unsubscribed,
        state::{Subscription, ACTIVE, CLOSING},
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct Unsubscribe {
    /// User account: the subscriber or the agent.
    pub signer: Signer,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Read account: its venue user; the system program if attested.
    #[account(address = subscription.venue_user @ ProfitShareError::VenueUserMismatch)]
    pub venue_user: UncheckedAccount,
}

pub fn handle_unsubscribe(ctx: &mut Context<Unsubscribe>) -> Result<()> {
    // Check
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let account = *accounts.subscription.account();
    let address = *account.address();
    let signer = *accounts.signer.address();
    let subscription: &mut Subscription = &mut accounts.subscription;
    require!(
        signer == subscription.subscriber || signer == subscription.agent,
        ProfitShareError::NotSubscriberOrAgent
    );
    require!(subscription.state == ACTIVE, ProfitShareError::AlreadyClosing);

    // Effect: closing first, so that a flat account ends with this very settlement.
    subscription.state = CLOSING;
    subscription.closing_at = now.into();
    let event_authority = accounts.event_authority.cpi_handle();
    let venue_user = accounts.venue_user.account();
    let bump = ctx.bumps.event_authority;
    settle_by_the_way(&account, subscription, venue_user, now, None, event_authority, bump)?;
    let state = subscription.state;

    // Log
    emit!(Unsubscribed { subscription: address, signer, state });
    Ok(())
}
