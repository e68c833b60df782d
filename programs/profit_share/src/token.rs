//! Checks of wallets and token accounts that the token program does not make.

use {
    crate::error::ProfitShareError,
    anchor_lang::{find_and_verify_program_address, prelude::*},
    anchor_spl::{associated_token, token, token::TokenAccount},
};

const TOKEN_2022: Address = anchor_lang::address!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

/// Whether `account` is the associated token account of `wallet` and still owned by it: its owner can be changed.
pub fn is_associated(account: &AccountView, wallet: &Address, mint: &Address) -> bool {
    let seeds = [wallet.as_ref(), token::ID.as_ref(), mint.as_ref()];
    find_and_verify_program_address(&seeds, &associated_token::ID, account.address()).is_ok()
        && Account::<TokenAccount>::load(*account).is_ok_and(|account| account.owner() == wallet)
}

/// Refuses a payout wallet for which nobody can sign: a program, the zero address, a mint, a token account, an account of
/// this program. A multisig's vault, which is off the curve, passes.
///
/// # Errors
/// `PayoutWallet`.
pub fn check_payout_wallet(wallet: &AccountView) -> Result<()> {
    let owned = [token::ID, TOKEN_2022, crate::ID].iter().any(|program| wallet.owned_by(program));
    require!(!wallet.executable() && !owned, ProfitShareError::PayoutWallet);
    Ok(())
}
