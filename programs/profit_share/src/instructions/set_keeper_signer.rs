use {
    crate::{error::ProfitShareError, events::KeeperSignerSet, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SetKeeperSigner {
    // User
    /// Must be `keeper.admin`.
    #[account(address = keeper.admin @ ProfitShareError::NotKeeperAdmin)]
    pub admin: Signer,

    // Agreement
    /// Write account: the keeper.
    #[account(mut)]
    pub keeper: Account<Keeper>,
}

pub fn handle_set_keeper_signer(ctx: &mut Context<SetKeeperSigner>, signer: Address) -> Result<()> {
    // Effect: replace the signer.
    let keeper = &mut ctx.accounts.keeper;
    keeper.signer = signer;

    // Log: who signs now.
    emit!(KeeperSignerSet { keeper: *keeper.address(), signer });
    Ok(())
}
