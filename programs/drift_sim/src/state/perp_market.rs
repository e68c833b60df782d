use {
    crate::{constants::*, error::DriftSimError},
    anchor_lang::prelude::*,
};

/// A perp market in Drift's layout (1216 bytes with the discriminator), of which the
/// simulator keeps the two numbers that move a user's account.
#[account]
pub struct PerpMarket {
    pub pubkey: Address,
    pub oracle: Address,
    /// Oracle price, 1e-6 quote per base.
    pub last_oracle_price: i64,
    pub before_funding: [[u64; 11]; 6],
    /// Quote (1e-9) that a long of one base unit has paid since the market began.
    pub cumulative_funding_rate_long: PodI128,
    pub cumulative_funding_rate_short: PodI128,
    pub after_funding: [[u64; 13]; 5],
    pub market_index: u16,
    pub status: u8,
    pub rest: [u8; 21],
    pub more_rest: [u8; 32],
}

const _: () = assert!(core::mem::size_of::<PerpMarket>() + 8 == 1216);

/// What an instruction needs to know of a market.
#[derive(Clone, Copy, Default)]
pub struct Market {
    /// The cumulative funding rate; none while the market's account does not exist,
    /// and then no funding is booked.
    pub funding_rate: Option<i64>,
    /// Oracle price, 1e-6 quote per base; 0 while unknown.
    pub price: i64,
}

/// Finds a perp market among the remaining accounts by its address, as every
/// instruction of Drift that touches a position demands it.
pub fn find_market(remaining: &[AccountView], market_index: u16) -> Result<Market> {
    let (address, _) = find_program_address(&[PERP_MARKET_SEED, &market_index.to_le_bytes()], &crate::ID);
    let view =
        remaining.iter().find(|view| *view.address() == address).ok_or(DriftSimError::PerpMarketNotFound)?;
    read_market(view)
}

/// Reads the account at a market's address, which may not exist yet.
pub fn read_market(view: &AccountView) -> Result<Market> {
    if !view.owned_by(&crate::ID) {
        return Ok(Market::default());
    }
    let market = Account::<PerpMarket>::load(*view)?;
    let rate =
        i64::try_from(market.cumulative_funding_rate_long.get()).map_err(|_| DriftSimError::MathError)?;
    Ok(Market { funding_rate: Some(rate), price: market.last_oracle_price })
}
