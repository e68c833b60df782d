use anchor_lang::prelude::*;

/// Spot market 0 in Drift's layout (776 bytes with the discriminator). The fields that
/// initialization does not write stay zero and are not named.
#[account]
pub struct SpotMarket {
    pub pubkey: Address,
    pub oracle: Address,
    pub mint: Address,
    pub vault: Address,
    pub name: [u8; 32],
    /// Of the historical oracle data; 1e-6.
    pub last_oracle_price: i64,
    pub before_insurance_fund: [u64; 16],
    pub insurance_fund_vault: Address,
    pub before_total_factor: [u64; 9],
    pub if_total_factor: u32,
    pub if_user_factor: u32,
    pub before_interest: [u64; 6],
    pub cumulative_deposit_interest: PodU128,
    pub cumulative_borrow_interest: PodU128,
    pub before_withdraw_guard: [u64; 4],
    pub withdraw_guard_threshold: u64,
    pub before_order_step: [u64; 7],
    pub order_step_size: u64,
    pub order_tick_size: u64,
    pub min_order_size: u64,
    pub max_position_size: u64,
    pub next_fill_record_id: u64,
    pub next_deposit_record_id: u64,
    pub initial_asset_weight: u32,
    pub maintenance_asset_weight: u32,
    pub initial_liability_weight: u32,
    pub maintenance_liability_weight: u32,
    pub imf_factor: u32,
    pub liquidator_fee: u32,
    pub if_liquidation_fee: u32,
    pub optimal_utilization: u32,
    pub optimal_borrow_rate: u32,
    pub max_borrow_rate: u32,
    pub decimals: u32,
    pub market_index: u16,
    pub orders_enabled: u8,
    pub oracle_source: u8,
    /// 0 initialized, 1 active
    pub status: u8,
    pub asset_tier: u8,
    pub before_scale_start: [u8; 30],
    pub scale_initial_asset_weight_start: u64,
    pub rest: [u64; 6],
}

const _: () = assert!(core::mem::size_of::<SpotMarket>() + 8 == 776);
const _: () = assert!(core::mem::offset_of!(SpotMarket, mint) + 8 == 72);
const _: () = assert!(core::mem::offset_of!(SpotMarket, insurance_fund_vault) + 8 == 304);
const _: () = assert!(core::mem::offset_of!(SpotMarket, cumulative_deposit_interest) + 8 == 464);
const _: () = assert!(core::mem::offset_of!(SpotMarket, decimals) + 8 == 680);
