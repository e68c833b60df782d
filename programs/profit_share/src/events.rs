//! Events that are logs. A log can be cut off, so nothing has to rely on them: the events of history, which are proof, are in
//! [`crate::history::emit`]. Amounts are base units.

use anchor_lang::prelude::*;

/// A keeper exists.
#[event]
pub struct KeeperRegistered {
    pub keeper: Address,
    pub admin: Address,
    pub signer: Address,
}

/// A bot exists and takes subscribers.
#[event]
pub struct BotPublished {
    pub bot: Address,
    pub creator: Address,
    pub profit_share_bps: u16,
}

/// A subscription and its escrow exist.
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
    /// Where mark and last start: the realized PnL at that moment; 0 if attested.
    pub mark: i64,
    /// Negative PnL in the venue user's positions at that moment; 0 if attested.
    pub loss: u64,
}

/// Money came into the balance, by `deposit` or because `sync` found it. It paid `paid` of what was owed at once.
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

/// The subscriber took money out of the balance.
#[event]
pub struct Withdrawn {
    pub subscription: Address,
    pub amount: u64,
    pub balance: u64,
    pub destination: Address,
}

/// The keeper has a new signer. The old one settles nothing from now on.
#[event]
pub struct KeeperSignerSet {
    pub keeper: Address,
    pub signer: Address,
}

/// The keeper was offered to another admin. The zero address took the offer back.
#[event]
pub struct KeeperTransferStarted {
    pub keeper: Address,
    pub pending_admin: Address,
}

/// The keeper has a new admin.
#[event]
pub struct KeeperTransferred {
    pub keeper: Address,
    pub admin: Address,
}

/// The bot offers new terms to new subscribers.
#[event]
pub struct TermsUpdated {
    pub bot: Address,
    pub version: u32,
    pub profit_share_bps: u16,
}

/// `payout` goes to another wallet, or moves another least amount.
#[event]
pub struct PayoutSet {
    pub bot: Address,
    pub payout_wallet: Address,
    pub min_payout: u64,
}

/// The bot takes new subscribers, or stops to.
#[event]
pub struct OpenSet {
    pub bot: Address,
    pub open: bool,
}

/// The bot was offered to another owner. The zero address took the offer back.
#[event]
pub struct BotTransferStarted {
    pub bot: Address,
    pub pending_owner: Address,
}

/// The bot has a new owner, who is the payout wallet, too.
#[event]
pub struct BotTransferred {
    pub bot: Address,
    pub owner: Address,
}

/// The owner emptied the bot's vault.
#[event]
pub struct VaultClaimed {
    pub bot: Address,
    pub amount: u64,
    pub destination: Address,
}

/// The subscriber chose a cap. It applies from `from_day` (days since 1970), or now if that is 0.
#[event]
pub struct CapSet {
    pub subscription: Address,
    pub daily_cap: u64,
    pub from_day: u32,
}

/// The owner gave up `amount` of what was owed; `waived` is the lifetime total.
#[event]
pub struct Waived {
    pub subscription: Address,
    pub amount: u64,
    pub waived: u64,
}

/// The end has begun. `state` is 2 (closing), or 3 (ended) if the settlement that came with it was the last.
#[event]
pub struct Unsubscribed {
    pub subscription: Address,
    pub signer: Address,
    pub state: u8,
}
