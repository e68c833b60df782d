const POSITIONS: usize = 8;
const STATUS_BEING_LIQUIDATED: u8 = 1 | 2;
const POSITION_BEING_LIQUIDATED: u8 = 2 | 4;
const AUTHORITY: usize = 8;

/// Offsets of a `User` account, from its first byte.
pub struct Layout<const LEN: usize> {
    pub positions: usize,
    pub stride: usize,
    pub lp_shares: usize,
    pub position_flag: usize,
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
    pub authority: [u8; 32],
    /// Lifetime net realized perp PnL (1e-6 quote), clamped to i64.
    pub realized: i64,
    /// No base amount and no LP share in any position.
    pub flat: bool,
    /// In liquidation or bankrupt, as a whole or in an isolated position.
    pub being_liquidated: bool,
    pub liquidation_id: u16,
    pub total_deposits: u64,
    pub total_withdraws: u64,
}

#[inline(always)]
pub fn read<const LEN: usize>(data: &[u8; LEN], layout: &Layout<LEN>) -> Reading {
    let mut realized =
        i64_at(data, layout.settled_perp_pnl) as i128 - u64_at(data, layout.total_social_loss) as i128;
    let mut open = 0;
    let mut flags = 0;
    for i in 0..POSITIONS {
        let position = layout.positions + i * layout.stride;
        let quote_asset = i64_at(data, position + 16);
        let quote_entry = i64_at(data, position + 32);
        // Eighteen 64-bit terms cannot overflow an i128.
        realized = realized.wrapping_add(quote_asset as i128).wrapping_sub(quote_entry as i128);
        open |= u64_at(data, position + 8) | u64_at(data, position + layout.lp_shares);
        flags |= data[position + layout.position_flag];
    }
    Reading {
        authority: data[AUTHORITY..AUTHORITY + 32].try_into().unwrap(),
        realized: realized.clamp(i64::MIN as i128, i64::MAX as i128) as i64,
        flat: open == 0,
        being_liquidated: data[layout.status] & STATUS_BEING_LIQUIDATED != 0
            || flags & POSITION_BEING_LIQUIDATED != 0,
        liquidation_id: u16::from_le_bytes(bytes(data, layout.next_liquidation_id)),
        total_deposits: u64_at(data, layout.total_deposits),
        total_withdraws: u64_at(data, layout.total_withdraws),
    }
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
