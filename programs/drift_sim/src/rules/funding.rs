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
    let payment = funding_payment(position.base_asset_amount, position.last_cumulative_funding_rate, rate)?;
    let plus = |amount: i64| to_i64(i128::from(amount) + i128::from(payment));
    position.quote_asset_amount = plus(position.quote_asset_amount)?;
    position.quote_break_even_amount = plus(position.quote_break_even_amount)?;
    position.last_cumulative_funding_rate = rate;
    Ok(payment)
}

#[cfg(test)]
mod tests {
    use {super::*, crate::rules::tests::position};

    #[test]
    fn longs_pay_a_rising_rate_and_shorts_receive_it() {
        // 10 base at 0.025 quote each.
        assert_eq!(funding_payment(10_000_000_000, 5_000_000, 30_000_000), Ok(-250_000));
        assert_eq!(funding_payment(-10_000_000_000, 5_000_000, 30_000_000), Ok(250_000));
        assert_eq!(funding_payment(10_000_000_000, 30_000_000, 5_000_000), Ok(250_000));
    }

    #[test]
    fn payments_are_cut_towards_zero() {
        assert_eq!(funding_payment(1_000_000_000, 0, 1_999), Ok(-1));
        assert_eq!(funding_payment(-1_000_000_000, 0, 1_999), Ok(1));
        assert_eq!(funding_payment(1_000_000_000, 0, 999), Ok(0));
    }

    #[test]
    fn a_payment_out_of_range_is_refused() {
        assert!(funding_payment(i64::MAX, i64::MIN, i64::MAX).is_err());
    }

    #[test]
    fn booking_moves_quote_and_break_even_and_remembers_the_rate() {
        let mut long = position(10_000_000_000, -1_000, -900);
        assert_eq!(book_funding(&mut long, 200_000), Ok(-2_000));
        assert_eq!(long.quote_asset_amount, -3_000);
        assert_eq!(long.quote_break_even_amount, -2_900);
        assert_eq!(long.quote_entry_amount, -900);
        assert_eq!(long.last_cumulative_funding_rate, 200_000);
        assert_eq!(book_funding(&mut long, 200_000), Ok(0));
    }

    #[test]
    fn a_flat_position_has_no_funding() {
        let mut flat = position(0, 40, 0);
        assert_eq!(book_funding(&mut flat, 9_000_000_000), Ok(0));
        assert_eq!(flat, position(0, 40, 0));
    }
}
