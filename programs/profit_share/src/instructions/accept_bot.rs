use {
    crate::{error::ProfitShareError, events::BotTransferred, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct AcceptBot {
    /// User account: the owner to be.
    #[account(address = bot.pending_owner @ ProfitShareError::NotPendingOwner)]
    pub new_owner: Signer,
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_accept_bot(ctx: &mut Context<AcceptBot>) -> Result<()> {
    let bot = &mut ctx.accounts.bot;
    bot.owner = bot.pending_owner;
    // The old owner's wallet must not receive what the new one bought.
    bot.payout_wallet = bot.owner;
    bot.pending_owner = Address::default();

    emit!(BotTransferred { bot: *bot.address(), owner: bot.owner });
    Ok(())
}
