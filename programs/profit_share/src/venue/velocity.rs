//! Drift's fork. Both layouts come from its published source; **neither was verified on live accounts**.

use {
    super::{
        reader::{authority, read, Layout, Reading},
        user_data,
    },
    crate::{constants::VELOCITY, state::Source},
    anchor_lang::prelude::*,
};

/// Length of a `User` account of the older version, and of one of its perp positions.
const OLDER_LEN: usize = 4_496;
const OLDER_STRIDE: usize = 80;

/// The same of the newer version.
const NEWER_LEN: usize = 4_560;
const NEWER_STRIDE: usize = 88;

// Velocity has neither LP shares nor isolated positions.
const OLDER: Layout<OLDER_LEN, OLDER_STRIDE> = Layout {
    positions: 424,
    lp_shares: None,
    position_flag: None,
    last_add_perp_lp_shares_ts: None,
    total_deposits: 4_392,
    total_withdraws: 4_400,
    total_social_loss: 4_408,
    settled_perp_pnl: 4_416,
    next_liquidation_id: 4_464,
    status: 4_468,
};

const NEWER: Layout<NEWER_LEN, NEWER_STRIDE> = Layout {
    positions: 424,
    lp_shares: None,
    position_flag: None,
    last_add_perp_lp_shares_ts: None,
    total_deposits: 4_456,
    total_withdraws: 4_464,
    total_social_loss: 4_472,
    settled_perp_pnl: 4_480,
    next_liquidation_id: 4_528,
    status: 4_532,
};

/// Reads a user; the length picks the layout.
///
/// # Errors
/// As the `read_user` of this folder.
pub fn read_user(account: &AccountView) -> Result<Option<Reading>> {
    match account.data_len() {
        NEWER_LEN => Ok(data(account)?.map(|data| read(data, &NEWER))),
        _ => Ok(data(account)?.map(|data| read(data, &OLDER))),
    }
}

fn data<const LEN: usize>(account: &AccountView) -> Result<Option<&[u8; LEN]>> {
    user_data(account, Source::Velocity, Source::Velocity, &VELOCITY)
}

/// The authority of a user that `read_user` can read.
pub fn read_authority(account: &AccountView) -> Result<Option<[u8; 32]>> {
    match account.data_len() {
        NEWER_LEN => Ok(data::<NEWER_LEN>(account)?.map(authority)),
        _ => Ok(data::<OLDER_LEN>(account)?.map(authority)),
    }
}
