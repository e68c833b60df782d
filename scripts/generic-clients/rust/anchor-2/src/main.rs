//! The program as Anchor 2 declares it from the IDL: shows what it reads.
#![allow(non_snake_case)]

use anchor_lang::prelude::*;

declare_program!(profit_share);

use {
    anchor_lang::{AccountDeserialize, Discriminator},
    profit_share::{constants, error, parsers, types::*},
};

include!(concat!(env!("OUT_DIR"), "/show.rs"));

fn main() {
    shown::run(account, event, constants(), errors());
}
