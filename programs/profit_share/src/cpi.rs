//! The three calls into other programs that move money or record history, on the framework's
//! stack-backed path: its generic `CpiContext` costs thousands of compute units more.

use {
    crate::events::Settled,
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

/// A self-CPI event as instruction data.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct SettledInstruction {
    tag: [u8; 8],
    discriminator: [u8; 8],
    event: Settled,
}

/// Emits `Settled` by calling this program with the event authority's signature.
#[inline(always)]
pub fn emit_settled(event_authority: CpiHandle, bump: u8, event: Settled) {
    let instruction = SettledInstruction {
        tag: EVENT_IX_TAG_LE.try_into().unwrap(),
        discriminator: Settled::DISCRIMINATOR.try_into().unwrap(),
        event,
    };
    let accounts = [InstructionAccount::readonly_signer(event_authority.address())];
    unchecked_invoke_signed_fixed(
        &crate::ID,
        bytemuck::bytes_of(&instruction),
        &accounts,
        &[event_authority],
        &[&[EVENT_AUTHORITY_SEED, &[bump]]],
    );
}
