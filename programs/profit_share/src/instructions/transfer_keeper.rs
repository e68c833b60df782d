use {
    crate::{error::ProfitShareError, events::KeeperTransferStarted, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct TransferKeeper {
    /// Keeper account: its admin.
    #[account(address = keeper.admin @ ProfitShareError::NotKeeperAdmin)]
    pub admin: Signer,
    /// Write account: the keeper.
    #[account(mut)]
    pub keeper: Account<Keeper>,
}

pub fn handle_transfer_keeper(ctx: &mut Context<TransferKeeper>, new_admin: Address) -> Result<()> {
    let keeper = &mut ctx.accounts.keeper;
    keeper.pending_admin = new_admin;

    emit!(KeeperTransferStarted { keeper: *keeper.address(), pending_admin: new_admin });
    Ok(())
}
