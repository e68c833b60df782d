// The derive binds `#[instruction(..)]` arguments a second time, where it does not use them; hence the
// `allow`s.
pub mod deposit;
#[allow(unused_variables)]
pub mod fill;
pub mod initialize_spot_market;
pub mod liquidate;
#[allow(unused_variables)]
pub mod set_perp_market;
pub mod settle_pnl;
pub mod status;
pub mod transfer_position;
#[allow(unused_variables)]
pub mod user;
pub mod withdraw;

pub use {
    deposit::*, fill::*, initialize_spot_market::*, liquidate::*, set_perp_market::*, settle_pnl::*,
    status::*, transfer_position::*, user::*, withdraw::*,
};
