//! The profit-share rule: pure, mirrored by `sdk/src/rule/rule.ts` and held to it by the vectors in `sdk/vectors/rule.json`.
//! No observation, room or share up to 1,000 bps makes it fail on a ledger in which `accrued = share(profit_total)` and
//! `credited + waived ≤ accrued`; a ledger that starts at zero stays one.
//!
//! Amounts are base units (1e-6 quote). Every rounding favours the subscriber.

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
    /// Cumulative realized PnL read from the venue's own account.
    Verified { realized: i64, liquidated: bool, recreated: bool },
    /// PnL of one close, stated by the keeper.
    Attested { close_pnl: i64 },
}

/// The part of a subscription that the rule reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger {
    pub mark: i64,
    pub last: i64,
    pub peak: i64,
    pub profit_total: u64,
    pub accrued: u64,
    pub credited: u64,
    pub waived: u64,
    pub balance: u64,
}

/// What one settlement did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub ledger: Ledger,
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
pub fn settle(ledger: Ledger, bps: u16, basis: FeeBasis, room: u64, observation: Observation) -> Settlement {
    let mut next = ledger;
    let (close_pnl, realized, verified) = match observation {
        Observation::Verified { realized, recreated: true, .. } => {
            next.mark = realized;
            next.peak = realized;
            next.last = realized;
            return Settlement {
                ledger: next,
                close_pnl: 0,
                profit: 0,
                dropped: 0,
                share: 0,
                paid: 0,
                capped: false,
            };
        }
        Observation::Verified { realized, liquidated, .. } => {
            if liquidated {
                let forgiven = rise(realized, ledger.last).min(rise(ledger.peak, ledger.last));
                next.mark = ledger.mark.saturating_add_unsigned(forgiven);
                next.peak = ledger.peak.saturating_add_unsigned(forgiven);
            }
            (0, realized, true)
        }
        Observation::Attested { close_pnl } => (close_pnl, ledger.last.saturating_add(close_pnl), false),
    };

    let gain = match basis {
        FeeBasis::HighWaterMark => rise(realized, next.mark),
        FeeBasis::EachClose => rise(close_pnl, 0),
    };
    let (profit, share) = next.charge(gain, room, bps);
    next.mark = if verified { next.mark.saturating_add_unsigned(profit) } else { next.mark.max(realized) };
    next.peak = next.peak.max(realized);
    next.last = realized;
    let paid = next.pay_owed();

    Settlement {
        ledger: next,
        close_pnl,
        profit,
        dropped: if verified { 0 } else { gain - profit },
        share,
        paid,
        capped: profit < gain,
    }
}

impl Ledger {
    /// Share that no balance has covered yet.
    #[inline(always)]
    pub fn owed(&self) -> u64 {
        self.accrued - self.credited - self.waived
    }

    /// Charges the largest profit ≤ `gain` whose share fits `room`, and returns both.
    #[inline(always)]
    fn charge(&mut self, gain: u64, room: u64, bps: u16) -> (u64, u64) {
        let total = self.profit_total;
        let all = total.saturating_add(gain);
        let accrued = share(all, bps);
        let added = accrued - self.accrued;
        if added <= room {
            self.profit_total = all;
            self.accrued = accrued;
            return (gain, added);
        }
        // The share of `all` exceeds accrued + room, so bps > 0 and nothing below overflows.
        self.profit_total = largest_total(self.accrued + room, bps);
        self.accrued += room;
        (self.profit_total - total, room)
    }

    /// Moves what is owed from balance to credited, as far as the balance reaches; returns the amount.
    #[inline(always)]
    pub fn pay_owed(&mut self) -> u64 {
        let paid = self.owed().min(self.balance);
        self.balance -= paid;
        self.credited += paid;
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
fn rise(to: i64, from: i64) -> u64 {
    if to > from {
        to.abs_diff(from)
    } else {
        0
    }
}
