use {
    crate::{error::ProfitShareError, events::OpenSet, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetOpen {
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,

    // Agreement
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_set_open(ctx: &mut Context<SetOpen>, open: bool) -> Result<()> {
    // Effect: open or shut the bot for new subscribers.
    let bot = &mut ctx.accounts.bot;
    bot.open = open.into();

    // Log: whether it is open.
    emit!(OpenSet { bot: *bot.address(), open });
    Ok(())
}
