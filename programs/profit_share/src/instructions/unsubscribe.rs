use {
    crate::{
        error::ProfitShareError,
        events::Unsubscribed,
        history::emit::EventAuthority,
        settlement::settle_first,
        state::{Subscription, ACTIVE, CLOSING},
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct Unsubscribe {
    // User
    /// Must be `subscription.subscriber` or `subscription.agent`.
    pub signer: Signer,

    // Agreement
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Read account: its venue user; the system program if attested.
    #[account(address = subscription.venue_user @ ProfitShareError::VenueUserMismatch)]
    pub venue_user: UncheckedAccount,
}

pub fn handle_unsubscribe(ctx: &mut Context<Unsubscribe>, bot: Address, instance: u64) -> Result<()> {
    // Check: the agreement that was meant, still active, and one of its two signers.
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let account = *accounts.subscription.account();
    let signer = *accounts.signer.address();
    let subscription: &mut Subscription = &mut accounts.subscription;
    subscription.check_instance(&bot, instance)?;
    require!(
        signer == subscription.subscriber || signer == subscription.agent,
        ProfitShareError::NotSubscriberOrAgent
    );
    require!(subscription.state == ACTIVE, ProfitShareError::AlreadyClosing);

    // Effect: closing first, so that a flat account ends with this very settlement.
    subscription.state = CLOSING;
    subscription.closing_at = now.into();
    let event_authority =
        EventAuthority { account: accounts.event_authority.cpi_handle(), bump: ctx.bumps.event_authority };
    settle_first(account.address(), subscription, accounts.venue_user.account(), now, event_authority)?;
    let state = subscription.state;

    // Log: who leaves, and whether that is the end already.
    emit!(Unsubscribed { subscription: *account.address(), signer, state });
    Ok(())
}
