//! The three calls into other programs that move money or record history, on the framework's
//! stack-backed path: its generic `CpiContext` costs thousands of compute units more.

extern crate alloc;

use {
    crate::{
        events::{Closed, Settled, SettledBatch},
        settlement::{settle_reading, Entry},
        state::Subscription,
        venue::read_user,
    },
    alloc::vec::Vec,
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

const TOKEN_CLOSE_ACCOUNT: u8 = 9;

/// SPL `CloseAccount` of an empty account: the rent goes to its `authority`.
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

/// Settles a verified subscription on the way to something else, and records it. Its account may be
/// unreadable: then, and for an attested one, there is nothing to settle. `end` makes it the last
/// settlement, of a subscription that its clock ended. Not inlined: one copy for all that settle by the way.
#[inline(never)]
pub fn settle_by_the_way(
    account: &AccountView,
    subscription: &mut Subscription,
    venue_user: &AccountView,
    now: i64,
    end: Option<i64>,
    event_authority: CpiHandle,
    bump: u8,
) -> Result<()> {
    let source = subscription.terms.source()?;
    let Ok(reading) = read_user(venue_user, source) else {
        return Ok(());
    };
    if end.is_none() && subscription.ended(now) {
        return Ok(());
    }
    if let Some(entry) = settle_reading(subscription, reading.as_ref(), now, end) {
        record(account, subscription, &entry, event_authority, bump);
    }
    Ok(())
}

/// Emits `SettledBatch`: its settlements as a Borsh byte vector.
pub fn emit_batch(event_authority: CpiHandle, bump: u8, settled: &[Settled]) {
    let settlements: &[u8] = bytemuck::cast_slice(settled);
    let mut data = Vec::with_capacity(8 + 8 + 4 + settlements.len());
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(SettledBatch::DISCRIMINATOR);
    data.extend_from_slice(&(settlements.len() as u32).to_le_bytes());
    data.extend_from_slice(settlements);
    emit_event(event_authority, bump, &data);
}

/// Emits `Closed`.
pub fn emit_closed(event_authority: CpiHandle, bump: u8, closed: &Closed) {
    let mut data = Vec::with_capacity(8 + 8 + core::mem::size_of::<Closed>());
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(Closed::DISCRIMINATOR);
    data.extend_from_slice(bytemuck::bytes_of(closed));
    emit_event(event_authority, bump, &data);
}

/// Calls this program with the event authority's signature.
#[inline(always)]
fn emit_event(event_authority: CpiHandle, bump: u8, data: &[u8]) {
    let accounts = [InstructionAccount::readonly_signer(event_authority.address())];
    let seeds: &[&[u8]] = &[EVENT_AUTHORITY_SEED, &[bump]];
    unchecked_invoke_signed_fixed(&crate::ID, data, &accounts, &[event_authority], &[seeds]);
}
