use {
    crate::{constants::*, error::DriftSimError, marker::LocalChain, state::SpotMarket},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Mint, TokenAccount},
};

#[derive(Accounts)]
pub struct InitializeSpotMarket {
    /// Create account: spot market 0.
    #[account(init, payer = admin, seeds = [SPOT_MARKET_SEED, &QUOTE_MARKET_LE], bump)]
    pub spot_market: Account<SpotMarket>,
    /// Read account: the quote token.
    pub spot_market_mint: Account<Mint>,
    /// Create account: holds the deposits.
    #[account(
        init, payer = admin, seeds = [SPOT_MARKET_VAULT_SEED, &QUOTE_MARKET_LE], bump,
        token::mint = spot_market_mint, token::authority = drift_signer,
    )]
    pub spot_market_vault: Account<TokenAccount>,
    /// Read account: its address is stored; the simulator has no insurance fund.
    pub insurance_fund_vault: UncheckedAccount,
    /// Read account: the vault's authority.
    #[account(seeds = [SIGNER_SEED], bump)]
    pub drift_signer: UncheckedAccount,
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Read account: its address is stored.
    pub oracle: UncheckedAccount,
    /// User account: pays the rent; anyone here.
    #[account(mut)]
    pub admin: Signer,
    /// Unused.
    pub rent: UncheckedAccount,
    /// Program account.
    pub system_program: Program<System>,
    /// Program account.
    pub token_program: Program<Token>,
}

/// Drift's arguments in their order; all are stored, the simulator acts on none.
#[derive(AnchorDeserialize, AnchorSerialize, Clone, Copy, IdlType)]
pub struct SpotMarketTerms {
    pub optimal_utilization: u32,
    pub optimal_borrow_rate: u32,
    pub max_borrow_rate: u32,
    pub oracle_source: u8,
    pub initial_asset_weight: u32,
    pub maintenance_asset_weight: u32,
    pub initial_liability_weight: u32,
    pub maintenance_liability_weight: u32,
    pub imf_factor: u32,
    pub liquidator_fee: u32,
    pub if_liquidation_fee: u32,
    pub active_status: bool,
    pub asset_tier: u8,
    pub scale_initial_asset_weight_start: u64,
    pub withdraw_guard_threshold: u64,
    pub order_tick_size: u64,
    pub order_step_size: u64,
    pub if_total_factor: u32,
    pub name: [u8; 32],
}

impl InitializeSpotMarket {
    pub fn handler(&mut self, terms: SpotMarketTerms) -> Result<()> {
        let decimals = self.spot_market_mint.decimals();
        require!(decimals == QUOTE_DECIMALS, DriftSimError::InvalidQuoteMint);

        let pubkey = *self.spot_market.account().address();
        let market = &mut *self.spot_market;
        market.pubkey = pubkey;
        market.oracle = *self.oracle.address();
        market.mint = *self.spot_market_mint.account().address();
        market.vault = *self.spot_market_vault.account().address();
        market.insurance_fund_vault = *self.insurance_fund_vault.address();
        market.name = terms.name;
        market.last_oracle_price = PAR_PRICE as i64;
        market.cumulative_deposit_interest = NO_INTEREST.into();
        market.cumulative_borrow_interest = NO_INTEREST.into();
        market.decimals = decimals.into();
        market.market_index = QUOTE_MARKET;
        market.orders_enabled = 0;
        market.status = terms.active_status.into();
        market.next_fill_record_id = 1;
        market.next_deposit_record_id = 1;
        terms.store(market);
        Ok(())
    }
}

impl SpotMarketTerms {
    fn store(&self, market: &mut SpotMarket) {
        market.optimal_utilization = self.optimal_utilization;
        market.optimal_borrow_rate = self.optimal_borrow_rate;
        market.max_borrow_rate = self.max_borrow_rate;
        market.oracle_source = self.oracle_source;
        market.initial_asset_weight = self.initial_asset_weight;
        market.maintenance_asset_weight = self.maintenance_asset_weight;
        market.initial_liability_weight = self.initial_liability_weight;
        market.maintenance_liability_weight = self.maintenance_liability_weight;
        market.imf_factor = self.imf_factor;
        market.liquidator_fee = self.liquidator_fee;
        market.if_liquidation_fee = self.if_liquidation_fee;
        market.asset_tier = self.asset_tier;
        market.scale_initial_asset_weight_start = self.scale_initial_asset_weight_start;
        market.withdraw_guard_threshold = self.withdraw_guard_threshold;
        market.order_tick_size = self.order_tick_size;
        market.order_step_size = self.order_step_size;
        market.min_order_size = self.order_step_size;
        market.if_total_factor = self.if_total_factor;
    }
}
