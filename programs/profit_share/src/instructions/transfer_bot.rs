use {
    crate::{error::ProfitShareError, events::BotTransferStarted, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct TransferBot {
    /// User account: owner of the bot.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_transfer_bot(ctx: &mut Context<TransferBot>, new_owner: Address) -> Result<()> {
    let bot = &mut ctx.accounts.bot;
    bot.pending_owner = new_owner;

    emit!(BotTransferStarted { bot: *bot.address(), pending_owner: new_owner });
    Ok(())
}
