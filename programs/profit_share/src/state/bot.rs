use {
    super::{Subscription, Terms},
    crate::constants::BOT_SEED,
    anchor_lang::prelude::*,
};

/// A published trading bot. PDA `"bot", creator, id`. Never closed; no settlement writes it.
#[account]
pub struct Bot {
    pub version: u8,
    pub bump: u8,
    pub vault_bump: u8,
    /// 1 while it takes new subscribers.
    pub open: u8,
    pub reserved_head: [u8; 4],
    /// Who published it; part of its address.
    pub creator: Address,
    pub id: [u8; 16],
    /// Who owns it now: claims, changes terms, transfers.
    pub owner: Address,
    /// The owner to be, until it accepts; zero if none.
    pub pending_owner: Address,
    /// Whose associated token account `payout` fills.
    pub payout_wallet: Address,
    /// Terms offered to new subscribers.
    pub terms: Terms,
    /// The least that `payout` moves (base units, ≥ 1).
    pub min_payout: PodU64,
    /// Subscriptions ever made: the `instance` of the newest.
    pub subscriptions: PodU64,
    /// Subscriptions closed.
    pub closed: PodU64,
    /// Lifetime totals of the closed subscriptions. Each stops at 2⁶⁴ − 1. They prove no performance: an owner can subscribe
    /// to its own bot.
    pub closed_profit: PodU64,
    pub closed_accrued: PodU64,
    pub closed_credited: PodU64,
    pub closed_waived: PodU64,
    pub reserved: [u8; 32],
}

impl Bot {
    /// Adds a subscription that closes to the totals. A statistic never stops a close, so the totals saturate.
    pub fn count_closed(&mut self, subscription: &Subscription) -> Result<()> {
        self.closed = self.closed.checked_add(1).ok_or(ProgramError::ArithmeticOverflow)?;
        for (total, closed) in [
            (&mut self.closed_profit, subscription.profit_total),
            (&mut self.closed_accrued, subscription.accrued),
            (&mut self.closed_credited, subscription.credited),
            (&mut self.closed_waived, subscription.waived),
        ] {
            *total = total.get().saturating_add(closed.get()).into();
        }
        Ok(())
    }

    pub fn seeds<'a>(creator: &'a Address, id: &'a [u8; 16]) -> [&'a [u8]; 3] {
        [BOT_SEED, creator.as_ref(), id]
    }
}
