use {super::to_i64, crate::state::PerpPosition, anchor_lang::prelude::*};

/// The PnL (1e-6) that settling moves into the deposit: all of a flat position's quote,
/// and of an open one the realized part. Drift also settles an open position's
/// unrealized loss, at the oracle price; the simulator leaves it in the position.
pub fn settleable_pnl(position: &PerpPosition) -> Result<i64> {
    if position.base_asset_amount == 0 {
        return Ok(position.quote_asset_amount);
    }
    to_i64(i128::from(position.quote_asset_amount) - i128::from(position.quote_entry_amount))
}

/// Takes settled PnL out of the position.
pub fn settle(position: &mut PerpPosition, pnl: i64) -> Result<()> {
    position.quote_asset_amount =
        to_i64(i128::from(position.quote_asset_amount) - i128::from(pnl))?;
    position.settled_pnl = to_i64(i128::from(position.settled_pnl) + i128::from(pnl))?;
    Ok(())
}
