use {
    super::to_i64,
    crate::{error::DriftSimError, state::PerpPosition},
    anchor_lang::prelude::*,
};

/// One execution. Buying moves `base` (1e-9) up and `quote` (1e-6) down, selling the
/// other way; a positive `fee` (1e-6) is paid, a negative one is a rebate.
#[derive(AnchorDeserialize, AnchorSerialize, Clone, Copy, IdlType)]
pub struct Trade {
    pub base: i64,
    pub quote: i64,
    pub fee: i64,
}

impl Trade {
    fn check(&self) -> Result<()> {
        let opposite = i32::from(self.quote > 0) - i32::from(self.quote < 0)
            != i32::from(self.base > 0) - i32::from(self.base < 0);
        require!(self.base != 0 && opposite, DriftSimError::InvalidFill);
        Ok(())
    }
}

/// Applies a trade to a position whose funding is booked. `funding_rate` is the
/// market's, stored when the position opens, grows or turns around.
pub fn fill(position: &mut PerpPosition, trade: Trade, funding_rate: i64) -> Result<()> {
    trade.check()?;
    let before = i128::from(position.base_asset_amount);
    let (base, quote) = (i128::from(trade.base), i128::from(trade.quote));
    let after = to_i64(before + base)?;
    let entry = i128::from(position.quote_entry_amount);
    let break_even = i128::from(position.quote_break_even_amount);

    let (entry, break_even) = if before == 0 || (before > 0) == (base > 0) {
        (entry + quote, break_even + quote)
    } else if base.abs() <= before.abs() {
        let kept = |amount: i128| amount - amount * base.abs() / before.abs();
        (kept(entry), kept(break_even))
    } else {
        let opened = quote - quote * before.abs() / base.abs();
        (opened, opened)
    };

    let fee = i128::from(trade.fee);
    position.quote_asset_amount = to_i64(i128::from(position.quote_asset_amount) + quote - fee)?;
    position.quote_entry_amount = to_i64(entry)?;
    position.quote_break_even_amount = to_i64(break_even - fee)?;
    position.base_asset_amount = after;
    position.last_cumulative_funding_rate = if after == 0 { 0 } else { funding_rate };
    Ok(())
}

#[cfg(test)]
mod tests {
    use {super::*, crate::rules::tests::position};

    const RATE: i64 = 77;

    fn filled(mut before: PerpPosition, base: i64, quote: i64, fee: i64) -> PerpPosition {
        fill(&mut before, Trade { base, quote, fee }, RATE).unwrap();
        before
    }

    fn refused(mut before: PerpPosition, base: i64, quote: i64, fee: i64) -> Error {
        fill(&mut before, Trade { base, quote, fee }, RATE).unwrap_err()
    }

    /// (base, quote, entry, break-even, rate)
    fn values(p: PerpPosition) -> (i64, i64, i64, i64, i64) {
        (
            p.base_asset_amount,
            p.quote_asset_amount,
            p.quote_entry_amount,
            p.quote_break_even_amount,
            p.last_cumulative_funding_rate,
        )
    }

    #[test]
    fn opening_puts_the_price_into_quote_and_entry_and_the_fee_into_quote() {
        let long = filled(position(0, 0, 0), 10_000_000_000, -1_000_000_000, 1_000_000);
        assert_eq!(values(long), (10_000_000_000, -1_001_000_000, -1_000_000_000, -1_001_000_000, 77));
        let short = filled(position(0, 0, 0), -3, 10, 0);
        assert_eq!(values(short), (-3, 10, 10, 10, 77));
    }

    #[test]
    fn increasing_adds_and_a_rebate_is_received() {
        assert_eq!(values(filled(position(2, -205, -200), 1, -90, -4)), (3, -291, -290, -286, 77));
        assert_eq!(values(filled(position(-2, 205, 200), -1, 90, 0)), (-3, 295, 290, 290, 77));
    }

    #[test]
    fn a_partial_close_takes_the_entry_in_proportion() {
        // 10 at 100, of which 4 sold at 110: 40 of profit, 0.44 of fee.
        let after = filled(
            position(10_000_000_000, -1_001_000_000, -1_000_000_000),
            -4_000_000_000,
            440_000_000,
            440_000,
        );
        assert_eq!(values(after), (6_000_000_000, -561_440_000, -600_000_000, -600_440_000, 77));
    }

    #[test]
    fn thirds_are_truncated_towards_zero_and_leave_no_dust() {
        let two = filled(position(3, -10, -10), -1, 5, 0);
        assert_eq!(values(two), (2, -5, -7, -7, 77));
        let one = filled(two, -1, 5, 0);
        assert_eq!(values(one), (1, 0, -4, -4, 77));
        assert_eq!(values(filled(one, -1, 5, 0)), (0, 5, 0, 0, 0));

        let two = filled(position(-3, 10, 10), 1, -5, 0);
        assert_eq!(values(two), (-2, 5, 7, 7, 77));
    }

    #[test]
    fn a_flip_closes_at_its_average_price_and_opens_the_rest() {
        // Long 2 for 200; 5 sold for 600: 2 of them for 240, the short of 3 for 360.
        assert_eq!(values(filled(position(2, -200, -200), -5, 600, 0)), (-3, 400, 360, 360, 77));
        // Short 2 for 200; 5 bought for 400: 2 of them for 160, the long of 3 for 240.
        assert_eq!(values(filled(position(-2, 200, 200), 5, -400, 7)), (3, -207, -240, -247, 77));
        // 32 / 3 is cut to 10 for the closed part.
        assert_eq!(values(filled(position(1, -10, -10), -3, 32, 0)), (-2, 22, 22, 22, 77));
    }

    #[test]
    fn the_widest_numbers_close() {
        let long = position(i64::MAX, -i64::MAX, -i64::MAX);
        assert_eq!(values(filled(long, -i64::MAX, i64::MAX, 0)), (0, 0, 0, 0, 0));
        let short = position(i64::MIN, 9_000_000_000_000_000_000, 9_000_000_000_000_000_000);
        let rest = filled(short, i64::MAX, 0, 0);
        assert_eq!(values(rest), (-1, 9_000_000_000_000_000_000, 1, 1, 77));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        let math = Error::from(DriftSimError::MathError);
        assert_eq!(refused(position(i64::MAX, 0, 0), 1, 0, 0), math);
        assert_eq!(refused(position(1, i64::MAX, 0), -1, 1, 0), math);
        assert_eq!(refused(position(0, 0, 0), 1, 0, i64::MIN), math);
    }

    #[test]
    fn base_and_quote_move_opposite_ways() {
        let invalid = Error::from(DriftSimError::InvalidFill);
        assert_eq!(refused(position(0, 0, 0), 0, 0, 0), invalid);
        assert_eq!(refused(position(0, 0, 0), 0, 5, 0), invalid);
        assert_eq!(refused(position(0, 0, 0), 1, 1, 0), invalid);
        assert_eq!(refused(position(0, 0, 0), -1, -1, 0), invalid);
        assert_eq!(values(filled(position(0, 0, 0), 1, 0, 0)), (1, 0, 0, 0, 77));
    }
}
