use {
    crate::{cpi::transfer, error::ProfitShareError, events::Funded, state::Subscription},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct Deposit {
    // User
    /// Signs: the owner of the paying token account.
    pub owner: Signer,
    /// Write account: pays.
    #[account(mut)]
    pub source: UncheckedAccount,

    // Agreement
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Write account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: UncheckedAccount,

    // Program
    pub token_program: Program<Token>,
}

pub fn handle_deposit(ctx: &mut Context<Deposit>, bot: Address, instance: u64, amount: u64) -> Result<()> {
    // Check: the agreement that was meant, and an amount.
    let accounts = &mut ctx.accounts;
    accounts.subscription.check_instance(&bot, instance)?;
    require!(amount > 0, ProfitShareError::AmountIsZero);

    // Effect: add it to the balance, and pay what is owed.
    let paid = accounts.subscription.fund(amount)?;

    // Interaction: move it into the escrow.
    transfer(
        accounts.source.cpi_handle_mut().into(),
        accounts.escrow.cpi_handle_mut().into(),
        accounts.owner.cpi_handle(),
        amount,
        &[],
    );

    // Log: what came, and what it paid.
    let subscription = &accounts.subscription;
    emit!(Funded {
        subscription: *subscription.address(),
        amount,
        paid,
        balance: subscription.balance.get(),
    });
    Ok(())
}
