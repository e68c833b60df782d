use {
    crate::{error::ProfitShareError, events::BotTransferStarted, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct TransferBot {
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,

    // Agreement
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_transfer_bot(ctx: &mut Context<TransferBot>, new_owner: Address) -> Result<()> {
    // Effect: offer the bot, or take the offer back.
    let bot = &mut ctx.accounts.bot;
    bot.pending_owner = new_owner;

    // Log: to whom it is offered.
    emit!(BotTransferStarted { bot: *bot.address(), pending_owner: new_owner });
    Ok(())
}
