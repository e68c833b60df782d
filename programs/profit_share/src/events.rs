//! Events. `Settled` is a self-CPI, which no log limit truncates; the others are logs.

use {crate::record::Record, anchor_lang::prelude::*};

/// A settlement was recorded. Emitted by `settle`, `settle_attested` and `withdraw`.
#[event(bytemuck)]
pub struct Settled {
    pub subscription: Address,
    pub record: Record,
    /// Head of the history after the record.
    pub head: [u8; 32],
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
