//! The profit-share rule. It is pure. `sdk/src/rule/rule.ts` is the same rule in TypeScript; the vectors in
//! `sdk/vectors/rule.json` hold both to one result, and `docs/proofs.md` says what is proved of it.
//!
//! It never fails on a ledger in which `accrued = share(profit_total)` and `credited + waived ≤ accrued`. A ledger that
//! starts at zero stays one.
//!
//! Amounts are base units (1e-6 quote). Every rounding favours the subscriber.

pub mod window;

use {
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
};

/// Denominator of basis points.
#[anchor_lang::constant]
pub const BPS_DENOMINATOR: u64 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeBasis {
    /// Losses carry forward: only a new high is charged.
    HighWaterMark,
    /// Each profitable close is charged, losses do not count.
    EachClose,
}

/// What a settlement learned from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observation {
    /// Cumulative realized PnL, and the loss that a liquidation can take, read from the venue's own account.
    Verified { realized: i64, loss: u64, liquidated: bool, recreated: bool },
    /// PnL of one close, stated by the keeper.
    Attested { close_pnl: i64 },
}

/// The part of a subscription that speaks of money, as the account holds it. The rule changes it in place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Ledger {
    pub mark: PodI64,
    pub last: PodI64,
    /// Negative PnL in the venue user's positions at the last settlement; 0 if attested.
    pub loss: PodU64,
    pub profit_total: PodU64,
    pub accrued: PodU64,
    pub credited: PodU64,
    /// Not the rule's: it stands between two that are.
    pub claimed: PodU64,
    pub waived: PodU64,
    pub balance: PodU64,
}

/// What one settlement did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// As stated by the keeper; 0 if verified.
    pub close_pnl: i64,
    pub profit: u64,
    /// Attested only: gain that the day's cap cut off for good.
    pub dropped: u64,
    /// What the settlement added to `accrued`.
    pub share: u64,
    /// What the settlement moved from balance to credited.
    pub paid: u64,
    /// The day's cap cut the gain.
    pub capped: bool,
}

/// Applies one observation to a ledger. `room` is the share that may still accrue today.
#[inline(always)]
pub fn settle(
    bps: u16,
    basis: FeeBasis,
    room: u64,
    ledger: &mut Ledger,
    observation: Observation,
) -> Settlement {
    let mut settlement = Settlement::default();
    let (realized, loss, verified) = match observation {
        Observation::Verified { realized, loss, recreated: true, .. } => {
            ledger.mark = realized.into();
            ledger.last = realized.into();
            ledger.loss = loss.into();
            return settlement;
        }
        Observation::Verified { realized, loss, liquidated, .. } => {
            if liquidated {
                // A liquidation takes deposits for a loss, which raises realized PnL. That is no profit, so it is forgiven.
                let taken = ledger.loss.get().saturating_sub(loss);
                let forgiven = rise(ledger.last.get(), realized).min(taken);
                ledger.mark = ledger.mark.get().saturating_add_unsigned(forgiven).into();
            }
            (realized, loss, true)
        }
        Observation::Attested { close_pnl } => {
            settlement.close_pnl = close_pnl;
            (ledger.last.get().saturating_add(close_pnl), 0, false)
        }
    };

    let mark = ledger.mark.get();
    let gain = match basis {
        FeeBasis::HighWaterMark => rise(mark, realized),
        FeeBasis::EachClose => rise(0, settlement.close_pnl),
    };
    (settlement.profit, settlement.share) = ledger.charge(gain, room, bps);
    if verified {
        ledger.mark = mark.saturating_add_unsigned(settlement.profit).into();
    } else {
        ledger.mark = mark.max(realized).into();
        settlement.dropped = gain - settlement.profit;
    }
    ledger.last = realized.into();
    ledger.loss = loss.into();
    settlement.capped = settlement.profit < gain;
    settlement.paid = ledger.pay_owed();
    settlement
}

impl Ledger {
    /// Share that no balance has covered yet.
    #[inline(always)]
    pub fn owed(&self) -> u64 {
        self.accrued.get() - self.credited.get() - self.waived.get()
    }

    /// Charges the largest profit ≤ `gain` whose share fits `room`, and returns both.
    #[inline(always)]
    fn charge(&mut self, gain: u64, room: u64, bps: u16) -> (u64, u64) {
        let (total, before) = (self.profit_total.get(), self.accrued.get());
        let all = total.saturating_add(gain);
        let accrued = share(all, bps);
        let added = accrued - before;
        if added <= room {
            self.profit_total = all.into();
            self.accrued = accrued.into();
            return (gain, added);
        }
        // The share of `all` exceeds accrued + room, so bps > 0 and nothing below overflows.
        let most = largest_total(before + room, bps);
        self.profit_total = most.into();
        self.accrued = (before + room).into();
        (most - total, room)
    }

    /// Moves what is owed from balance to credited, as far as the balance reaches; returns the amount.
    #[inline(always)]
    pub fn pay_owed(&mut self) -> u64 {
        let paid = self.owed().min(self.balance.get());
        self.balance = (self.balance.get() - paid).into();
        self.credited = (self.credited.get() + paid).into();
        paid
    }
}

/// `floor(total · bps / 10_000)` without leaving u64.
#[inline(always)]
pub fn share(total: u64, bps: u16) -> u64 {
    let bps = bps as u64;
    // With bps ≤ 10_000 nothing overflows; a checked multiplication is a 128-bit one in software, at forty
    // compute units each.
    let whole = (total / BPS_DENOMINATOR).wrapping_mul(bps);
    let rest = (total % BPS_DENOMINATOR).wrapping_mul(bps) / BPS_DENOMINATOR;
    whole.wrapping_add(rest)
}

/// The largest total whose share is `accrued`, bps > 0.
#[cold]
fn largest_total(accrued: u64, bps: u16) -> u64 {
    let bps = bps as u64;
    let next = accrued + 1;
    match (next / bps, next % bps) {
        (whole, 0) => whole * BPS_DENOMINATOR - 1,
        (whole, rest) => whole * BPS_DENOMINATOR + (rest * BPS_DENOMINATOR - 1) / bps,
    }
}

/// `max(0, to − from)`, exact over the whole i64 domain.
#[inline(always)]
fn rise(from: i64, to: i64) -> u64 {
    if to > from {
        to.abs_diff(from)
    } else {
        0
    }
}
