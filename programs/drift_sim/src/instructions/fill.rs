use {
    crate::{
        constants::PERP_MARKET_SEED,
        error::DriftSimError,
        marker::LocalChain,
        rules::{self, Trade},
        state::{read_market, Market, User},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
#[instruction(market_index: u16)]
pub struct Fill {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Write account: at any address.
    #[account(mut)]
    pub user: Account<User>,
    /// User account: the user's authority or delegate.
    pub authority: Signer,
    /// Read account: may not exist, and then no funding is booked.
    #[account(seeds = [PERP_MARKET_SEED, &market_index.to_le_bytes()], bump)]
    pub perp_market: UncheckedAccount,
}

impl Fill {
    pub fn handler(&mut self, market_index: u16, trade: Trade) -> Result<()> {
        require!(self.user.signs(self.authority.address()), DriftSimError::NotTheUsersSigner);
        let market = read_market(self.perp_market.account())?;
        trade_position(&mut self.user, market_index, market, trade)
    }
}

/// Books pending funding, as every fill on Drift does first, and applies the trade.
pub fn trade_position(user: &mut User, market_index: u16, market: Market, trade: Trade) -> Result<()> {
    book_funding(user, market_index, market)?;
    let position = user.position_or_new(market_index)?;
    let rate = market.funding_rate.unwrap_or(position.last_cumulative_funding_rate);
    rules::fill(position, trade, rate)
}

/// Books a market's pending funding into the user's position there, if there is one.
pub fn book_funding(user: &mut User, market_index: u16, market: Market) -> Result<()> {
    let (Ok(position), Some(rate)) = (user.position_mut(market_index), market.funding_rate) else {
        return Ok(());
    };
    let payment = rules::book_funding(position, rate)?;
    user.cumulative_perp_funding =
        user.cumulative_perp_funding.checked_add(payment).ok_or(DriftSimError::MathError)?;
    Ok(())
}
