use {
    crate::{constants::SCALED_PER_UNIT, error::DriftSimError, state::SpotPosition},
    anchor_lang::prelude::*,
};

const DEPOSIT: u8 = 0;
const BORROW: u8 = 1;

/// Tokens (base units) that the position holds as a deposit.
pub fn deposited(position: &SpotPosition) -> u64 {
    if position.balance_type == DEPOSIT {
        units(position.scaled_balance)
    } else {
        0
    }
}

/// Tokens (base units) that the position owes.
pub fn borrowed(position: &SpotPosition) -> u64 {
    if position.balance_type == BORROW {
        units(position.scaled_balance)
    } else {
        0
    }
}

/// Moves the balance by `amount` base units; below zero it becomes a borrow.
pub fn move_balance(position: &mut SpotPosition, amount: i128) -> Result<()> {
    let scaled = i128::from(position.scaled_balance);
    let before = if position.balance_type == BORROW { -scaled } else { scaled };
    let after = before + amount * SCALED_PER_UNIT;
    position.scaled_balance = u64::try_from(after.unsigned_abs()).map_err(|_| DriftSimError::MathError)?;
    position.balance_type = if after < 0 { BORROW } else { DEPOSIT };
    Ok(())
}

/// A deposit or withdrawal by the user, which Drift also counts over the position's life.
pub fn move_counted_balance(position: &mut SpotPosition, amount: i128) -> Result<()> {
    move_balance(position, amount)?;
    position.cumulative_deposits = super::to_i64(i128::from(position.cumulative_deposits) + amount)?;
    Ok(())
}

fn units(scaled: u64) -> u64 {
    scaled / SCALED_PER_UNIT as u64
}

/// An isolated position's scaled balance after settling `pnl` (1e-6) into it.
pub fn moved_isolated(scaled: u64, pnl: i64) -> Result<u64> {
    let after = i128::from(scaled) + i128::from(pnl) * SCALED_PER_UNIT;
    require!(after >= 0, DriftSimError::InsufficientCollateralForSettlingPNL);
    u64::try_from(after).map_err(|_| DriftSimError::MathError.into())
}

#[cfg(test)]
mod tests {
    use {super::*, bytemuck::Zeroable};

    fn holding(scaled_balance: u64, balance_type: u8) -> SpotPosition {
        SpotPosition { scaled_balance, balance_type, ..Zeroable::zeroed() }
    }

    fn moved(mut position: SpotPosition, amount: i128) -> (u64, u8) {
        move_balance(&mut position, amount).unwrap();
        (position.scaled_balance, position.balance_type)
    }

    #[test]
    fn a_base_unit_is_a_thousand_scaled_and_a_part_of_one_is_not_a_token() {
        assert_eq!(deposited(&holding(1_999, DEPOSIT)), 1);
        assert_eq!(deposited(&holding(1_999, BORROW)), 0);
        assert_eq!(borrowed(&holding(1_999, BORROW)), 1);
        assert_eq!(borrowed(&holding(1_999, DEPOSIT)), 0);
    }

    #[test]
    fn the_balance_crosses_zero_in_both_directions() {
        assert_eq!(moved(holding(500, DEPOSIT), 2), (2_500, DEPOSIT));
        assert_eq!(moved(holding(2_500, DEPOSIT), -3), (500, BORROW));
        assert_eq!(moved(holding(500, BORROW), 1), (500, DEPOSIT));
        assert_eq!(moved(holding(1_000, BORROW), 1), (0, DEPOSIT));
        assert!(move_balance(&mut holding(u64::MAX, DEPOSIT), 1).is_err());
    }

    #[test]
    fn deposits_and_withdrawals_are_counted() {
        let mut position = holding(0, DEPOSIT);
        move_counted_balance(&mut position, 7).unwrap();
        move_counted_balance(&mut position, -2).unwrap();
        assert_eq!((position.scaled_balance, position.cumulative_deposits), (5_000, 5));
    }

    #[test]
    fn isolated_collateral_does_not_go_below_zero() {
        assert_eq!(moved_isolated(5_000, 2), Ok(7_000));
        assert_eq!(moved_isolated(5_000, -5), Ok(0));
        let refused = Err(DriftSimError::InsufficientCollateralForSettlingPNL.into());
        assert_eq!(moved_isolated(5_000, -6), refused);
    }
}
