use {
    crate::{
        cpi::transfer, error::ProfitShareError, events::Withdrawn, history::emit::EventAuthority,
        settlement::settle_first, state::Subscription, venue::is_gone,
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct Withdraw {
    // User
    /// Must be `subscription.subscriber`.
    #[account(address = subscription.subscriber @ ProfitShareError::NotSubscriber)]
    pub subscriber: Signer,
    /// Write account: takes the money. Any token account of the mint.
    #[account(mut)]
    pub destination: UncheckedAccount,

    // Agreement
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    /// Read account: its venue user; the system program if attested.
    #[account(address = subscription.venue_user @ ProfitShareError::VenueUserMismatch)]
    pub venue_user: UncheckedAccount,

    // Program
    pub token_program: Program<Token>,
}

pub fn handle_withdraw(ctx: &mut Context<Withdraw>, bot: Address, instance: u64, amount: u64) -> Result<()> {
    // Check: the agreement that was meant, and an amount.
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let account = *accounts.subscription.account();
    let subscription: &mut Subscription = &mut accounts.subscription;
    subscription.check_instance(&bot, instance)?;
    require!(amount > 0, ProfitShareError::AmountIsZero);

    // Effect: charge what was earned up to now, until the end. An account that is gone ends a subscription that is closing;
    // that is for `settle` to do. Then take the amount from the balance.
    let venue_user = accounts.venue_user.account();
    if !is_gone(venue_user) {
        let event_authority = EventAuthority {
            account: accounts.event_authority.cpi_handle(),
            bump: ctx.bumps.event_authority,
        };
        settle_first(account.address(), subscription, venue_user, now, event_authority)?;
    }
    let kept = if subscription.ended(now) { 0 } else { subscription.terms.min_balance.get() };
    let free = subscription.balance.get().saturating_sub(kept);
    require!(amount <= free, ProfitShareError::BalanceTooLow);
    let balance = subscription.balance.checked_sub(amount).ok_or(ProgramError::ArithmeticOverflow)?;
    subscription.balance = balance;

    // Interaction: move it out of the escrow.
    let destination = *accounts.destination.address();
    let seeds = subscription.seeds()?;
    transfer(
        accounts.escrow.cpi_handle_mut().into(),
        accounts.destination.cpi_handle_mut().into(),
        accounts.subscription.cpi_handle(),
        amount,
        &[&seeds.signer()],
    );

    // Log: what went where, and what is left.
    emit!(Withdrawn { subscription: *account.address(), amount, balance: balance.get(), destination });
    Ok(())
}
