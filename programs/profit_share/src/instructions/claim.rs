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
    // User
    /// Must be `bot.owner`.
    #[account(address = bot.owner @ ProfitShareError::NotOwner)]
    pub owner: Signer,
    /// Write account: takes the money. Any token account of the mint.
    #[account(mut)]
    pub destination: UncheckedAccount,

    // Agreement
    /// Read account: the subscription's bot.
    #[account(address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,

    // Program
    pub token_program: Program<Token>,
}

pub fn handle_claim(ctx: &mut Context<Claim>, instance: u64, amount: u64) -> Result<()> {
    // Check: the agreement that was meant, and an amount.
    let accounts = &mut ctx.accounts;
    accounts.subscription.check_instance(accounts.bot.address(), instance)?;
    require!(amount > 0, ProfitShareError::AmountIsZero);
    // A payout may have come first. Then there is less to claim, and nothing to fail for.
    let amount = amount.min(accounts.subscription.claimable()?);

    pay_creator(&mut accounts.subscription, &mut accounts.escrow, &mut accounts.destination, amount)
}

/// Moves `amount` of the claimable to `destination`. An amount of 0 moves and logs nothing.
pub fn pay_creator(
    subscription: &mut Account<Subscription>,
    escrow: &mut UncheckedAccount,
    destination: &mut UncheckedAccount,
    amount: u64,
) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }

    // Effect: count it as claimed.
    subscription.claimed =
        subscription.claimed.checked_add(amount).ok_or(ProgramError::ArithmeticOverflow)?;

    // Interaction: move it out of the escrow.
    let to = *destination.address();
    let seeds = subscription.seeds()?;
    transfer(
        escrow.cpi_handle_mut().into(),
        destination.cpi_handle_mut().into(),
        subscription.cpi_handle(),
        amount,
        &[&seeds.signer()],
    );

    // Log: what went where.
    emit!(Claimed {
        subscription: *subscription.address(),
        amount,
        claimed: subscription.claimed.get(),
        destination: to,
    });
    Ok(())
}
