//! Drift's fork. Both layouts come from its published source; **neither was verified on live accounts**. A build reads one
//! of them: see `docs/venues.md` for how to find out which.

use super::reader::Layout;

#[cfg(all(feature = "velocity-4496", feature = "velocity-4560"))]
compile_error!("velocity-4496 and velocity-4560 are two layouts of one account: choose the one that is live");
#[cfg(not(any(feature = "velocity-4496", feature = "velocity-4560")))]
compile_error!("the feature velocity has no layout: choose velocity-4496 or velocity-4560 in its place");

#[cfg(feature = "velocity-4496")]
pub use older::*;
#[cfg(feature = "velocity-4496")]
mod older {
    use super::Layout;

    /// Least length of a `User` account.
    pub const VELOCITY_USER_LEN: usize = 4_496;

    /// Length of one of its perp positions.
    const STRIDE: usize = 80;

    // Velocity has no LP shares, and no field that LP shares left behind.
    pub const VELOCITY_USER: Layout<VELOCITY_USER_LEN, STRIDE> = Layout {
        positions: 424,
        lp_shares: None,
        position_flag: 79,
        last_add_perp_lp_shares_ts: None,
        total_deposits: 4_392,
        total_withdraws: 4_400,
        total_social_loss: 4_408,
        settled_perp_pnl: 4_416,
        next_liquidation_id: 4_464,
        status: 4_468,
    };
}

#[cfg(feature = "velocity-4560")]
pub use newer::*;
#[cfg(feature = "velocity-4560")]
mod newer {
    use super::Layout;

    /// Least length of a `User` account.
    pub const VELOCITY_USER_LEN: usize = 4_560;

    /// Length of one of its perp positions.
    const STRIDE: usize = 88;

    // Velocity has no LP shares, and no field that LP shares left behind.
    pub const VELOCITY_USER: Layout<VELOCITY_USER_LEN, STRIDE> = Layout {
        positions: 424,
        lp_shares: None,
        position_flag: 80,
        last_add_perp_lp_shares_ts: None,
        total_deposits: 4_456,
        total_withdraws: 4_464,
        total_social_loss: 4_472,
        settled_perp_pnl: 4_480,
        next_liquidation_id: 4_528,
        status: 4_532,
    };
}
