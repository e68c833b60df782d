//! One file per instruction. Each handler goes through the same steps in the same order. It checks, changes our own
//! accounts, calls other programs, and logs.
//!
//! The accounts of an instruction stand in three groups: those of the user, those of the agreement, and programs.

mod accept_bot;
mod accept_keeper;
mod claim;
mod claim_vault;
mod close_subscription;
mod deposit;
mod payout;
// The derive binds `id` even where it is not used.
#[allow(unused_variables)]
mod publish_bot;
#[allow(unused_variables)]
mod register_keeper;
mod set_cap;
mod set_keeper_signer;
mod set_open;
mod set_payout;
mod settle;
mod settle_attested;
mod settle_batch;
mod subscribe;
mod sync;
mod transfer_bot;
mod transfer_keeper;
mod unsubscribe;
mod update_terms;
mod waive;
mod withdraw;

pub use {
    accept_bot::*, accept_keeper::*, claim::*, claim_vault::*, close_subscription::*, deposit::*, payout::*,
    publish_bot::*, register_keeper::*, set_cap::*, set_keeper_signer::*, set_open::*, set_payout::*,
    settle::*, settle_attested::*, settle_batch::*, subscribe::*, sync::*, transfer_bot::*,
    transfer_keeper::*, unsubscribe::*, update_terms::*, waive::*, withdraw::*,
};
