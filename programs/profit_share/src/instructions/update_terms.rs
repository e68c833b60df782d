use {
    crate::{
        error::ProfitShareError,
        events::TermsUpdated,
        state::{Bot, Keeper, TermsInput},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct UpdateTerms {
    /// User account: owner of the bot.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
    /// Read account: who attests closes. Attested only.
    pub keeper: Option<Account<Keeper>>,
}

pub fn handle_update_terms(ctx: &mut Context<UpdateTerms>, input: TermsInput) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let keeper = accounts.keeper.as_ref().map(|keeper| *keeper.address());
    let bot = &mut accounts.bot;
    let version = bot.terms.version.get() + 1;
    bot.terms = input.terms(version, bot.terms.source, bot.terms.mint, keeper)?;

    emit!(TermsUpdated { bot: *bot.address(), version, profit_share_bps: input.profit_share_bps });
    Ok(())
}
