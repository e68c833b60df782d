use {
    crate::{error::ProfitShareError, events::Funded, state::Subscription},
    anchor_lang::prelude::*,
    anchor_spl::token::TokenAccount,
};

#[derive(Accounts)]
pub struct Sync {
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Read account: its escrow.
    #[account(address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: Account<TokenAccount>,
}

pub fn handle_sync(ctx: &mut Context<Sync>) -> Result<()> {
    // Effect
    let subscription = &mut ctx.accounts.subscription;
    let known = subscription.balance.get() + subscription.claimable();
    let amount = ctx.accounts.escrow.amount() - known;
    let paid = subscription.fund(amount)?;

    // Log
    emit!(Funded {
        subscription: *subscription.address(),
        amount,
        paid,
        balance: subscription.balance.get(),
    });
    Ok(())
}
