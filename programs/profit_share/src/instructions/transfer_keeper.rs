use {
    crate::{error::ProfitShareError, events::KeeperTransferStarted, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct TransferKeeper {
    // User
    /// Must be `keeper.admin`.
    #[account(address = keeper.admin @ ProfitShareError::NotKeeperAdmin)]
    pub admin: Signer,

    // Agreement
    /// Write account: the keeper.
    #[account(mut)]
    pub keeper: Account<Keeper>,
}

pub fn handle_transfer_keeper(ctx: &mut Context<TransferKeeper>, new_admin: Address) -> Result<()> {
    // Effect: offer the keeper, or take the offer back.
    let keeper = &mut ctx.accounts.keeper;
    keeper.pending_admin = new_admin;

    // Log: to whom it is offered.
    emit!(KeeperTransferStarted { keeper: *keeper.address(), pending_admin: new_admin });
    Ok(())
}
