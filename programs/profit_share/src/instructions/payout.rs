use {
    super::pay_creator,
    crate::{
        error::ProfitShareError,
        state::{Bot, Subscription},
    },
    anchor_lang::{find_and_verify_program_address_skip_curve, prelude::*},
    anchor_spl::{associated_token, token, token::TokenAccount},
};

#[derive(Accounts)]
pub struct Payout {
    /// Read account: the subscription's bot.
    #[account(address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    /// Write account: the payout wallet's associated token account.
    #[account(mut)]
    pub destination: UncheckedAccount,
    pub token_program: Program<Token>,
}

pub fn handle_payout(ctx: &mut Context<Payout>) -> Result<()> {
    // Check
    let accounts = &mut ctx.accounts;
    let amount = accounts.subscription.claimable();
    if amount < accounts.bot.min_payout.get() {
        // Dust waits; a bundle that settled before does not fail for it.
        return Ok(());
    }
    let (wallet, mint) = (accounts.bot.payout_wallet, accounts.bot.terms.mint);
    check_destination(accounts.destination.account(), &wallet, &mint)?;

    pay_creator(&mut accounts.subscription, &mut accounts.escrow, &mut accounts.destination, amount)
}

/// The associated token account of `wallet`, still owned by it: its owner can be changed.
fn check_destination(destination: &AccountView, wallet: &Address, mint: &Address) -> Result<()> {
    let seeds = [wallet.as_ref(), token::ID.as_ref(), mint.as_ref()];
    find_and_verify_program_address_skip_curve(&seeds, &associated_token::ID, destination.address())
        .map_err(|_| ProfitShareError::PayoutDestination)?;
    let account =
        Account::<TokenAccount>::load(*destination).map_err(|_| ProfitShareError::PayoutDestination)?;
    require!(account.owner() == wallet, ProfitShareError::PayoutDestination);
    Ok(())
}
