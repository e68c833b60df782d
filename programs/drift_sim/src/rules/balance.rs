use {
    crate::{constants::SCALED_PER_UNIT, error::DriftSimError, state::SpotPosition},
    anchor_lang::prelude::*,
};

const DEPOSIT: u8 = 0;
const BORROW: u8 = 1;

/// Tokens (base units) that the position holds as a deposit.
pub fn deposited(position: &SpotPosition) -> u64 {
    if position.balance_type == DEPOSIT { units(position.scaled_balance) } else { 0 }
}

/// Tokens (base units) that the position owes.
pub fn borrowed(position: &SpotPosition) -> u64 {
    if position.balance_type == BORROW { units(position.scaled_balance) } else { 0 }
}

/// Moves the balance by `amount` base units; below zero it becomes a borrow.
pub fn move_balance(position: &mut SpotPosition, amount: i128) -> Result<()> {
    let scaled = i128::from(position.scaled_balance);
    let before = if position.balance_type == BORROW { -scaled } else { scaled };
    let after = before + amount * SCALED_PER_UNIT;
    position.scaled_balance =
        u64::try_from(after.unsigned_abs()).map_err(|_| DriftSimError::MathError)?;
    position.balance_type = if after < 0 { BORROW } else { DEPOSIT };
    Ok(())
}

/// A deposit or withdrawal by the user, which Drift also counts over the position's life.
pub fn move_counted_balance(position: &mut SpotPosition, amount: i128) -> Result<()> {
    move_balance(position, amount)?;
    position.cumulative_deposits =
        super::to_i64(i128::from(position.cumulative_deposits) + amount)?;
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
