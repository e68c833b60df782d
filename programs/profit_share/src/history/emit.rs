//! The events of history. Each is an inner instruction of this program, signed by its event authority: a log can be cut
//! off, an instruction cannot.

use {
    super::{record::Record, Entry},
    crate::{cpi::call_self, state::Subscription},
    alloc::vec::Vec,
    anchor_lang::{event::EVENT_IX_TAG_LE, prelude::*, CpiHandle},
    bytemuck::{Pod, Zeroable},
};

/// A settlement was recorded. Every instruction that settles emits it, except `settle_batch`.
#[event(bytemuck)]
pub struct Settled {
    pub subscription: Address,
    pub record: Record,
    /// Head of the history after the record.
    pub head: [u8; 32],
}

/// The settlements of a batch, in the order of its rows.
#[event]
pub struct SettledBatch {
    /// One `Settled` after the other, 194 bytes each.
    pub settlements: Vec<u8>,
}

/// A subscription is closed and its history is complete.
#[event(bytemuck)]
pub struct Closed {
    pub subscription: Address,
    pub bot: Address,
    pub instance: PodU64,
    /// When the subscription ended (unix seconds). No settlement after that counted.
    pub ended_at: PodI64,
    /// Number of the last record.
    pub sequence: PodU64,
    /// Head after the last record.
    pub head: [u8; 32],
    /// Lifetime profit charged.
    pub profit_total: PodU64,
    /// Lifetime share.
    pub accrued: PodU64,
    /// Its part that the balance covered.
    pub credited: PodU64,
    /// Its part that the creator was paid before the close.
    pub claimed: PodU64,
    /// Its part that the owner gave up.
    pub waived: PodU64,
    /// What was still owed, and is owed no longer.
    pub written_off: PodU64,
    /// The creator's money that went to the vault.
    pub to_vault: PodU64,
    /// The subscriber's money.
    pub to_subscriber: PodU64,
}

/// The PDA that signs events, and its bump.
pub struct EventAuthority<'a> {
    pub account: CpiHandle<'a>,
    pub bump: u8,
}

/// `Settled` as instruction data.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct SettledInstruction {
    tag: [u8; 8],
    discriminator: [u8; 8],
    event: Settled,
}

impl EventAuthority<'_> {
    /// Appends the entry to the history of the subscription at `address` and emits `Settled`. The event is built where
    /// the call reads it: a copy would cost fifty compute units.
    #[inline(always)]
    pub fn record(self, address: &Address, subscription: &mut Subscription, entry: &Entry) -> Result<()> {
        let mut instruction = SettledInstruction {
            tag: EVENT_IX_TAG_LE.try_into().unwrap(),
            discriminator: Settled::DISCRIMINATOR.try_into().unwrap(),
            event: Zeroable::zeroed(),
        };
        entry.append(address, subscription, &mut instruction.event)?;
        call_self(self.account, self.bump, bytemuck::bytes_of(&instruction));
        Ok(())
    }

    /// Emits `SettledBatch`: its settlements as a Borsh byte vector.
    pub fn emit_batch(self, settled: &[Settled]) {
        let settlements: &[u8] = bytemuck::cast_slice(settled);
        let length = (settlements.len() as u32).to_le_bytes();
        self.emit(SettledBatch::DISCRIMINATOR, &[&length, settlements]);
    }

    /// Emits `Closed`.
    pub fn emit_closed(self, closed: &Closed) {
        self.emit(Closed::DISCRIMINATOR, &[bytemuck::bytes_of(closed)]);
    }

    fn emit(self, discriminator: &[u8], parts: &[&[u8]]) {
        let mut data = Vec::with_capacity(16 + parts.iter().map(|part| part.len()).sum::<usize>());
        data.extend_from_slice(EVENT_IX_TAG_LE);
        data.extend_from_slice(discriminator);
        for part in parts {
            data.extend_from_slice(part);
        }
        call_self(self.account, self.bump, &data);
    }
}
