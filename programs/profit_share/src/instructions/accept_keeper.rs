use {
    crate::{error::ProfitShareError, events::KeeperTransferred, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct AcceptKeeper {
    /// User account: the admin to be.
    #[account(address = keeper.pending_admin @ ProfitShareError::NotPendingAdmin)]
    pub new_admin: Signer,
    /// Write account: the keeper.
    #[account(mut)]
    pub keeper: Account<Keeper>,
}

pub fn handle_accept_keeper(ctx: &mut Context<AcceptKeeper>) -> Result<()> {
    let keeper = &mut ctx.accounts.keeper;
    keeper.admin = keeper.pending_admin;
    keeper.pending_admin = Address::default();

    emit!(KeeperTransferred { keeper: *keeper.address(), admin: keeper.admin });
    Ok(())
}
