use {
    crate::{constants::*, error::DriftSimError, marker::LocalChain, rules, state::User},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Transfer},
};

#[derive(Accounts)]
pub struct Withdraw {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Write account: at any address.
    #[account(mut)]
    pub user: Account<User>,
    /// Unused.
    pub user_stats: UncheckedAccount,
    /// User account: the user's authority.
    pub authority: Signer,
    /// Write account: pays.
    #[account(mut, seeds = [SPOT_MARKET_VAULT_SEED, &QUOTE_MARKET_LE], bump)]
    pub spot_market_vault: UncheckedAccount,
    /// Read account: signs for the vault.
    #[account(seeds = [SIGNER_SEED], bump)]
    pub drift_signer: UncheckedAccount,
    /// Write account: receives; any of the mint.
    #[account(mut)]
    pub user_token_account: UncheckedAccount,
    /// Program account.
    pub token_program: Program<Token>,
}

impl Withdraw {
    pub fn handler(
        &mut self,
        signer_bump: u8,
        market_index: u16,
        amount: u64,
        reduce_only: bool,
    ) -> Result<()> {
        // Check
        require!(market_index == QUOTE_MARKET, DriftSimError::SpotMarketNotFound);
        let own = self.user.authority == *self.authority.address();
        require!(own, DriftSimError::NotTheUsersSigner);
        require!(!self.user.is_bankrupt(), DriftSimError::UserBankrupt);
        require!(!self.user.is_being_liquidated(), DriftSimError::UserIsBeingLiquidated);
        let amount = self.covered(amount, reduce_only)?;

        // Effect
        rules::move_counted_balance(&mut self.user.spot_positions[0], -i128::from(amount))?;
        self.user.total_withdraws = self.user.total_withdraws.saturating_add(amount);

        // Interaction
        let accounts = Transfer {
            from: self.spot_market_vault.cpi_handle_mut(),
            to: self.user_token_account.cpi_handle_mut(),
            authority: self.drift_signer.cpi_handle(),
        };
        let seeds: &[&[u8]] = &[SIGNER_SEED, &[signer_bump]];
        let signers = [seeds];
        let cpi = CpiContext::new_with_signer(self.token_program.address(), accounts, &signers);
        token::transfer(cpi, amount)
    }

    /// Reduce-only takes at most the deposit; otherwise the deposit must cover the
    /// amount, because the simulator lends nothing.
    fn covered(&self, amount: u64, reduce_only: bool) -> Result<u64> {
        let position = &self.user.spot_positions[0];
        let deposit = rules::deposited(position);
        if reduce_only {
            let owes = rules::borrowed(position) > 0;
            require!(!owes, DriftSimError::ReduceOnlyWithdrawIncreasedRisk);
            return Ok(amount.min(deposit));
        }
        require!(amount <= deposit, DriftSimError::InsufficientDeposit);
        Ok(amount)
    }
}
