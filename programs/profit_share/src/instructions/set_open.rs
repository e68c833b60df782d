use {
    crate::{error::ProfitShareError, events::OpenSet, state::Bot},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetOpen {
    /// User account: owner of the bot.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
}

pub fn handle_set_open(ctx: &mut Context<SetOpen>, open: bool) -> Result<()> {
    let bot = &mut ctx.accounts.bot;
    bot.open = open.into();

    emit!(OpenSet { bot: *bot.address(), open });
    Ok(())
}
