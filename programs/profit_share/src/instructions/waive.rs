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
    /// User account: owner of the bot.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Read account: the subscription's bot.
    #[account(address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
}

pub fn handle_waive(ctx: &mut Context<Waive>, amount: u64) -> Result<()> {
    // Check
    require!(amount > 0, ProfitShareError::AmountIsZero);

    // Effect: a deposit may have come first, then there is less to waive.
    let subscription = &mut ctx.accounts.subscription;
    let amount = amount.min(subscription.ledger().owed());
    subscription.waived += amount;

    // Log
    emit!(Waived { subscription: *subscription.address(), amount, waived: subscription.waived.get() });
    Ok(())
}
