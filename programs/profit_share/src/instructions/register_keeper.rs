use {
    crate::{constants::*, events::KeeperRegistered, state::Keeper},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
#[instruction(id: [u8; 16])]
pub struct RegisterKeeper {
    // User
    /// Signs, and becomes the admin.
    pub creator: Signer,
    /// Pays the rent. May be the creator.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,

    // Agreement
    /// Create account: the keeper.
    #[account(init, payer = payer, seeds = [KEEPER_SEED, creator.address().as_ref(), &id], bump)]
    pub keeper: Account<Keeper>,

    // Program
    pub system_program: Program<System>,
}

pub fn handle_register_keeper(
    ctx: &mut Context<RegisterKeeper>,
    id: [u8; 16],
    signer: Address,
) -> Result<()> {
    // Effect: write the keeper. Its creator is its first admin.
    let creator = *ctx.accounts.creator.address();
    let keeper = &mut ctx.accounts.keeper;
    keeper.version = ACCOUNT_VERSION;
    keeper.bump = ctx.bumps.keeper;
    keeper.creator = creator;
    keeper.id = id;
    keeper.admin = creator;
    keeper.signer = signer;

    // Log: the new keeper.
    emit!(KeeperRegistered { keeper: *keeper.address(), admin: creator, signer });
    Ok(())
}
