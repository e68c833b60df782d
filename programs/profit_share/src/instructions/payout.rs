use {
    super::pay_creator,
    crate::{
        error::ProfitShareError,
        state::{Bot, Subscription},
        token::is_associated,
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct Payout {
    // User
    /// Write account: the payout wallet's associated token account.
    #[account(mut)]
    pub destination: UncheckedAccount,

    // Agreement
    /// Read account: the subscription's bot.
    #[account(address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,

    // Program
    pub token_program: Program<Token>,
}

pub fn handle_payout(ctx: &mut Context<Payout>) -> Result<()> {
    // Check: enough to pay, and the right place to pay it to.
    let accounts = &mut ctx.accounts;
    let amount = accounts.subscription.claimable()?;
    if amount < accounts.bot.min_payout.get() {
        // Dust waits; a bundle that settled before does not fail for it.
        return Ok(());
    }
    let (wallet, mint) = (accounts.bot.payout_wallet, accounts.bot.terms.mint);
    require!(
        is_associated(accounts.destination.account(), &wallet, &mint),
        ProfitShareError::PayoutDestination
    );

    pay_creator(&mut accounts.subscription, &mut accounts.escrow, &mut accounts.destination, amount)
}
