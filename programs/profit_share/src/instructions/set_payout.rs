use {
    crate::{error::ProfitShareError, events::PayoutSet, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetPayout {
    /// User account: owner of the bot.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_set_payout(
    ctx: &mut Context<SetPayout>,
    payout_wallet: Address,
    min_payout: u64,
) -> Result<()> {
    // Check
    require!(min_payout > 0, ProfitShareError::MinPayoutIsZero);

    // Effect
    let bot = &mut ctx.accounts.bot;
    bot.payout_wallet = payout_wallet;
    bot.min_payout = min_payout.into();

    // Log
    emit!(PayoutSet { bot: *bot.address(), payout_wallet, min_payout });
    Ok(())
}
