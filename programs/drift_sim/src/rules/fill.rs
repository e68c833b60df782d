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
