//! Checks of token accounts that the token program does not make.

use {
    anchor_lang::{find_and_verify_program_address, prelude::*},
    anchor_spl::{associated_token, token, token::TokenAccount},
};

/// Whether `account` is the associated token account of `wallet` and still owned by it: its owner can be changed.
pub fn is_associated(account: &AccountView, wallet: &Address, mint: &Address) -> bool {
    let seeds = [wallet.as_ref(), token::ID.as_ref(), mint.as_ref()];
    find_and_verify_program_address(&seeds, &associated_token::ID, account.address()).is_ok()
        && Account::<TokenAccount>::load(*account).is_ok_and(|account| account.owner() == wallet)
}
