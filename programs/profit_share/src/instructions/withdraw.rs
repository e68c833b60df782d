use {
    crate::{
        cpi::{transfer, SettledInstruction},
        error::ProfitShareError,
        events::Withdrawn,
        settlement::settle_verified,
        state::{Source, Subscription},
        venue::read_user,
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
    let subscription = &mut accounts.subscription;
    let address = *subscription.address();

    // Effect: what was earned up to now is charged first. An account that is gone or unreadable must
    // not lock the subscriber's money, so there it is skipped.
    let source = subscription.terms.source()?;
    let entry = match (source, read_user(accounts.venue_user.account(), source)) {
        (Source::Drift, Ok(Some(reading))) => settle_verified(subscription, Some(&reading), now)?,
        _ => None,
    };
    let settled = entry.map(|entry| SettledInstruction::append(&address, subscription, &entry));
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
    if let Some(settled) = settled {
        settled.emit(accounts.event_authority.cpi_handle(), ctx.bumps.event_authority);
    }
    emit!(Withdrawn { subscription: address, amount, balance, destination });
    Ok(())
}
