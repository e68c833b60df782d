use {
    crate::{error::ProfitShareError, events::KeeperTransferred, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct AcceptKeeper {
    // User
    /// Must be `keeper.pending_admin`: the admin to be.
    #[account(address = keeper.pending_admin @ ProfitShareError::NotPendingAdmin)]
    pub new_admin: Signer,

    // Agreement
    /// Write account: the keeper.
    #[account(mut)]
    pub keeper: Account<Keeper>,
}

pub fn handle_accept_keeper(ctx: &mut Context<AcceptKeeper>) -> Result<()> {
    // Effect: hand over the keeper.
    let keeper = &mut ctx.accounts.keeper;
    keeper.admin = keeper.pending_admin;
    keeper.pending_admin = Address::default();

    // Log: who is admin now.
    emit!(KeeperTransferred { keeper: *keeper.address(), admin: keeper.admin });
    Ok(())
}
