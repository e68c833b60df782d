use {
    crate::{
        cpi::transfer,
        error::ProfitShareError,
        events::Claimed,
        state::{Bot, Subscription},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct Claim {
    /// User account: owner of the bot.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Read account: the subscription's bot.
    #[account(address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    /// User account: any token account of the mint.
    #[account(mut)]
    pub destination: UncheckedAccount,
    pub token_program: Program<Token>,
}

pub fn handle_claim(ctx: &mut Context<Claim>, amount: u64) -> Result<()> {
    // Check
    require!(amount > 0, ProfitShareError::AmountIsZero);
    let accounts = &mut ctx.accounts;
    // A payout may have come first: then there is less to claim, and nothing to fail for.
    let amount = amount.min(accounts.subscription.claimable());

    pay_creator(&mut accounts.subscription, &mut accounts.escrow, &mut accounts.destination, amount)
}

/// Moves `amount` of the claimable to `destination`; 0 moves and logs nothing.
pub fn pay_creator(
    subscription: &mut Account<Subscription>,
    escrow: &mut UncheckedAccount,
    destination: &mut UncheckedAccount,
    amount: u64,
) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }

    // Effect
    subscription.claimed += amount;

    // Interaction
    let to = *destination.address();
    let seeds = subscription.seeds()?;
    transfer(
        escrow.cpi_handle_mut().into(),
        destination.cpi_handle_mut().into(),
        subscription.cpi_handle(),
        amount,
        &[&seeds.signer()],
    );

    // Log
    emit!(Claimed {
        subscription: *subscription.address(),
        amount,
        claimed: subscription.claimed.get(),
        destination: to,
    });
    Ok(())
}
