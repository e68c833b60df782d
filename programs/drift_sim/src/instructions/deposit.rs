use {
    crate::{constants::*, error::DriftSimError, marker::LocalChain, rules, state::User},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Transfer},
};

#[derive(Accounts)]
pub struct Deposit {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Write account: at any address.
    #[account(mut)]
    pub user: Account<User>,
    /// Unused.
    pub user_stats: UncheckedAccount,
    /// User account: the user's authority or delegate, and the paying token account's owner.
    pub authority: Signer,
    /// Write account: receives the tokens.
    #[account(mut, seeds = [SPOT_MARKET_VAULT_SEED, &QUOTE_MARKET_LE], bump)]
    pub spot_market_vault: UncheckedAccount,
    /// Write account: pays; the token program checks mint and owner.
    #[account(mut)]
    pub user_token_account: UncheckedAccount,
    /// Program account.
    pub token_program: Program<Token>,
}

impl Deposit {
    pub fn handler(&mut self, market_index: u16, amount: u64, reduce_only: bool) -> Result<()> {
        // Check
        require!(market_index == QUOTE_MARKET, DriftSimError::SpotMarketNotFound);
        require!(self.user.signs(self.authority.address()), DriftSimError::NotTheUsersSigner);
        require!(!self.user.is_bankrupt(), DriftSimError::UserBankrupt);
        // A reduce-only deposit pays a borrow back and no more; without a borrow Drift
        // takes it all.
        let owed = rules::borrowed(&self.user.spot_positions[0]);
        let amount = if reduce_only && owed > 0 { amount.min(owed) } else { amount };
        require!(amount > 0, DriftSimError::InsufficientDeposit);

        // Effect
        rules::move_counted_balance(&mut self.user.spot_positions[0], amount.into())?;
        self.user.total_deposits = self.user.total_deposits.saturating_add(amount);

        // Interaction
        let accounts = Transfer {
            from: self.user_token_account.cpi_handle_mut(),
            to: self.spot_market_vault.cpi_handle_mut(),
            authority: self.authority.cpi_handle(),
        };
        token::transfer(CpiContext::new(self.token_program.address(), accounts), amount)
    }
}
