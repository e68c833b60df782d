use {
    crate::{constants::PERP_MARKET_SEED, marker::LocalChain, state::PerpMarket},
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
#[instruction(market_index: u16)]
pub struct SetPerpMarket {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Write account: created when missing.
    #[account(
        init_if_needed, payer = payer,
        seeds = [PERP_MARKET_SEED, &market_index.to_le_bytes()], bump,
    )]
    pub perp_market: Account<PerpMarket>,
    /// User account: pays the rent.
    #[account(mut)]
    pub payer: Signer,
    /// Program account.
    pub system_program: Program<System>,
}

impl SetPerpMarket {
    pub fn handler(&mut self, market_index: u16, funding_rate: i64, price: i64) -> Result<()> {
        let pubkey = *self.perp_market.account().address();
        let market = &mut *self.perp_market;
        market.pubkey = pubkey;
        market.market_index = market_index;
        market.status = 1;
        market.last_oracle_price = price;
        market.cumulative_funding_rate_long = i128::from(funding_rate).into();
        market.cumulative_funding_rate_short = i128::from(funding_rate).into();
        Ok(())
    }
}
