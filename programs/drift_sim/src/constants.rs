//! Addresses, seeds and precisions, all as on Drift.

use anchor_lang::prelude::*;

/// Drift's `State` account, the PDA of `"drift_state"`. Every instruction of Drift
/// names it, so the local chain's marker lies there and no account list changes.
pub const MARKER_ADDRESS: Address = anchor_lang::address!("5zpq7DvB6UdFFvpmBPspGPNfUGoBRRCE2HHg5u3gxcsN");
/// No transaction can give an account to the native loader, so no one but the local
/// chain itself can have written the marker.
pub const MARKER_OWNER: Address = anchor_lang::address!("NativeLoader1111111111111111111111111111111");
pub const MARKER_DATA: &[u8; 32] = b"profit_share local chain, drift0";

pub const USER_SEED: &[u8] = b"user";
pub const USER_STATS_SEED: &[u8] = b"user_stats";
pub const SPOT_MARKET_SEED: &[u8] = b"spot_market";
pub const SPOT_MARKET_VAULT_SEED: &[u8] = b"spot_market_vault";
pub const PERP_MARKET_SEED: &[u8] = b"perp_market";
pub const SIGNER_SEED: &[u8] = b"drift_signer";

/// The quote currency's spot market, the only one here.
pub const QUOTE_MARKET: u16 = 0;
pub const QUOTE_MARKET_LE: [u8; 2] = QUOTE_MARKET.to_le_bytes();
pub const QUOTE_DECIMALS: u8 = 6;

/// Scaled balance (1e-9) of one token base unit (1e-6) while no interest accrues.
pub const SCALED_PER_UNIT: i128 = 1_000;
/// Interest index of a market without interest (1e-10).
pub const NO_INTEREST: u128 = 10_000_000_000;
/// One quote unit per quote unit (1e-6).
pub const PAR_PRICE: u64 = 1_000_000;
/// Base amounts are 1e-9.
pub const BASE_PRECISION: i128 = 1_000_000_000;
/// Funding rates are quote (1e-6) per base unit with three more digits (1e-9).
pub const FUNDING_RATE_BUFFER: i128 = 1_000;

/// `User.status`
pub const BEING_LIQUIDATED: u8 = 1;
pub const BANKRUPT: u8 = 2;
/// `PerpPosition.position_flag`
pub const POSITION_ISOLATED: u8 = 1;
pub const POSITION_BEING_LIQUIDATED: u8 = 2;
pub const POSITION_BANKRUPT: u8 = 4;
