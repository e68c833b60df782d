//! How a `User` account moves. Pure: values in, values out, no account in sight.

mod balance;
mod fill;
mod funding;
mod settle;

pub use {balance::*, fill::*, funding::*, settle::*};

use {crate::error::DriftSimError, anchor_lang::prelude::*};

/// Brings an exact result back into a field, or refuses.
pub(crate) fn to_i64(value: i128) -> Result<i64> {
    i64::try_from(value).map_err(|_| DriftSimError::MathError.into())
}

#[cfg(test)]
mod tests {
    use {crate::state::PerpPosition, bytemuck::Zeroable};

    /// A position whose break-even is its entry.
    pub fn position(base: i64, quote: i64, entry: i64) -> PerpPosition {
        PerpPosition {
            base_asset_amount: base,
            quote_asset_amount: quote,
            quote_entry_amount: entry,
            quote_break_even_amount: entry,
            ..Zeroable::zeroed()
        }
    }
}
