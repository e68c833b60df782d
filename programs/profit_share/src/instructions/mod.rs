//! One file per instruction. Each handler recites Check → Effect → Interaction → Log.

mod claim;
mod deposit;
mod payout;
// The derive binds `id` also where it does not use it.
#[allow(unused_variables)]
mod publish_bot;
#[allow(unused_variables)]
mod register_keeper;
mod settle;
mod settle_attested;
mod subscribe;
mod sync;
mod withdraw;

pub use {
    claim::*, deposit::*, payout::*, publish_bot::*, register_keeper::*, settle::*, settle_attested::*,
    subscribe::*, sync::*, withdraw::*,
};
