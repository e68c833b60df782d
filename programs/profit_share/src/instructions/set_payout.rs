use {
    crate::{error::ProfitShareError, events::PayoutSet, state::Bot, token::check_payout_wallet},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetPayout {
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Read account: the wallet to pay from now on. Neither a program nor an account of a token program or of this one.
    pub payout_wallet: UncheckedAccount,

    // Agreement
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_set_payout(ctx: &mut Context<SetPayout>, min_payout: u64) -> Result<()> {
    // Check: a payout must reach somebody, and move something.
    require!(min_payout > 0, ProfitShareError::MinPayoutIsZero);
    check_payout_wallet(ctx.accounts.payout_wallet.account())?;

    // Effect: set wallet and least amount.
    let payout_wallet = *ctx.accounts.payout_wallet.address();
    let bot = &mut ctx.accounts.bot;
    bot.payout_wallet = payout_wallet;
    bot.min_payout = min_payout.into();

    // Log: both.
    emit!(PayoutSet { bot: *bot.address(), payout_wallet, min_payout });
    Ok(())
}
