mod perp_market;
mod spot_market;
mod user;
mod user_stats;

pub use {perp_market::*, spot_market::*, user::*, user_stats::*};
