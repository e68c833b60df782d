use {
    crate::{constants::*, events::KeeperRegistered, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
#[instruction(id: [u8; 16])]
pub struct RegisterKeeper {
    /// User account: becomes the admin.
    pub creator: Signer,
    /// User account: pays the rent; may be the creator.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Create account: the keeper.
    #[account(init, payer = payer, seeds = [KEEPER_SEED, creator.address().as_ref(), &id], bump)]
    pub keeper: Account<Keeper>,
    pub system_program: Program<System>,
}

pub fn handle_register_keeper(
    ctx: &mut Context<RegisterKeeper>,
    id: [u8; 16],
    signer: Address,
) -> Result<()> {
    let creator = *ctx.accounts.creator.address();
    let keeper = &mut ctx.accounts.keeper;
    keeper.version = ACCOUNT_VERSION;
    keeper.bump = ctx.bumps.keeper;
    keeper.creator = creator;
    keeper.id = id;
    keeper.admin = creator;
    keeper.signer = signer;

    emit!(KeeperRegistered { keeper: *keeper.address(), admin: creator, signer });
    Ok(())
}
