//! Profit share: one escrow per subscription, split by realized profit.
//!
//! A creator publishes a bot with a share of 0–10 %. A subscriber's escrow holds the subscriber's
//! *balance* and the creator's *claimable*. A settlement moves the creator's share from one to the
//! other; it touches no token and cannot fail for want of money: what the balance does not cover
//! stays *owed* until the next deposit.
//!
//! Nobody is admin. Everyone can recompute every step: see [`record`].

#![cfg_attr(not(feature = "idl-build"), no_std)]

#[cfg(target_arch = "bpf")]
use solana_compiler_builtins as _;

pub mod constants;
mod cpi;
pub mod error;
pub mod events;
mod instructions;
pub mod record;
pub mod rule;
mod settlement;
pub mod state;
mod token;
pub mod venue;
pub mod window;

extern crate alloc;

use {alloc::vec::Vec, anchor_lang::prelude::*, instructions::*, state::TermsInput};

declare_id!("PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6");

// Found in the deployed binary by explorers. Who deploys puts the addresses that it answers at.
#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Profit share",
    project_url: "README.md of the source",
    contacts: "other:a private security advisory of the source repository",
    policy: "SECURITY.md of the source",
    preferred_languages: "en",
    auditors: "None"
}

#[program]
pub mod profit_share {
    use super::*;

    /// Registers a keeper: a cold `admin` (the creator) and a hot `signer` that only settles.
    ///
    /// Requires: the creator's signature; a new `id` of this creator.
    /// Event: `KeeperRegistered` (log).
    pub fn register_keeper(ctx: &mut Context<RegisterKeeper>, id: [u8; 16], signer: Address) -> Result<()> {
        handle_register_keeper(ctx, id, signer)
    }

    /// Publishes a bot and creates its vault. Fixed for good: creator, mint, source.
    ///
    /// `source` 1 is Drift (high-water mark only, `quote_market` given, mint that of the venue's spot
    /// market 0), 3 is attested (`keeper` given). `min_payout` (base units, ≥ 1) is the least that
    /// `payout` moves to the associated token account of `payout_wallet`.
    ///
    /// Requires: the creator's signature; a mint of the classic token program with 6 decimals; a share
    /// of at most 1,000 basis points; a minimum daily cap of at least 1.
    /// Event: `BotPublished` (log).
    pub fn publish_bot(
        ctx: &mut Context<PublishBot>,
        id: [u8; 16],
        source: u8,
        terms: TermsInput,
        min_payout: u64,
        payout_wallet: Address,
    ) -> Result<()> {
        handle_publish_bot(ctx, id, source, terms, min_payout, payout_wallet)
    }

    /// Subscribes to a bot under its current terms and creates the escrow.
    ///
    /// Verified: mark, peak and last start at the realized PnL that the venue user holds now.
    ///
    /// Requires: subscriber's, agent's, payer's and depositor's signatures; an open bot; the terms'
    /// version and a share not above the signed maximum; a daily cap and a deposit not below the
    /// terms' minima; verified: the venue user's authority is the agent, it is flat and neither in
    /// liquidation nor bankrupt; no other subscription of the venue user or agent account.
    /// Event: `Subscribed` (log).
    pub fn subscribe(ctx: &mut Context<Subscribe>, input: SubscribeInput) -> Result<()> {
        handle_subscribe(ctx, input)
    }

    /// Adds `amount` (base units) to the balance; what is owed is paid first.
    ///
    /// Requires: the signature of the paying token account's owner; `bot` and `instance` of the
    /// subscription that is meant; an amount above zero. Event: `Funded` (log).
    pub fn deposit(ctx: &mut Context<Deposit>, bot: Address, instance: u64, amount: u64) -> Result<()> {
        handle_deposit(ctx, bot, instance, amount)
    }

    /// Makes tokens that reached the escrow otherwise (a venue withdrawal, a donation) balance; what is
    /// owed is paid first. Anyone. Event: `Funded` (log).
    pub fn sync(ctx: &mut Context<Sync>) -> Result<()> {
        handle_sync(ctx)
    }

    /// Settles a verified subscription on the realized PnL that its venue user holds now. Anyone.
    ///
    /// Finding nothing new, or coming after the end, it succeeds without record and event.
    /// A venue user that is gone counts as unchanged.
    ///
    /// Requires: a readable venue user, that of the subscription. Event: `Settled` (self-CPI).
    pub fn settle(ctx: &mut Context<Settle>) -> Result<()> {
        handle_settle(ctx)
    }

    /// Settles one close that the keeper attests.
    ///
    /// Requires: the signature of the signer of the keeper named in the terms; `bot` and `instance` of
    /// the subscription that is meant; the next sequence; a reference other than the last; `is_final` only
    /// while closing; not ended. Event: `Settled` (self-CPI).
    pub fn settle_attested(
        ctx: &mut Context<SettleAttested>,
        bot: Address,
        instance: u64,
        close: Close,
    ) -> Result<()> {
        handle_settle_attested(ctx, bot, instance, close)
    }

    /// Moves min(`amount`, claimable) to any token account of the mint; nothing to claim is no error.
    ///
    /// Requires: the bot owner's signature; an amount above zero. Event: `Claimed` (log).
    pub fn claim(ctx: &mut Context<Claim>, amount: u64) -> Result<()> {
        handle_claim(ctx, amount)
    }

    /// Moves all that is claimable to the payout wallet's associated token account. Anyone.
    ///
    /// Below the bot's `min_payout` it succeeds and moves nothing.
    ///
    /// Requires: that account, owned by that wallet. Event: `Claimed` (log).
    pub fn payout(ctx: &mut Context<Payout>) -> Result<()> {
        handle_payout(ctx)
    }

    /// Moves `amount` of the balance to any token account of the mint. A verified subscription that
    /// has not ended is settled first, unless its venue user is gone or unreadable.
    ///
    /// Requires: the subscriber's signature; an amount above zero and not above the balance, less the
    /// terms' minimum balance until the end. Events: `Settled` (self-CPI) if there was something to
    /// record, `Withdrawn` (log).
    pub fn withdraw(ctx: &mut Context<Withdraw>, amount: u64) -> Result<()> {
        handle_withdraw(ctx, amount)
    }

    /// Replaces the keeper's signer; no subscription changes. Requires: the admin's signature.
    /// Event: `KeeperSignerSet` (log).
    pub fn set_keeper_signer(ctx: &mut Context<SetKeeperSigner>, signer: Address) -> Result<()> {
        handle_set_keeper_signer(ctx, signer)
    }

    /// Offers the keeper to another admin, who takes it with `accept_keeper`; the zero address takes the
    /// offer back. Requires: the admin's signature. Event: `KeeperTransferStarted` (log).
    pub fn transfer_keeper(ctx: &mut Context<TransferKeeper>, new_admin: Address) -> Result<()> {
        handle_transfer_keeper(ctx, new_admin)
    }

    /// Takes over a keeper. Requires: the pending admin's signature. Event: `KeeperTransferred` (log).
    pub fn accept_keeper(ctx: &mut Context<AcceptKeeper>) -> Result<()> {
        handle_accept_keeper(ctx)
    }

    /// Replaces the terms offered to new subscribers and raises their version; no live subscription changes.
    ///
    /// Requires: the owner's signature; what `publish_bot` requires of terms. Event: `TermsUpdated` (log).
    pub fn update_terms(ctx: &mut Context<UpdateTerms>, terms: TermsInput) -> Result<()> {
        handle_update_terms(ctx, terms)
    }

    /// Sets where `payout` goes and the least that it moves (base units, ≥ 1).
    /// Requires: the owner's signature. Event: `PayoutSet` (log).
    pub fn set_payout(ctx: &mut Context<SetPayout>, payout_wallet: Address, min_payout: u64) -> Result<()> {
        handle_set_payout(ctx, payout_wallet, min_payout)
    }

    /// Opens the bot to new subscribers, or stops taking any. Requires: the owner's signature.
    /// Event: `OpenSet` (log).
    pub fn set_open(ctx: &mut Context<SetOpen>, open: bool) -> Result<()> {
        handle_set_open(ctx, open)
    }

    /// Offers the bot to another owner, who takes it with `accept_bot`; the zero address takes the offer
    /// back. Requires: the owner's signature. Event: `BotTransferStarted` (log).
    pub fn transfer_bot(ctx: &mut Context<TransferBot>, new_owner: Address) -> Result<()> {
        handle_transfer_bot(ctx, new_owner)
    }

    /// Takes over a bot with all that is unclaimed and the vault; the new owner becomes the payout wallet.
    /// Requires: the pending owner's signature. Event: `BotTransferred` (log).
    pub fn accept_bot(ctx: &mut Context<AcceptBot>) -> Result<()> {
        handle_accept_bot(ctx)
    }

    /// Settles many subscriptions, verified or attested by one keeper, with one event.
    ///
    /// Remaining accounts, two a row: the subscription (writable), then its venue user (verified) or its
    /// bot (attested). A row that would be refused alone is skipped and returned with its error; of a
    /// repeated subscription the first row that passes counts.
    ///
    /// Requires: two accounts a row; for attested rows the keeper and its signer's signature.
    /// Returns: the skipped rows. Event: `SettledBatch` (self-CPI) if a row had something to record.
    pub fn settle_batch(ctx: &mut Context<SettleBatch>, rows: Vec<Row>) -> Result<Vec<Skipped>> {
        handle_settle_batch(ctx, rows)
    }

    /// Moves all that is in the bot's vault to any token account of the mint.
    /// Requires: the owner's signature. Event: `VaultClaimed` (log).
    pub fn claim_vault(ctx: &mut Context<ClaimVault>) -> Result<()> {
        handle_claim_vault(ctx)
    }

    /// Sets the daily cap on accrual (base units): a higher one at once, a lower one from the next UTC day.
    ///
    /// Requires: the subscriber's signature; `bot` and `instance` of the subscription that is meant; not
    /// below the terms' minimum. Event: `CapSet` (log).
    pub fn set_cap(ctx: &mut Context<SetCap>, bot: Address, instance: u64, daily_cap: u64) -> Result<()> {
        handle_set_cap(ctx, bot, instance, daily_cap)
    }

    /// Gives up min(`amount`, owed). Requires: the bot owner's signature; an amount above zero.
    /// Event: `Waived` (log).
    pub fn waive(ctx: &mut Context<Waive>, amount: u64) -> Result<()> {
        handle_waive(ctx, amount)
    }

    /// Starts the end: a verified subscription is settled and ends at the first settlement that sees its
    /// venue user flat or gone and cuts nothing off, at the latest after 30 days; an attested one with the
    /// keeper's final close, at the latest after 7 days.
    ///
    /// Requires: the subscriber's or the agent's signature; an active subscription.
    /// Events: `Settled` (self-CPI) if there was something to record, `Unsubscribed` (log).
    pub fn unsubscribe(ctx: &mut Context<Unsubscribe>) -> Result<()> {
        handle_unsubscribe(ctx)
    }

    /// Closes an ended subscription: settles once more if only the clock ended it, takes in what `sync`
    /// would find, pays what is owed, moves the claimable to the bot's vault and the rest to the
    /// subscriber, returns the rent. Anyone.
    ///
    /// Requires: an ended subscription; nothing owed, or 7 days since the end, then what is owed is
    /// written off; if there is money for the subscriber, its associated token account, or any that it
    /// signs for. Events: `Settled`, `Closed` (self-CPI).
    pub fn close_subscription(ctx: &mut Context<CloseSubscription>) -> Result<()> {
        handle_close_subscription(ctx)
    }
}
