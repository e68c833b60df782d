pub mod deposit;
pub mod fill;
pub mod initialize_spot_market;
pub mod liquidate;
pub mod set_perp_market;
pub mod settle_pnl;
pub mod status;
pub mod transfer_position;
pub mod user;
pub mod withdraw;

pub use {
    deposit::*, fill::*, initialize_spot_market::*, liquidate::*, set_perp_market::*,
    settle_pnl::*, status::*, transfer_position::*, user::*, withdraw::*,
};
