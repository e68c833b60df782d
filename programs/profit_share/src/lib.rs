//! Profit share: one escrow for each subscription, split by realized profit.
//!
//! A creator publishes a trading bot with a share of 0–10 %. A subscriber copies it. The subscription's escrow holds the
//! subscriber's *balance* and the creator's *claimable*. A settlement moves the creator's share from one to the other. It
//! moves no token, and it cannot fail for want of money: what the balance does not cover stays *owed* until the next
//! deposit. An example: the bot earns $100, the share is 10 %, the balance is $4. The settlement moves $4 and $6 are owed.
//!
//! Nobody is admin. Everybody can recompute every step: see [`history`].

#![cfg_attr(not(feature = "idl-build"), no_std)]

extern crate alloc;

#[cfg(target_arch = "bpf")]
use solana_compiler_builtins as _;

pub mod constants;
mod cpi;
pub mod error;
pub mod events;
pub mod history;
mod instructions;
pub mod rule;
mod settlement;
pub mod state;
mod token;
pub mod venue;

use {alloc::vec::Vec, anchor_lang::prelude::*, instructions::*, settlement::Close, state::TermsInput};

declare_id!("PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6");

#[cfg(all(feature = "entrypoint", target_os = "solana", not(feature = "cpi")))]
mod entrypoint {
    use {crate::error::log_name, anchor_lang::pinocchio};

    // Explorers find this in the deployed binary. Before you deploy, put in your own contact addresses.
    solana_security_txt::security_txt! {
        name: "Profit share",
        project_url: "README.md of the source",
        contacts: "other:a private security advisory of the source repository",
        policy: "SECURITY.md of the source",
        preferred_languages: "en",
        auditors: "None"
    }

    pinocchio::default_allocator!();
    pinocchio::default_panic_handler!();

    /// Runs an instruction. If it fails, the log says the error's name.
    ///
    /// # Safety
    /// Only the loader calls it, with the accounts of an instruction and the address of its data.
    #[export_name = "entrypoint"]
    pub unsafe extern "C" fn entrypoint(accounts: *mut u8, data: *const u8) -> u64 {
        let result = crate::__anchor_dispatch(accounts, data);
        if result != 0 {
            log_name(result);
        }
        result
    }
}

#[program]
pub mod profit_share {
    use super::*;

    // ---------------------------------------------------------------------------------------------------------------
    // Settling
    // ---------------------------------------------------------------------------------------------------------------

    /// Settles a verified subscription. The program reads the realized PnL that the venue user holds now. Anyone may
    /// call it.
    ///
    /// If there is nothing new, or the subscription has ended, it succeeds without a record and an event. A venue user
    /// that is gone counts as unchanged.
    ///
    /// # Accounts
    /// The subscription (written) and its venue user.
    ///
    /// # Requirements
    /// - The venue user is the subscription's, and this build can read it.
    ///
    /// # Event
    /// `Settled` (self-CPI), if there is something to record.
    pub fn settle(ctx: &mut Context<Settle>) -> Result<()> {
        handle_settle(ctx)
    }

    /// Settles one close that the keeper attests.
    ///
    /// # Accounts
    /// The keeper's signer, the keeper, and the subscription (written).
    ///
    /// # Parameters
    /// - `bot`, `instance`: the agreement that is meant. Another one at the same address is refused.
    /// - `close`: its number, its PnL after fees (1e-6 quote), the hash of its id, and whether it is the last one.
    ///
    /// # Requirements
    /// - The signer is that of the keeper named in the terms.
    /// - `close.sequence` is the next one, and `close.reference` is not that of the close before.
    /// - `close.is_final` only while the subscription is closing.
    /// - The subscription has not ended.
    ///
    /// # Event
    /// `Settled` (self-CPI).
    pub fn settle_attested(
        ctx: &mut Context<SettleAttested>,
        bot: Address,
        instance: u64,
        close: Close,
    ) -> Result<()> {
        handle_settle_attested(ctx, bot, instance, close)
    }

    /// Settles many subscriptions, verified ones or ones attested by one keeper. There is one event for all of them.
    ///
    /// A row that would be refused alone is skipped and returned with its error. So a batch of one row never fails
    /// because of its row. If a subscription appears twice, only its first accepted row counts.
    ///
    /// # Accounts
    /// For attested rows the keeper and its signer. Then, as remaining accounts, two for each row.
    ///
    /// # Parameters
    /// - `rows`: for each row whether it is verified, or the instance and the close.
    ///
    /// # Requirements
    /// - Two remaining accounts for each row: the subscription (writable), then its venue user or its bot.
    /// - The keeper, if given, is a keeper account.
    ///
    /// # Returns
    /// The skipped rows: number of the row from 0, and its error.
    ///
    /// # Event
    /// `SettledBatch` (self-CPI), if a row has something to record.
    pub fn settle_batch(ctx: &mut Context<SettleBatch>, rows: Vec<Row>) -> Result<Vec<Skipped>> {
        handle_settle_batch(ctx, rows)
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Money
    // ---------------------------------------------------------------------------------------------------------------

    /// Adds money to the balance. What is owed is paid first.
    ///
    /// # Accounts
    /// The owner of the paying token account, that account (written), the subscription (written), and its escrow
    /// (written).
    ///
    /// # Parameters
    /// - `bot`, `instance`: the agreement that is meant.
    /// - `amount`: base units, above zero.
    ///
    /// # Requirements
    /// - The owner signs.
    ///
    /// # Event
    /// `Funded` (log).
    pub fn deposit(ctx: &mut Context<Deposit>, bot: Address, instance: u64, amount: u64) -> Result<()> {
        handle_deposit(ctx, bot, instance, amount)
    }

    /// Takes tokens into the balance that reached the escrow without a deposit, for example by a withdrawal from the
    /// venue straight into it. What is owed is paid first. Anyone may call it.
    ///
    /// # Accounts
    /// The subscription (written) and its escrow.
    ///
    /// # Event
    /// `Funded` (log).
    pub fn sync(ctx: &mut Context<Sync>) -> Result<()> {
        handle_sync(ctx)
    }

    /// Moves what is claimable, at most `amount`, to any token account of the mint. If nothing is claimable, it
    /// succeeds and moves nothing.
    ///
    /// # Accounts
    /// The owner, the destination (written), the bot, the subscription (written), and its escrow (written).
    ///
    /// # Parameters
    /// - `instance`: the agreement that is meant.
    /// - `amount`: base units, above zero.
    ///
    /// # Requirements
    /// - The bot's owner signs.
    ///
    /// # Event
    /// `Claimed` (log).
    pub fn claim(ctx: &mut Context<Claim>, instance: u64, amount: u64) -> Result<()> {
        handle_claim(ctx, instance, amount)
    }

    /// Moves all that is claimable to the payout wallet's associated token account. Anyone may call it.
    ///
    /// Below the bot's `min_payout` it succeeds and moves nothing. With a least amount of $0.01, half a cent waits.
    ///
    /// # Accounts
    /// That token account (written), the bot, the subscription (written), and its escrow (written).
    ///
    /// # Requirements
    /// - The token account is the associated one of the payout wallet, and still belongs to it.
    ///
    /// # Event
    /// `Claimed` (log).
    pub fn payout(ctx: &mut Context<Payout>) -> Result<()> {
        handle_payout(ctx)
    }

    /// Moves money out of the balance to any token account of the mint.
    ///
    /// A verified subscription that has not ended is settled first, unless its venue user is gone or unreadable. Until
    /// the end the minimum balance of the terms stays.
    ///
    /// # Accounts
    /// The subscriber, the destination (written), the subscription (written), its escrow (written), and its venue user
    /// (the system program if attested).
    ///
    /// # Parameters
    /// - `bot`, `instance`: the agreement that is meant.
    /// - `amount`: base units, above zero.
    ///
    /// # Requirements
    /// - The subscriber signs.
    /// - `amount` is at most the balance, less the minimum balance until the end.
    ///
    /// # Events
    /// `Settled` (self-CPI), if there is something to record. `Withdrawn` (log).
    pub fn withdraw(ctx: &mut Context<Withdraw>, bot: Address, instance: u64, amount: u64) -> Result<()> {
        handle_withdraw(ctx, bot, instance, amount)
    }

    /// Gives up what is owed, at most `amount`.
    ///
    /// # Accounts
    /// The owner, the bot, and the subscription (written).
    ///
    /// # Parameters
    /// - `instance`: the agreement that is meant.
    /// - `amount`: base units, above zero.
    ///
    /// # Requirements
    /// - The bot's owner signs.
    ///
    /// # Event
    /// `Waived` (log).
    pub fn waive(ctx: &mut Context<Waive>, instance: u64, amount: u64) -> Result<()> {
        handle_waive(ctx, instance, amount)
    }

    /// Moves all that is in the bot's vault to any token account of the mint. If the vault is empty, it succeeds and
    /// moves nothing.
    ///
    /// # Accounts
    /// The owner, the destination (written), the bot, and its vault (written).
    ///
    /// # Requirements
    /// - The bot's owner signs.
    ///
    /// # Event
    /// `VaultClaimed` (log).
    pub fn claim_vault(ctx: &mut Context<ClaimVault>) -> Result<()> {
        handle_claim_vault(ctx)
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Subscription
    // ---------------------------------------------------------------------------------------------------------------

    /// Subscribes to a bot under its current terms and creates the escrow.
    ///
    /// A verified subscription starts at the realized PnL that the venue user holds now: profit made before is not
    /// charged.
    ///
    /// # Accounts
    /// Subscriber, agent, payer of the rent, owner and account of the deposit; the bot (written), the subscription and
    /// its escrow (created), the venue user (the system program if attested), and the mint.
    ///
    /// # Parameters
    /// - `input`: the version of the terms that was read, the most that the share may be, the agent's account number
    ///   (attested), the daily cap and the deposit (base units).
    ///
    /// # Requirements
    /// - Subscriber, agent, payer and the deposit's owner sign.
    /// - The bot is open, and its terms are those that were read, with a share not above the signed maximum.
    /// - Daily cap and deposit are not below the minima of the terms.
    /// - Verified: the venue user's authority is the agent. It is flat, and neither in liquidation nor bankrupt.
    /// - The venue user, or the agent's account, has no other subscription.
    ///
    /// # Event
    /// `Subscribed` (log).
    pub fn subscribe(ctx: &mut Context<Subscribe>, input: SubscribeInput) -> Result<()> {
        handle_subscribe(ctx, input)
    }

    /// Sets the most that may accrue in one UTC day. A higher cap applies at once, a lower one from the next day.
    ///
    /// # Accounts
    /// The subscriber and the subscription (written).
    ///
    /// # Parameters
    /// - `bot`, `instance`: the agreement that is meant.
    /// - `daily_cap`: base units.
    ///
    /// # Requirements
    /// - The subscriber signs.
    /// - `daily_cap` is not below the minimum of the terms.
    ///
    /// # Event
    /// `CapSet` (log).
    pub fn set_cap(ctx: &mut Context<SetCap>, bot: Address, instance: u64, daily_cap: u64) -> Result<()> {
        handle_set_cap(ctx, bot, instance, daily_cap)
    }

    // ---------------------------------------------------------------------------------------------------------------
    // End
    // ---------------------------------------------------------------------------------------------------------------

    /// Starts the end of a subscription. A verified one is settled at once if its venue user can be read.
    ///
    /// A verified subscription ends at the first settlement that sees its venue user flat or gone and is not cut off by
    /// the daily cap, at the latest after 30 days. An attested one ends with the keeper's final close, at the latest
    /// after 7 days. After the end nothing settles any more.
    ///
    /// # Accounts
    /// The subscriber or the agent, the subscription (written), and its venue user (the system program if attested).
    ///
    /// # Parameters
    /// - `bot`, `instance`: the agreement that is meant.
    ///
    /// # Requirements
    /// - The subscriber or the agent signs.
    /// - The subscription is active.
    ///
    /// # Events
    /// `Settled` (self-CPI), if there is something to record. `Unsubscribed` (log).
    pub fn unsubscribe(ctx: &mut Context<Unsubscribe>, bot: Address, instance: u64) -> Result<()> {
        handle_unsubscribe(ctx, bot, instance)
    }

    /// Closes a subscription that has ended. Anyone may call it. It settles nothing.
    ///
    /// It takes in what `sync` would find and pays what is owed. What is claimable goes to the bot's vault, all the
    /// rest to the subscriber, the rent to who paid it. The totals of the subscription are added to those of the bot.
    ///
    /// # Accounts
    /// The payer of the rent (written), the subscriber, the destination of its money (written; left out if there is
    /// none), the subscription and its escrow (closed), the bot and its vault (written).
    ///
    /// # Parameters
    /// - `instance`: the agreement that is meant.
    ///
    /// # Requirements
    /// - The subscription has ended.
    /// - Nothing is owed. Seven days after the end what is owed is written off.
    /// - Money for the subscriber goes to its associated token account, or to any for which it signs.
    ///
    /// # Event
    /// `Closed` (self-CPI).
    pub fn close_subscription(ctx: &mut Context<CloseSubscription>, instance: u64) -> Result<()> {
        handle_close_subscription(ctx, instance)
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Bot
    // ---------------------------------------------------------------------------------------------------------------

    /// Publishes a bot and creates its vault. Creator, mint and source are fixed for good.
    ///
    /// # Accounts
    /// The creator, the payer of the rent, the payout wallet, the bot and its vault (created), the mint; for an
    /// attested bot the keeper, for a verified one the venue's spot market 0.
    ///
    /// # Parameters
    /// - `id`: 16 bytes, new for this creator. A UUID fits.
    /// - `source`: 1 Drift, 3 attested.
    /// - `terms`: those that subscribers are offered. A verified bot knows only the high-water mark.
    /// - `min_payout`: the least that `payout` moves (base units, at least 1).
    ///
    /// # Requirements
    /// - The creator signs.
    /// - The mint belongs to the classic token program and has 6 decimals. Verified: it is that of the venue's spot
    ///   market 0.
    /// - A share of at most 1,000 basis points, and a minimum daily cap of at least 1.
    /// - The payout wallet is neither a program nor an account of a token program or of this one.
    ///
    /// # Event
    /// `BotPublished` (log).
    pub fn publish_bot(
        ctx: &mut Context<PublishBot>,
        id: [u8; 16],
        source: u8,
        terms: TermsInput,
        min_payout: u64,
    ) -> Result<()> {
        handle_publish_bot(ctx, id, source, terms, min_payout)
    }

    /// Replaces the terms that new subscribers are offered, and raises their version. No live subscription changes.
    ///
    /// # Accounts
    /// The owner, the bot (written), and the keeper of an attested bot.
    ///
    /// # Parameters
    /// - `terms`: the new terms.
    ///
    /// # Requirements
    /// - The bot's owner signs.
    /// - What `publish_bot` requires of terms.
    ///
    /// # Event
    /// `TermsUpdated` (log).
    pub fn update_terms(ctx: &mut Context<UpdateTerms>, terms: TermsInput) -> Result<()> {
        handle_update_terms(ctx, terms)
    }

    /// Sets where `payout` goes, and the least that it moves.
    ///
    /// # Accounts
    /// The owner, the new payout wallet, and the bot (written).
    ///
    /// # Parameters
    /// - `min_payout`: base units, at least 1.
    ///
    /// # Requirements
    /// - The bot's owner signs.
    /// - The payout wallet is neither a program nor an account of a token program or of this one.
    ///
    /// # Event
    /// `PayoutSet` (log).
    pub fn set_payout(ctx: &mut Context<SetPayout>, min_payout: u64) -> Result<()> {
        handle_set_payout(ctx, min_payout)
    }

    /// Opens the bot to new subscribers, or shuts it.
    ///
    /// # Accounts
    /// The owner and the bot (written).
    ///
    /// # Parameters
    /// - `open`: whether it takes new subscribers.
    ///
    /// # Requirements
    /// - The bot's owner signs.
    ///
    /// # Event
    /// `OpenSet` (log).
    pub fn set_open(ctx: &mut Context<SetOpen>, open: bool) -> Result<()> {
        handle_set_open(ctx, open)
    }

    /// Offers the bot to another owner, who takes it with `accept_bot`. Until then nothing changes.
    ///
    /// # Accounts
    /// The owner and the bot (written).
    ///
    /// # Parameters
    /// - `new_owner`: who may take it. The zero address takes the offer back.
    ///
    /// # Requirements
    /// - The bot's owner signs.
    ///
    /// # Event
    /// `BotTransferStarted` (log).
    pub fn transfer_bot(ctx: &mut Context<TransferBot>, new_owner: Address) -> Result<()> {
        handle_transfer_bot(ctx, new_owner)
    }

    /// Takes over a bot with all that is unclaimed and the vault. The new owner becomes the payout wallet.
    ///
    /// # Accounts
    /// The new owner and the bot (written).
    ///
    /// # Requirements
    /// - The pending owner signs.
    ///
    /// # Event
    /// `BotTransferred` (log).
    pub fn accept_bot(ctx: &mut Context<AcceptBot>) -> Result<()> {
        handle_accept_bot(ctx)
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Keeper
    // ---------------------------------------------------------------------------------------------------------------

    /// Registers a keeper: a cold admin, who is the creator, and a hot signer that settles and nothing else.
    ///
    /// # Accounts
    /// The creator, the payer of the rent, and the keeper (created).
    ///
    /// # Parameters
    /// - `id`: 16 bytes, new for this creator.
    /// - `signer`: who settles.
    ///
    /// # Requirements
    /// - The creator signs.
    ///
    /// # Event
    /// `KeeperRegistered` (log).
    pub fn register_keeper(ctx: &mut Context<RegisterKeeper>, id: [u8; 16], signer: Address) -> Result<()> {
        handle_register_keeper(ctx, id, signer)
    }

    /// Replaces the keeper's signer. No subscription changes.
    ///
    /// # Accounts
    /// The admin and the keeper (written).
    ///
    /// # Parameters
    /// - `signer`: who settles from now on.
    ///
    /// # Requirements
    /// - The keeper's admin signs.
    ///
    /// # Event
    /// `KeeperSignerSet` (log).
    pub fn set_keeper_signer(ctx: &mut Context<SetKeeperSigner>, signer: Address) -> Result<()> {
        handle_set_keeper_signer(ctx, signer)
    }

    /// Offers the keeper to another admin, who takes it with `accept_keeper`. Until then nothing changes.
    ///
    /// # Accounts
    /// The admin and the keeper (written).
    ///
    /// # Parameters
    /// - `new_admin`: who may take it. The zero address takes the offer back.
    ///
    /// # Requirements
    /// - The keeper's admin signs.
    ///
    /// # Event
    /// `KeeperTransferStarted` (log).
    pub fn transfer_keeper(ctx: &mut Context<TransferKeeper>, new_admin: Address) -> Result<()> {
        handle_transfer_keeper(ctx, new_admin)
    }

    /// Takes over a keeper.
    ///
    /// # Accounts
    /// The new admin and the keeper (written).
    ///
    /// # Requirements
    /// - The pending admin signs.
    ///
    /// # Event
    /// `KeeperTransferred` (log).
    pub fn accept_keeper(ctx: &mut Context<AcceptKeeper>) -> Result<()> {
        handle_accept_keeper(ctx)
    }
}
