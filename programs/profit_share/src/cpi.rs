//! The three calls into other programs that move money or record history, on the framework's
//! stack-backed path: its generic `CpiContext` costs thousands of compute units more.

use {
    crate::{events::Settled, record::next_head, settlement::Entry, state::Subscription},
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

/// `Settled` as the instruction data of a self-CPI, built in place.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct SettledInstruction {
    tag: [u8; 8],
    discriminator: [u8; 8],
    event: Settled,
}

impl SettledInstruction {
    /// Appends the entry to the history of the subscription at `address`.
    #[inline(always)]
    pub fn append(address: &Address, subscription: &mut Subscription, entry: &Entry) -> Self {
        subscription.sequence += 1;
        let mut instruction = Self {
            tag: EVENT_IX_TAG_LE.try_into().unwrap(),
            discriminator: Settled::DISCRIMINATOR.try_into().unwrap(),
            event: Settled { subscription: *address, record: entry.record(subscription), head: [0; 32] },
        };
        instruction.event.head = next_head(&subscription.head, &instruction.event.record);
        subscription.head = instruction.event.head;
        instruction
    }

    /// Calls this program with the event authority's signature.
    #[inline(always)]
    pub fn emit(&self, event_authority: CpiHandle, bump: u8) {
        let accounts = [InstructionAccount::readonly_signer(event_authority.address())];
        unchecked_invoke_signed_fixed(
            &crate::ID,
            bytemuck::bytes_of(self),
            &accounts,
            &[event_authority],
            &[&[EVENT_AUTHORITY_SEED, &[bump]]],
        );
    }
}
