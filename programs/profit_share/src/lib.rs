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

use {anchor_lang::prelude::*, instructions::*, state::TermsInput};

declare_id!("PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6");

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
}
