use {
    crate::{error::ProfitShareError, events::CapSet, state::Subscription},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetCap {
    // User
    /// Must be `subscription.subscriber`.
    #[account(address = subscription.subscriber @ ProfitShareError::NotSubscriber)]
    pub subscriber: Signer,

    // Agreement
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
}

pub fn handle_set_cap(ctx: &mut Context<SetCap>, bot: Address, instance: u64, daily_cap: u64) -> Result<()> {
    // Check: the agreement that was meant, and its minimum.
    let now = Clock::get()?.unix_timestamp;
    let subscription = &mut ctx.accounts.subscription;
    subscription.check_instance(&bot, instance)?;
    require!(subscription.terms.min_daily_cap <= daily_cap, ProfitShareError::CapBelowMinimum);

    // Effect: raise the cap now, or lower it from the next day.
    let window = subscription.window_mut();
    window.advance(now);
    window.set_cap(daily_cap);
    let from_day = window.next_daily_cap_day.get();

    // Log: the cap, and from when.
    emit!(CapSet { subscription: *subscription.address(), daily_cap, from_day });
    Ok(())
}
