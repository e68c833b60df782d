const AUTHORITY: usize = 8;
const POSITIONS: usize = 8;
const QUOTE_ASSET: usize = 16;
const QUOTE_ENTRY: usize = 32;
const BASE_ASSET: usize = 8;
const STATUS_BEING_LIQUIDATED: u8 = 1 | 2;
const POSITION_BEING_LIQUIDATED: u8 = 2 | 4;

/// Offsets of a `User` account of `LEN` bytes, from its first byte, with positions of `STRIDE` bytes.
pub struct Layout<const LEN: usize, const STRIDE: usize> {
    pub positions: usize,
    /// What a venue does not have is `None`.
    pub lp_shares: Option<usize>,
    pub position_flag: usize,
    pub last_add_perp_lp_shares_ts: Option<usize>,
    pub total_deposits: usize,
    pub total_withdraws: usize,
    pub total_social_loss: usize,
    pub settled_perp_pnl: usize,
    pub next_liquidation_id: usize,
    pub status: usize,
}

/// What the rule needs of a venue user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Lifetime net realized perp PnL (1e-6 quote), clamped to i64.
    pub realized: i64,
    /// Negative PnL in the positions, which a liquidation can take (1e-6 quote), clamped to u64.
    pub loss: u64,
    /// No base amount and no LP share in any position.
    pub flat: bool,
    /// In liquidation or bankrupt, as a whole or in an isolated position.
    pub being_liquidated: bool,
    pub liquidation_id: u16,
    pub total_deposits: u64,
    pub total_withdraws: u64,
}

#[inline(always)]
pub fn read<const LEN: usize, const STRIDE: usize>(
    data: &[u8; LEN],
    layout: &Layout<LEN, STRIDE>,
) -> Reading {
    let mut realized = Sum::default();
    realized.add(i64_at(data, layout.settled_perp_pnl));
    realized.subtract_unsigned(u64_at(data, layout.total_social_loss));
    let mut loss = 0u64;
    let mut open = 0;
    let mut flags = 0;
    let (positions, _) = data[layout.positions..layout.positions + POSITIONS * STRIDE].as_chunks::<STRIDE>();
    for position in positions {
        let (asset, entry) = (i64_at(position, QUOTE_ASSET), i64_at(position, QUOTE_ENTRY));
        if asset != entry {
            realized.add(asset);
            realized.subtract(entry);
            if asset < entry {
                loss = loss.saturating_add(entry.abs_diff(asset));
            }
        }
        open |= u64_at(position, BASE_ASSET) | layout.lp_shares.map_or(0, |at| u64_at(position, at));
        flags |= position[layout.position_flag];
    }
    Reading {
        realized: realized.clamped(),
        loss,
        flat: open == 0,
        being_liquidated: data[layout.status] & STATUS_BEING_LIQUIDATED != 0
            || flags & POSITION_BEING_LIQUIDATED != 0
                // An account that once provided liquidity keeps values of the field that the flags replaced.
                && layout.last_add_perp_lp_shares_ts.is_none_or(|at| u64_at(data, at) == 0),
        liquidation_id: u16::from_le_bytes(bytes(data, layout.next_liquidation_id)),
        total_deposits: u64_at(data, layout.total_deposits),
        total_withdraws: u64_at(data, layout.total_withdraws),
    }
}

/// An exact sum of a few 64-bit terms, in two halves of 32 bits with room to carry: 128-bit arithmetic
/// would cost three hundred compute units more.
#[derive(Default)]
struct Sum {
    high: i64,
    low: i64,
}

impl Sum {
    #[inline(always)]
    fn add(&mut self, term: i64) {
        self.high = self.high.wrapping_add(term >> 32);
        self.low = self.low.wrapping_add(term & LOW);
    }

    #[inline(always)]
    fn subtract(&mut self, term: i64) {
        self.high = self.high.wrapping_sub(term >> 32);
        self.low = self.low.wrapping_sub(term & LOW);
    }

    #[inline(always)]
    fn subtract_unsigned(&mut self, term: u64) {
        self.high = self.high.wrapping_sub((term >> 32) as i64);
        self.low = self.low.wrapping_sub(term as i64 & LOW);
    }

    /// The sum, or the end of the i64 range that it lies beyond.
    #[inline(always)]
    fn clamped(&self) -> i64 {
        let high = self.high.wrapping_add(self.low >> 32);
        if high > i32::MAX as i64 {
            i64::MAX
        } else if high < i32::MIN as i64 {
            i64::MIN
        } else {
            high << 32 | self.low & LOW
        }
    }
}

const LOW: i64 = u32::MAX as i64;

/// The authority of a `User` account: the same place in every layout.
pub fn authority<const LEN: usize>(data: &[u8; LEN]) -> [u8; 32] {
    bytes(data, AUTHORITY)
}

#[inline(always)]
fn i64_at<const LEN: usize>(data: &[u8; LEN], offset: usize) -> i64 {
    i64::from_le_bytes(bytes(data, offset))
}

#[inline(always)]
fn u64_at<const LEN: usize>(data: &[u8; LEN], offset: usize) -> u64 {
    u64::from_le_bytes(bytes(data, offset))
}

#[inline(always)]
fn bytes<const LEN: usize, const N: usize>(data: &[u8; LEN], offset: usize) -> [u8; N] {
    data[offset..offset + N].try_into().unwrap()
}
