//! Seeds, clocks and limits. Those marked `#[constant]` are in the IDL: SDK and keeper take them from there.

use anchor_lang::prelude::*;

/// First seed of a keeper.
#[constant]
pub const KEEPER_SEED: &[u8] = b"keeper";

/// First seed of a bot.
#[constant]
pub const BOT_SEED: &[u8] = b"bot";

/// First seed of a bot's vault.
#[constant]
pub const VAULT_SEED: &[u8] = b"vault";

/// First seed of a verified subscription.
#[constant]
pub const VERIFIED_SEED: &[u8] = b"verified";

/// First seed of an attested subscription.
#[constant]
pub const ATTESTED_SEED: &[u8] = b"attested";

/// First seed of a subscription's escrow.
#[constant]
pub const ESCROW_SEED: &[u8] = b"escrow";

/// First bytes of every history. They tie a head to this program's record format.
#[constant]
pub const HISTORY_DOMAIN: &[u8] = b"profit_share:history:v2";

/// Version byte of every account.
#[constant]
pub const ACCOUNT_VERSION: u8 = 2;

/// 10 %: the most a creator may take.
#[constant]
pub const MAX_PROFIT_SHARE_BPS: u16 = 1_000;

/// Decimals of every accepted mint, so that base units are 1e-6 quote like realized PnL.
#[constant]
pub const MINT_DECIMALS: u8 = 6;

/// Seconds of a UTC day, the window of the daily cap.
#[constant]
pub const SECONDS_PER_DAY: i64 = 86_400;

/// A verified subscription that is closing ends at the latest this long after `unsubscribe` (seconds).
#[constant]
pub const VERIFIED_CLOSING_TIME: i64 = 30 * SECONDS_PER_DAY;

/// An attested subscription that is closing ends at the latest this long after `unsubscribe` (seconds).
#[constant]
pub const ATTESTED_CLOSING_TIME: i64 = 7 * SECONDS_PER_DAY;

/// What is owed is written off when a subscription closes this long after its end (seconds).
#[constant]
pub const WRITE_OFF_TIME: i64 = 7 * SECONDS_PER_DAY;

pub const DRIFT: Address = anchor_lang::address!("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");

/// PDA `"spot_market", 0u16` of Drift: the market of the quote token.
pub const DRIFT_QUOTE_MARKET: Address = anchor_lang::address!("6gMq3mRCKf8aP3ttTyYhuijVZ2LGi14oDsBbkgubfLB3");

/// Drift's fork, from its published source.
#[cfg(feature = "velocity")]
pub const VELOCITY: Address = anchor_lang::address!("vELoC1audYbSYVRXn1vPaV8Axoa9oU6BYmNGZZBDZ1P");

/// PDA `"spot_market", 0u16` of Velocity.
#[cfg(feature = "velocity")]
pub const VELOCITY_QUOTE_MARKET: Address =
    anchor_lang::address!("2QpHj5vzgCdWaGM2KSoGtYJWeSkx24cMyzUDHDrucvRc");
