use {
    crate::{error::ProfitShareError, events::KeeperSignerSet, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetKeeperSigner {
    /// Keeper account: its admin.
    #[account(address = keeper.admin @ ProfitShareError::NotKeeperAdmin)]
    pub admin: Signer,
    /// Write account: the keeper.
    #[account(mut)]
    pub keeper: Account<Keeper>,
}

pub fn handle_set_keeper_signer(ctx: &mut Context<SetKeeperSigner>, signer: Address) -> Result<()> {
    let keeper = &mut ctx.accounts.keeper;
    keeper.signer = signer;

    emit!(KeeperSignerSet { keeper: *keeper.address(), signer });
    Ok(())
}
