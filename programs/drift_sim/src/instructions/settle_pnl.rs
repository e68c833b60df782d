use {
    super::book_funding,
    crate::{
        constants::*,
        error::DriftSimError,
        marker::LocalChain,
        rules,
        state::{Market, User},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct SettlePnl {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Write account: at any address.
    #[account(mut)]
    pub user: Account<User>,
    /// User account: anyone for a loss; the user's authority or delegate for a profit.
    pub authority: Signer,
    /// Read account: named as on Drift; settling moves no token.
    #[account(seeds = [SPOT_MARKET_VAULT_SEED, &QUOTE_MARKET_LE], bump)]
    pub spot_market_vault: UncheckedAccount,
}

impl SettlePnl {
    pub fn handler(&mut self, market_index: u16, market: Market) -> Result<()> {
        require!(!self.user.is_bankrupt(), DriftSimError::UserBankrupt);
        book_funding(&mut self.user, market_index, market)?;
        let own = self.user.signs(self.authority.address());

        let user = &mut *self.user;
        let position = user.position_mut(market_index)?;
        let pnl = rules::settleable_pnl(position)?;
        require!(pnl != 0, DriftSimError::NoUnsettledPnl);
        require!(pnl < 0 || own, DriftSimError::UserMustSettleTheirOwnPositiveUnsettledPNL);

        rules::settle(position, pnl)?;
        if position.is_isolated() {
            // An isolated position keeps its own collateral and cannot borrow.
            position.isolated_position_scaled_balance =
                rules::moved_isolated(position.isolated_position_scaled_balance, pnl)?;
        } else {
            rules::move_balance(&mut user.spot_positions[0], pnl.into())?;
        }
        user.settled_perp_pnl = user.settled_perp_pnl.checked_add(pnl).ok_or(DriftSimError::MathError)?;
        Ok(())
    }
}
