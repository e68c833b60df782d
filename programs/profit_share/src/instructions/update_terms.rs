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
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,

    // Agreement
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
    /// Read account: the keeper that attests closes. Attested only.
    pub keeper: Option<Account<Keeper>>,
}

pub fn handle_update_terms(ctx: &mut Context<UpdateTerms>, input: TermsInput) -> Result<()> {
    // Check: the terms, as at publishing.
    let accounts = &mut ctx.accounts;
    let keeper = accounts.keeper.as_ref().map(|keeper| *keeper.address());
    let bot = &mut accounts.bot;
    let version = bot.terms.version.get().checked_add(1).ok_or(ProgramError::ArithmeticOverflow)?;
    let terms = input.terms(version, bot.terms.source, bot.terms.mint, keeper)?;

    // Effect: offer them from now on. No live subscription changes.
    bot.terms = terms;

    // Log: the new version.
    emit!(TermsUpdated { bot: *bot.address(), version, profit_share_bps: input.profit_share_bps });
    Ok(())
}
