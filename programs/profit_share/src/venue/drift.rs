use super::reader::Layout;

/// Length of a Drift v2 `User` account.
pub const DRIFT_USER_LEN: usize = 4_376;

/// Length of one of its perp positions.
const STRIDE: usize = 96;

/// Checked on mainnet accounts decoded with Drift's own SDK.
pub const DRIFT_USER: Layout<DRIFT_USER_LEN, STRIDE> = Layout {
    positions: 424,
    lp_shares: Some(64),
    position_flag: 95,
    last_add_perp_lp_shares_ts: Some(4_264),
    total_deposits: 4_272,
    total_withdraws: 4_280,
    total_social_loss: 4_288,
    settled_perp_pnl: 4_296,
    next_liquidation_id: 4_344,
    status: 4_348,
};
