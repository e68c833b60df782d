//! Test only. Moves `User` accounts of Drift v2's exact layout by Drift's rules, at
//! Drift's own address on the local chain. Not modelled: margin, order book, interest,
//! spot markets other than 0.
#![cfg_attr(not(feature = "idl-build"), no_std)]

#[cfg(target_arch = "bpf")]
use solana_compiler_builtins as _;

mod constants;
mod error;
mod instructions;
mod marker;
pub mod rules;
pub mod state;

use {anchor_lang::prelude::*, instructions::*, rules::Trade, state::find_market};

declare_id!("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");

/// Every instruction names Drift's `state` account, where the local chain's marker
/// lies, and is refused without it (`NotTheLocalChain`).
#[program]
pub mod drift_sim {
    use super::*;

    // As on Drift: discriminators, arguments and leading accounts.

    /// Creates spot market 0 and its vault.
    /// Requires: a mint of 6 decimals; the market must not exist.
    pub fn initialize_spot_market(
        ctx: &mut Context<InitializeSpotMarket>,
        terms: SpotMarketTerms,
    ) -> Result<()> {
        ctx.accounts.handler(terms)
    }

    /// Creates the counter of an authority's sub-accounts.
    pub fn initialize_user_stats(ctx: &mut Context<InitializeUserStats>) -> Result<()> {
        ctx.accounts.handler()
    }

    /// Creates the sub-account at `"user", authority, sub_account_id`.
    /// Requires: the id is the authority's next one.
    pub fn initialize_user(
        ctx: &mut Context<InitializeUser>,
        sub_account_id: u16,
        name: [u8; 32],
    ) -> Result<()> {
        ctx.accounts.handler(sub_account_id, name)
    }

    /// Tokens (base units) into the vault; the deposit and `total_deposits` rise.
    /// Requires: authority or delegate; not bankrupt. Reduce-only stops at the borrow.
    pub fn deposit(
        ctx: &mut Context<Deposit>,
        market_index: u16,
        amount: u64,
        reduce_only: bool,
    ) -> Result<()> {
        ctx.accounts.handler(market_index, amount, reduce_only)
    }

    /// Tokens from the vault to any token account of the mint; the deposit falls and
    /// `total_withdraws` rises.
    /// Requires: the authority; neither bankrupt nor in liquidation; the deposit covers
    /// the amount, or reduce-only, which takes at most the deposit.
    pub fn withdraw(
        ctx: &mut Context<Withdraw>,
        market_index: u16,
        amount: u64,
        reduce_only: bool,
    ) -> Result<()> {
        let signer_bump = ctx.bumps.drift_signer;
        ctx.accounts.handler(signer_bump, market_index, amount, reduce_only)
    }

    /// Books funding, then moves a position's PnL into the deposit: everything of a flat
    /// position, the realized part of an open one.
    /// Requires: the perp market among the remaining accounts; a PnL; for a positive one
    /// the authority or delegate.
    pub fn settle_pnl(ctx: &mut Context<SettlePnl>, market_index: u16) -> Result<()> {
        let market = find_market(&ctx.remaining_accounts()?, market_index)?;
        ctx.accounts.handler(market_index, market)
    }

    /// Takes a user's deposit for the same amount of a flat position's negative PnL, up
    /// to the whole of either and the liquidator's limit. Starts a liquidation, and ends
    /// it when the loss is gone.
    /// Requires: the liquidator's authority or delegate; the perp market among the
    /// remaining accounts.
    pub fn liquidate_perp_pnl_for_deposit(
        ctx: &mut Context<LiquidatePerpPnlForDeposit>,
        terms: Liquidation,
    ) -> Result<()> {
        let market = find_market(&ctx.remaining_accounts()?, terms.perp_market_index)?;
        ctx.accounts.handler(terms, market)
    }

    /// Moves a position to a sibling sub-account at the market's price.
    /// Requires: the perp market, with a price, among the remaining accounts.
    pub fn transfer_perp_position(
        ctx: &mut Context<TransferPerpPosition>,
        market_index: u16,
        amount: Option<i64>,
    ) -> Result<()> {
        let market = find_market(&ctx.remaining_accounts()?, market_index)?;
        ctx.accounts.handler(market_index, amount, market)
    }

    /// Closes the account; its rent goes to the authority.
    /// Requires: the authority; no position, balance, order, liquidation or bankruptcy.
    pub fn delete_user(ctx: &mut Context<DeleteUser>) -> Result<()> {
        ctx.accounts.handler()
    }

    // Test only: the world around a user, which on Drift other parties move.

    /// Books funding and executes a trade at the stated quote and fee, whatever the
    /// margin, the status and the orders.
    /// Requires: authority or delegate; the account may lie at any address.
    pub fn fill(ctx: &mut Context<Fill>, market_index: u16, trade: Trade) -> Result<()> {
        ctx.accounts.handler(market_index, trade)
    }

    /// Creates or changes a perp market: its cumulative funding rate (quote 1e-9 per
    /// base unit) and its price (1e-6).
    pub fn set_perp_market(
        ctx: &mut Context<SetPerpMarket>,
        market_index: u16,
        funding_rate: i64,
        price: i64,
    ) -> Result<()> {
        ctx.accounts.handler(market_index, funding_rate, price)
    }

    /// Starts a liquidation: the flag is set and the next liquidation id rises.
    pub fn enter_liquidation(ctx: &mut Context<ChangeUser>) -> Result<()> {
        ctx.accounts.enter_liquidation()
    }

    /// Ends a liquidation or bankruptcy.
    pub fn exit_liquidation(ctx: &mut Context<ChangeUser>) -> Result<()> {
        ctx.accounts.exit_liquidation()
    }

    /// Overwrites the user's status byte.
    pub fn set_status(ctx: &mut Context<ChangeUser>, status: u8) -> Result<()> {
        ctx.accounts.set_status(status)
    }

    /// Overwrites a position's flag byte.
    pub fn set_position_flag(ctx: &mut Context<ChangeUser>, market_index: u16, flag: u8) -> Result<()> {
        ctx.accounts.set_position_flag(market_index, flag)
    }

    /// Takes the liquidity provider's shares out of a position, which otherwise never is flat.
    pub fn remove_lp_shares(ctx: &mut Context<ChangeUser>, market_index: u16) -> Result<()> {
        ctx.accounts.remove_lp_shares(market_index)
    }

    /// Leaves the account as a deletion and a new initialization at its address would.
    pub fn recreate_user(ctx: &mut Context<ChangeUser>) -> Result<()> {
        ctx.accounts.recreate()
    }
}
