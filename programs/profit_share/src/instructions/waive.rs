use {
    crate::{
        error::ProfitShareError,
        events::Waived,
        state::{Bot, Subscription},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct Waive {
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,

    // Agreement
    /// Read account: the subscription's bot.
    #[account(address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
}

pub fn handle_waive(ctx: &mut Context<Waive>, instance: u64, amount: u64) -> Result<()> {
    // Check: the agreement that was meant, and an amount.
    let accounts = &mut ctx.accounts;
    let subscription = &mut accounts.subscription;
    subscription.check_instance(accounts.bot.address(), instance)?;
    require!(amount > 0, ProfitShareError::AmountIsZero);

    // Effect: give it up. A deposit may have come first. Then there is less to waive.
    let amount = amount.min(subscription.ledger().owed());
    subscription.waived = subscription.waived.checked_add(amount).ok_or(ProgramError::ArithmeticOverflow)?;

    // Log: what is owed no longer.
    emit!(Waived { subscription: *subscription.address(), amount, waived: subscription.waived.get() });
    Ok(())
}
