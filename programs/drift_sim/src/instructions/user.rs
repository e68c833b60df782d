use {
    crate::{constants::*, error::DriftSimError, marker::LocalChain, state::*},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct InitializeUserStats {
    /// Create account: counts the authority's sub-accounts.
    #[account(init, payer = payer, seeds = [USER_STATS_SEED, authority.address().as_ref()], bump)]
    pub user_stats: Account<UserStats>,
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Read account: who will own it; need not sign, as on Drift.
    pub authority: UncheckedAccount,
    /// User account: pays the rent; may be the authority.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Unused.
    pub rent: UncheckedAccount,
    /// Program account.
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
    /// Create account: the sub-account.
    #[account(
        init, payer = payer,
        seeds = [USER_SEED, authority.address().as_ref(), &sub_account_id.to_le_bytes()], bump,
    )]
    pub user: Account<User>,
    /// Write account: counts the authority's sub-accounts.
    #[account(mut, seeds = [USER_STATS_SEED, authority.address().as_ref()], bump)]
    pub user_stats: Account<UserStats>,
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Read account: who will own it; need not sign, as on Drift.
    pub authority: UncheckedAccount,
    /// User account: pays the rent; may be the authority.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Unused.
    pub rent: UncheckedAccount,
    /// Program account.
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
    /// Close account: the sub-account.
    #[account(mut, close = authority)]
    pub user: Account<User>,
    /// Unused.
    pub user_stats: UncheckedAccount,
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// User account: the user's authority; receives the rent.
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
