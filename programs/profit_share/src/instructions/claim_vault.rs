use {
    crate::{constants::*, cpi::transfer, error::ProfitShareError, events::VaultClaimed, state::Bot},
    anchor_lang::prelude::*,
    anchor_spl::token::TokenAccount,
};

#[derive(Accounts)]
pub struct ClaimVault {
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Write account: takes the money. Any token account of the mint.
    #[account(mut)]
    pub destination: UncheckedAccount,

    // Agreement
    /// Read account: the bot.
    pub bot: Account<Bot>,
    /// Write account: its vault.
    #[account(mut, seeds = [VAULT_SEED, bot.address().as_ref()], bump = bot.vault_bump)]
    pub vault: Account<TokenAccount>,

    // Program
    pub token_program: Program<Token>,
}

pub fn handle_claim_vault(ctx: &mut Context<ClaimVault>) -> Result<()> {
    // Check: there is something to move.
    let accounts = &mut ctx.accounts;
    let bot = *accounts.bot.address();
    let destination = *accounts.destination.address();
    let amount = accounts.vault.amount();
    if amount == 0 {
        return Ok(());
    }

    // Interaction: move it out of the vault.
    let (creator, id, bump) = (accounts.bot.creator, accounts.bot.id, [accounts.bot.bump]);
    transfer(
        accounts.vault.cpi_handle_mut().into(),
        accounts.destination.cpi_handle_mut().into(),
        accounts.bot.cpi_handle(),
        amount,
        &[&[BOT_SEED, creator.as_ref(), &id, &bump]],
    );

    // Log: what went where.
    emit!(VaultClaimed { bot, amount, destination });
    Ok(())
}
