use {
    crate::{cpi::transfer, error::ProfitShareError, events::Funded, state::Subscription},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct Deposit {
    /// User account: owner of the paying token account.
    pub owner: Signer,
    /// User account: pays.
    #[account(mut)]
    pub source: UncheckedAccount,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    pub token_program: Program<Token>,
}

pub fn handle_deposit(ctx: &mut Context<Deposit>, bot: Address, instance: u64, amount: u64) -> Result<()> {
    // Check
    let accounts = &mut ctx.accounts;
    accounts.subscription.check_instance(&bot, instance)?;
    require!(amount > 0, ProfitShareError::AmountIsZero);

    // Effect
    let paid = accounts.subscription.fund(amount)?;

    // Interaction
    transfer(
        accounts.source.cpi_handle_mut().into(),
        accounts.escrow.cpi_handle_mut().into(),
        accounts.owner.cpi_handle(),
        amount,
        &[],
    );

    // Log
    let subscription = &accounts.subscription;
    emit!(Funded {
        subscription: *subscription.address(),
        amount,
        paid,
        balance: subscription.balance.get(),
    });
    Ok(())
}
