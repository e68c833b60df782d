use {
    crate::{error::ProfitShareError, events::Funded, state::Subscription},
    anchor_lang::prelude::*,
    anchor_spl::token::TokenAccount,
};

#[derive(Accounts)]
pub struct Sync {
    // Agreement
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Read account: its escrow.
    #[account(address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: Account<TokenAccount>,
}

pub fn handle_sync(ctx: &mut Context<Sync>) -> Result<()> {
    // Effect: take in what came without a deposit, and pay what is owed.
    let subscription = &mut ctx.accounts.subscription;
    let amount = subscription.uncounted(ctx.accounts.escrow.amount())?;
    let paid = subscription.fund(amount)?;

    // Log: what was found, and what it paid.
    emit!(Funded {
        subscription: *subscription.address(),
        amount,
        paid,
        balance: subscription.balance.get(),
    });
    Ok(())
}
