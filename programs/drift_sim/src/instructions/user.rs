use {
    crate::{constants::*, error::DriftSimError, marker::LocalChain, state::*},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct InitializeUserStats {
    #[account(init, payer = payer, seeds = [USER_STATS_SEED, authority.address().as_ref()], bump)]
    pub user_stats: Account<UserStats>,
    pub state: LocalChain,
    pub authority: UncheckedAccount,
    #[account(mut)]
    pub payer: Signer,
    pub rent: UncheckedAccount,
    pub system_program: Program<System>,
}

impl InitializeUserStats {
    pub fn handler(&mut self) -> Result<()> {
        self.user_stats.authority = *self.authority.address();
        Ok(())
    }
}

#[derive(Accounts)]
#[instruction(sub_account_id: u16)]
pub struct InitializeUser {
    #[account(
        init, payer = payer,
        seeds = [USER_SEED, authority.address().as_ref(), &sub_account_id.to_le_bytes()], bump,
    )]
    pub user: Account<User>,
    #[account(mut, seeds = [USER_STATS_SEED, authority.address().as_ref()], bump)]
    pub user_stats: Account<UserStats>,
    pub state: LocalChain,
    pub authority: UncheckedAccount,
    #[account(mut)]
    pub payer: Signer,
    pub rent: UncheckedAccount,
    pub system_program: Program<System>,
}

impl InitializeUser {
    pub fn handler(&mut self, sub_account_id: u16, name: [u8; 32]) -> Result<()> {
        let created = self.user_stats.number_of_sub_accounts_created;
        require!(sub_account_id == created, DriftSimError::InvalidUserSubAccountId);

        self.user_stats.number_of_sub_accounts_created =
            created.checked_add(1).ok_or(DriftSimError::MathError)?;
        self.user.start(*self.authority.address(), sub_account_id, name);
        Ok(())
    }
}

#[derive(Accounts)]
pub struct DeleteUser {
    #[account(mut, close = authority)]
    pub user: Account<User>,
    pub user_stats: UncheckedAccount,
    pub state: LocalChain,
    #[account(mut)]
    pub authority: Signer,
}

impl DeleteUser {
    pub fn handler(&mut self) -> Result<()> {
        require!(self.user.authority == *self.authority.address(), DriftSimError::NotTheUsersSigner);
        require!(self.user.is_deletable(), DriftSimError::UserCantBeDeleted);
        Ok(())
    }
}
