//! The calls that move money or record history, on the framework's
//! stack-backed path: its generic `CpiContext` costs thousands of compute units more.

use {
    crate::{events::Settled, settlement::Entry, state::Subscription},
    anchor_lang::{
        cpi::InstructionAccount, event::EVENT_IX_TAG_LE, prelude::*, unchecked_invoke_signed_fixed, CpiHandle,
    },
    bytemuck::{Pod, Zeroable},
};

const TOKEN_TRANSFER: u8 = 3;

/// SPL `Transfer` of `amount` base units, `authority` signing by transaction or by `signer_seeds`.
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

/// Seed of the PDA that signs self-CPI events.
const EVENT_AUTHORITY_SEED: &[u8] = b"__event_authority";

/// `Settled` as the instruction data of a self-CPI.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct SettledInstruction {
    tag: [u8; 8],
    discriminator: [u8; 8],
    event: Settled,
}

/// Appends the entry to the history of the subscription at `account` and emits `Settled`. The event is
/// built where the call reads it: a copy would cost fifty compute units.
#[inline(always)]
pub fn record(
    account: &AccountView,
    subscription: &mut Subscription,
    entry: &Entry,
    event_authority: CpiHandle,
    bump: u8,
) {
    let mut instruction = SettledInstruction {
        tag: EVENT_IX_TAG_LE.try_into().unwrap(),
        discriminator: Settled::DISCRIMINATOR.try_into().unwrap(),
        event: Zeroable::zeroed(),
    };
    entry.append(account.address(), subscription, &mut instruction.event);
    emit_event(event_authority, bump, bytemuck::bytes_of(&instruction));
}

/// Calls this program with the event authority's signature.
#[inline(always)]
fn emit_event(event_authority: CpiHandle, bump: u8, data: &[u8]) {
    let accounts = [InstructionAccount::readonly_signer(event_authority.address())];
    let seeds: &[&[u8]] = &[EVENT_AUTHORITY_SEED, &[bump]];
    unchecked_invoke_signed_fixed(&crate::ID, data, &accounts, &[event_authority], &[seeds]);
}
