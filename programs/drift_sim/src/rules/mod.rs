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
