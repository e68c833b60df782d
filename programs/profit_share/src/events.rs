//! Events. `Settled` is a self-CPI, which no log limit truncates; the others are logs.

extern crate alloc;

use {crate::record::Record, alloc::vec::Vec, anchor_lang::prelude::*};

/// A settlement was recorded. Emitted by every instruction that settles, but for `settle_batch`.
#[event(bytemuck)]
pub struct Settled {
    pub subscription: Address,
    pub record: Record,
    /// Head of the history after the record.
    pub head: [u8; 32],
}

/// The settlements of a batch, in the order of its rows. Self-CPI.
#[event]
pub struct SettledBatch {
    /// One `Settled` after the other, 186 bytes each.
    pub settlements: Vec<u8>,
}

/// A subscription is closed, its history complete. Self-CPI.
#[event(bytemuck)]
pub struct Closed {
    pub subscription: Address,
    pub bot: Address,
    pub instance: PodU64,
    /// Number of the last record.
    pub sequence: PodU64,
    /// Head after the last record.
    pub head: [u8; 32],
    pub accrued: PodU64,
    pub credited: PodU64,
    pub claimed: PodU64,
    pub waived: PodU64,
    /// What stayed owed.
    pub written_off: PodU64,
    /// The creator's money that went to the vault.
    pub to_vault: PodU64,
    /// The subscriber's money.
    pub to_subscriber: PodU64,
}

#[event]
pub struct KeeperRegistered {
    pub keeper: Address,
    pub admin: Address,
    pub signer: Address,
}

#[event]
pub struct BotPublished {
    pub bot: Address,
    pub creator: Address,
    pub profit_share_bps: u16,
}

#[event]
pub struct Subscribed {
    pub subscription: Address,
    pub bot: Address,
    pub instance: u64,
    pub subscriber: Address,
    pub agent: Address,
    pub terms_version: u32,
    pub daily_cap: u64,
    pub deposit: u64,
    /// Where mark, last and peak start: the realized PnL at that moment, 0 if attested.
    pub mark: i64,
}

/// Money became balance, by `deposit` or found by `sync`; `paid` of it covered what was owed.
#[event]
pub struct Funded {
    pub subscription: Address,
    pub amount: u64,
    pub paid: u64,
    pub balance: u64,
}

/// The creator's money left the escrow, by `claim` or `payout`.
#[event]
pub struct Claimed {
    pub subscription: Address,
    pub amount: u64,
    pub claimed: u64,
    pub destination: Address,
}

#[event]
pub struct Withdrawn {
    pub subscription: Address,
    pub amount: u64,
    pub balance: u64,
    pub destination: Address,
}

#[event]
pub struct KeeperSignerSet {
    pub keeper: Address,
    pub signer: Address,
}

#[event]
pub struct KeeperTransferStarted {
    pub keeper: Address,
    pub pending_admin: Address,
}

#[event]
pub struct KeeperTransferred {
    pub keeper: Address,
    pub admin: Address,
}

#[event]
pub struct TermsUpdated {
    pub bot: Address,
    pub version: u32,
    pub profit_share_bps: u16,
}

#[event]
pub struct PayoutSet {
    pub bot: Address,
    pub payout_wallet: Address,
    pub min_payout: u64,
}

#[event]
pub struct OpenSet {
    pub bot: Address,
    pub open: bool,
}

#[event]
pub struct BotTransferStarted {
    pub bot: Address,
    pub pending_owner: Address,
}

#[event]
pub struct BotTransferred {
    pub bot: Address,
    pub owner: Address,
}

#[event]
pub struct VaultClaimed {
    pub bot: Address,
    pub amount: u64,
    pub destination: Address,
}

/// The subscriber chose a cap; it applies from `from_day` (days since 1970), or now if that is 0.
#[event]
pub struct CapSet {
    pub subscription: Address,
    pub daily_cap: u64,
    pub from_day: u32,
}

#[event]
pub struct Waived {
    pub subscription: Address,
    pub amount: u64,
    pub waived: u64,
}

/// `state` is 2 (closing), or 3 if the last settlement came with it.
#[event]
pub struct Unsubscribed {
    pub subscription: Address,
    pub signer: Address,
    pub state: u8,
}
