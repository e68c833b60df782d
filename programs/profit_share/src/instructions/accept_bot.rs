use {
    crate::{error::ProfitShareError, events::BotTransferred, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct AcceptBot {
    // User
    /// Must be `bot.pending_owner`: the owner to be.
    #[account(address = bot.pending_owner @ ProfitShareError::NotPendingOwner)]
    pub new_owner: Signer,

    // Agreement
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_accept_bot(ctx: &mut Context<AcceptBot>) -> Result<()> {
    // Effect: hand over the bot. The old owner's wallet must not receive what the new one took over.
    let bot = &mut ctx.accounts.bot;
    bot.owner = bot.pending_owner;
    bot.payout_wallet = bot.owner;
    bot.pending_owner = Address::default();

    // Log: who owns the bot now.
    emit!(BotTransferred { bot: *bot.address(), owner: bot.owner });
    Ok(())
}
