//! The record of a settlement and the chain of hashes over all of them.

use {
    crate::{constants::HISTORY_DOMAIN, state::Terms},
    anchor_lang::{prelude::*, solana_program::hash::hashv},
    bytemuck::{Pod, Zeroable},
};

pub const KIND_VERIFIED: u8 = 1;
pub const KIND_ATTESTED: u8 = 2;

pub const FLAG_LIQUIDATION: u8 = 1;
pub const FLAG_RECREATED: u8 = 2;
pub const FLAG_CAPPED: u8 = 4;
pub const FLAG_FINAL: u8 = 8;
pub const FLAG_ENDED: u8 = 16;

/// One settlement, 130 bytes, little endian. Amounts are base units. `last` and `loss_before` are the values before
/// the settlement, all others those after it.
#[derive(Clone, Copy, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct Record {
    /// From 1, without gaps.
    pub sequence: PodU64,
    /// 1 verified, 2 attested.
    pub kind: u8,
    /// 1 liquidation, 2 re-created, 4 capped, 8 final, 16 ended.
    pub flags: u8,
    /// Unix seconds.
    pub time: PodI64,
    /// As stated by the keeper; 0 if verified.
    pub close_pnl: PodI64,
    pub last: PodI64,
    pub realized: PodI64,
    pub mark: PodI64,
    /// Negative PnL in the positions at the settlement before; 0 if attested. With it the mark can be recomputed.
    pub loss_before: PodU64,
    /// The same at this settlement.
    pub loss: PodU64,
    /// Profit charged by this settlement.
    pub profit: PodU64,
    /// Attested: gain that the day's cap cut off for good.
    pub dropped: PodU64,
    /// Lifetime share.
    pub accrued: PodU64,
    /// Its part covered by balance.
    pub credited: PodU64,
    /// sha256 of the trade's id; zero if verified.
    pub reference: [u8; 32],
}

/// Head before the first record: binds the history to program, subscription, bot, instance and terms.
pub fn first_head(subscription: &Address, bot: &Address, instance: u64, terms: &Terms) -> [u8; 32] {
    hash(&[
        HISTORY_DOMAIN,
        crate::ID.as_ref(),
        subscription.as_ref(),
        bot.as_ref(),
        &instance.to_le_bytes(),
        bytemuck::bytes_of(terms),
    ])
}

/// `sha256(head ‖ record)`.
#[inline(always)]
pub fn next_head(head: &[u8; 32], record: &Record) -> [u8; 32] {
    hash(&[head, bytemuck::bytes_of(record)])
}

#[inline(always)]
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    hashv(parts).to_bytes()
}
