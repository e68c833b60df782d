//! The program as Anchor 1 declares it from the IDL: shows what it reads.
#![allow(non_snake_case)]

use anchor_lang::prelude::*;

declare_program!(profit_share);

use {
    anchor_lang::{AccountDeserialize, Discriminator},
    profit_share::{accounts::*, constants, error, events::*, parsers, types::*},
};

include!(concat!(env!("OUT_DIR"), "/show.rs"));

fn main() {
    shown::run(account, event, constants(), errors());
}
