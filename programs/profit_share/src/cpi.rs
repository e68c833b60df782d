//! The three calls that move money or record history, on the framework's stack-backed path: its generic `CpiContext`
//! costs thousands of compute units more.

use anchor_lang::{cpi::InstructionAccount, unchecked_invoke_signed_fixed, CpiHandle};

const TOKEN_TRANSFER: u8 = 3;
const TOKEN_CLOSE_ACCOUNT: u8 = 9;

/// Seed of the PDA that signs events.
const EVENT_AUTHORITY_SEED: &[u8] = b"__event_authority";

/// SPL `Transfer` of `amount` base units. `authority` signs the transaction, or by `signer_seeds`.
/// Aborts the instruction with the token program's error if it refuses.
#[inline(always)]
pub fn transfer<'a>(
    from: CpiHandle<'a>,
    to: CpiHandle<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    signer_seeds: &'a [&'a [&'a [u8]]],
) {
    let mut data = [TOKEN_TRANSFER; 9];
    data[1..].copy_from_slice(&amount.to_le_bytes());
    let accounts = [
        InstructionAccount::writable(from.address()),
        InstructionAccount::writable(to.address()),
        InstructionAccount::readonly_signer(authority.address()),
    ];
    unchecked_invoke_signed_fixed(
        &anchor_spl::token::ID,
        &data,
        &accounts,
        &[from, to, authority],
        signer_seeds,
    );
}

/// SPL `CloseAccount` of an empty account. The rent goes to its `authority`.
pub fn close_token_account<'a>(
    account: CpiHandle<'a>,
    authority: CpiHandle<'a>,
    signer_seeds: &'a [&'a [&'a [u8]]],
) {
    let accounts = [
        InstructionAccount::writable(account.address()),
        InstructionAccount::writable(authority.address()),
        InstructionAccount::readonly_signer(authority.address()),
    ];
    unchecked_invoke_signed_fixed(
        &anchor_spl::token::ID,
        &[TOKEN_CLOSE_ACCOUNT],
        &accounts,
        &[account, authority, authority],
        signer_seeds,
    );
}

/// Calls this program with `data` and the event authority's signature.
#[inline(always)]
pub fn call_self(event_authority: CpiHandle, bump: u8, data: &[u8]) {
    let accounts = [InstructionAccount::readonly_signer(event_authority.address())];
    let seeds: &[&[u8]] = &[EVENT_AUTHORITY_SEED, &[bump]];
    unchecked_invoke_signed_fixed(&crate::ID, data, &accounts, &[event_authority], &[seeds]);
}
