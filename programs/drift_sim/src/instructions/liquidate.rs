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
pub struct LiquidatePerpPnlForDeposit {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// User account: the liquidator's authority or delegate.
    pub authority: Signer,
    /// Write account: takes the loss and the deposit over.
    #[account(mut)]
    pub liquidator: Account<User>,
    /// Unused.
    pub liquidator_stats: UncheckedAccount,
    /// Write account: loses the deposit and the loss.
    #[account(mut)]
    pub user: Account<User>,
    /// Unused.
    pub user_stats: UncheckedAccount,
}

/// Drift's arguments: the most PnL (1e-6) to take over, and the least price (1e-6) at
/// which the liquidator does so.
#[derive(AnchorDeserialize, AnchorSerialize, Clone, Copy, IdlType)]
pub struct Liquidation {
    pub perp_market_index: u16,
    pub spot_market_index: u16,
    pub max_pnl_transfer: u128,
    pub limit_price: Option<u64>,
}

impl LiquidatePerpPnlForDeposit {
    pub fn handler(&mut self, terms: Liquidation, market: Market) -> Result<()> {
        // Check
        let (user, liquidator) = (&mut *self.user, &mut *self.liquidator);
        require!(terms.spot_market_index == QUOTE_MARKET, DriftSimError::SpotMarketNotFound);
        require!(liquidator.signs(self.authority.address()), DriftSimError::NotTheUsersSigner);
        require!(!user.is_bankrupt() && !liquidator.is_bankrupt(), DriftSimError::UserBankrupt);
        // Drift pays the liquidator a premium; here a unit of deposit buys a unit of loss.
        let price_is_fair = terms.limit_price.is_none_or(|limit| PAR_PRICE >= limit);
        require!(price_is_fair, DriftSimError::LiquidationDoesntSatisfyLimitPrice);
        let position = user.position_mut(terms.perp_market_index)?;
        let is_loss = position.base_asset_amount == 0 && position.quote_asset_amount < 0;
        require!(is_loss, DriftSimError::InvalidPerpPositionToLiquidate);
        let loss = position.quote_asset_amount.unsigned_abs();
        let deposit = rules::deposited(&user.spot_positions[0]);
        require!(deposit > 0, DriftSimError::InsufficientDeposit);

        // Effect
        book_funding(liquidator, terms.perp_market_index, market)?;
        user.enter_liquidation();
        let most = u64::try_from(terms.max_pnl_transfer).unwrap_or(u64::MAX);
        let taken = i64::try_from(loss.min(deposit).min(most)).map_err(|_| DriftSimError::MathError)?;
        take_over(user, terms.perp_market_index, -taken)?;
        take_over(liquidator, terms.perp_market_index, taken)?;
        if taken.unsigned_abs() == loss {
            user.exit_liquidation();
        }
        Ok(())
    }
}

/// Moves `amount` from the position's quote into the deposit; for the liquidated user
/// the amount is negative: the deposit shrinks and the position's loss with it.
fn take_over(user: &mut User, market_index: u16, amount: i64) -> Result<()> {
    let position = user.position_or_new(market_index)?;
    position.quote_asset_amount =
        position.quote_asset_amount.checked_sub(amount).ok_or(DriftSimError::MathError)?;
    rules::move_counted_balance(&mut user.spot_positions[0], amount.into())
}
