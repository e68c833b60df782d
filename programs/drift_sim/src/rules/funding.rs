use {
    super::to_i64,
    crate::{
        constants::{BASE_PRECISION, FUNDING_RATE_BUFFER},
        state::PerpPosition,
    },
    anchor_lang::prelude::*,
};

/// What a position owes (negative) or is owed since it last looked at the market's
/// cumulative rate: longs pay a rising rate, shorts receive it. Quote 1e-6, towards zero.
pub fn funding_payment(base: i64, last_rate: i64, rate: i64) -> Result<i64> {
    let delta = i128::from(rate) - i128::from(last_rate);
    to_i64(-(delta * i128::from(base) / BASE_PRECISION / FUNDING_RATE_BUFFER))
}

/// Books pending funding into the position and returns the payment.
pub fn book_funding(position: &mut PerpPosition, rate: i64) -> Result<i64> {
    if position.base_asset_amount == 0 {
        return Ok(0);
    }
    let payment = funding_payment(
        position.base_asset_amount,
        position.last_cumulative_funding_rate,
        rate,
    )?;
    let plus = |amount: i64| to_i64(i128::from(amount) + i128::from(payment));
    position.quote_asset_amount = plus(position.quote_asset_amount)?;
    position.quote_break_even_amount = plus(position.quote_break_even_amount)?;
    position.last_cumulative_funding_rate = rate;
    Ok(payment)
}
