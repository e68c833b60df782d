use {
    crate::{
        cpi::{settle_by_the_way, transfer},
        error::ProfitShareError,
        events::Withdrawn,
        state::Subscription,
        venue::is_gone,
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct Withdraw {
    /// User account: the subscriber.
    #[account(address = subscription.subscriber @ ProfitShareError::NotSubscriber)]
    pub subscriber: Signer,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    /// Read account: its venue user; the system program if attested.
    #[account(address = subscription.venue_user @ ProfitShareError::VenueUserMismatch)]
    pub venue_user: UncheckedAccount,
    /// User account: any token account of the mint.
    #[account(mut)]
    pub destination: UncheckedAccount,
    pub token_program: Program<Token>,
}

pub fn handle_withdraw(ctx: &mut Context<Withdraw>, amount: u64) -> Result<()> {
    // Check
    require!(amount > 0, ProfitShareError::AmountIsZero);
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let account = *accounts.subscription.account();
    let address = *account.address();
    let subscription: &mut Subscription = &mut accounts.subscription;

    // Effect: what was earned up to now is charged first. An account that is gone or unreadable must
    // not lock the subscriber's money, so there it is skipped.
    let venue_user = accounts.venue_user.account();
    if !is_gone(venue_user) {
        let event_authority = accounts.event_authority.cpi_handle();
        let bump = ctx.bumps.event_authority;
        settle_by_the_way(&account, subscription, venue_user, now, None, event_authority, bump)?;
    }
    let kept = if subscription.ended(now) { 0 } else { subscription.terms.min_balance.get() };
    let free = subscription.balance.get().saturating_sub(kept);
    require!(amount <= free, ProfitShareError::BalanceTooLow);
    subscription.balance -= amount;
    let balance = subscription.balance.get();

    // Interaction
    let destination = *accounts.destination.address();
    let seeds = subscription.seeds()?;
    transfer(
        accounts.escrow.cpi_handle_mut().into(),
        accounts.destination.cpi_handle_mut().into(),
        accounts.subscription.cpi_handle(),
        amount,
        &[&seeds.signer()],
    );

    // Log
    emit!(Withdrawn { subscription: address, amount, balance, destination });
    Ok(())
}
