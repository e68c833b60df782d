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
    position.quote_asset_amount = to_i64(i128::from(position.quote_asset_amount) - i128::from(pnl))?;
    position.settled_pnl = to_i64(i128::from(position.settled_pnl) + i128::from(pnl))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use {super::*, crate::rules::tests::position};

    #[test]
    fn a_flat_position_settles_all_its_quote() {
        assert_eq!(settleable_pnl(&position(0, 40, 0)), Ok(40));
        assert_eq!(settleable_pnl(&position(0, -40, 0)), Ok(-40));
        assert_eq!(settleable_pnl(&position(0, 40, 7)), Ok(40));
    }

    #[test]
    fn an_open_position_settles_what_it_realized() {
        assert_eq!(settleable_pnl(&position(6, -561, -600)), Ok(39));
        assert_eq!(settleable_pnl(&position(-6, 590, 600)), Ok(-10));
        assert_eq!(settleable_pnl(&position(6, -600, -600)), Ok(0));
        assert!(settleable_pnl(&position(1, i64::MAX, -1)).is_err());
    }

    #[test]
    fn settling_takes_the_pnl_out_of_the_position() {
        let mut open = position(6, -561, -600);
        settle(&mut open, 39).unwrap();
        assert_eq!((open.quote_asset_amount, open.quote_entry_amount, open.settled_pnl), (-600, -600, 39));
        settle(&mut open, -5).unwrap();
        assert_eq!((open.quote_asset_amount, open.settled_pnl), (-595, 34));
    }
}
