use {
    super::trade_position,
    crate::{
        constants::BASE_PRECISION,
        error::DriftSimError,
        marker::LocalChain,
        rules::{to_i64, Trade},
        state::{Market, User},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct TransferPerpPosition {
    /// Write account: gives the position.
    #[account(mut)]
    pub from_user: Account<User>,
    /// Write account: takes it; of the same authority.
    #[account(mut)]
    pub to_user: Account<User>,
    /// Unused.
    pub user_stats: UncheckedAccount,
    /// User account: the users' authority, or the giver's delegate.
    pub authority: Signer,
    /// Read account: the local chain's marker.
    pub state: LocalChain,
}

impl TransferPerpPosition {
    /// `amount` is the base that leaves `from_user`, signed like the position; without
    /// it the whole position goes.
    pub fn handler(&mut self, market_index: u16, amount: Option<i64>, market: Market) -> Result<()> {
        let (from, to) = (&mut *self.from_user, &mut *self.to_user);
        require!(from.signs(self.authority.address()), DriftSimError::NotTheUsersSigner);
        require!(from.authority == to.authority, DriftSimError::DifferentAuthorities);
        require!(!from.is_bankrupt() && !to.is_bankrupt(), DriftSimError::UserBankrupt);
        require!(market.price > 0, DriftSimError::PerpMarketHasNoPrice);

        let held = from.position_mut(market_index)?.base_asset_amount;
        let amount = amount.unwrap_or(held);
        let within = if held > 0 { 0 < amount && amount <= held } else { held <= amount && amount < 0 };
        require!(within, DriftSimError::InvalidTransferPerpPosition);

        let value = to_i64(i128::from(amount) * i128::from(market.price) / BASE_PRECISION)?;
        let base = amount.checked_neg().ok_or(DriftSimError::MathError)?;
        let quote = value.checked_neg().ok_or(DriftSimError::MathError)?;
        trade_position(from, market_index, market, Trade { base, quote: value, fee: 0 })?;
        trade_position(to, market_index, market, Trade { base: amount, quote, fee: 0 })
    }
}
