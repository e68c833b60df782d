//! Constants that others depend on, against their definitions.

use {
    anchor_lang::prelude::Address,
    profit_share::{
        constants::{DRIFT, DRIFT_QUOTE_MARKET},
        history::record::Record,
        state::{Bot, Keeper, Subscription, Terms},
    },
    std::mem::size_of,
};

#[test]
fn the_quote_market_is_the_venues_spot_market_0() {
    let (address, _) = Address::find_program_address(&[b"spot_market", &0u16.to_le_bytes()], &DRIFT);
    assert_eq!(address, DRIFT_QUOTE_MARKET);
}

#[test]
fn the_layouts_have_their_published_sizes() {
    assert_eq!(size_of::<Terms>(), 120);
    assert_eq!(size_of::<Record>(), 130);
    assert_eq!(size_of::<Keeper>(), 216);
    assert_eq!(size_of::<Bot>(), 360);
    assert_eq!(size_of::<Subscription>(), 616);
}
