//! Readers of a venue's own accounts: the number that nobody has to be trusted with.

mod account;
mod drift;
mod reader;
#[cfg(feature = "velocity")]
mod velocity;

pub use {
    account::{check_quote_mint, is_gone},
    reader::Reading,
};

#[cfg(feature = "velocity")]
use {
    crate::constants::VELOCITY,
    velocity::{VELOCITY_USER, VELOCITY_USER_LEN},
};
use {
    crate::{constants::DRIFT, error::ProfitShareError},
    account::user_data,
    anchor_lang::prelude::*,
    drift::{DRIFT_USER, DRIFT_USER_LEN},
    reader::{authority, read},
};

/// Who states the realized PnL. The source picks the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Drift,
    #[cfg(feature = "velocity")]
    Velocity,
    Attested,
}

/// Pattern of the sources that are venues. A wildcard would cover a source that is none.
#[cfg(not(feature = "velocity"))]
macro_rules! venue_source {
    () => {
        Source::Drift
    };
}
#[cfg(feature = "velocity")]
macro_rules! venue_source {
    () => {
        Source::Drift | Source::Velocity
    };
}
pub(crate) use venue_source;

/// Reads a venue user. `None` means that the account is gone (system-owned and empty).
///
/// # Errors
/// `VenueOwner`, `VenueLength`, `VenueDiscriminator` if it exists but is not a user that this build can read;
/// `WrongSource` if the source has no venue.
#[inline(always)]
pub fn read_user(account: &AccountView, source: Source) -> Result<Option<Reading>> {
    Ok(match source {
        Source::Drift => {
            user_data::<DRIFT_USER_LEN>(account, &DRIFT, false)?.map(|data| read(data, &DRIFT_USER))
        }
        #[cfg(feature = "velocity")]
        Source::Velocity => {
            user_data::<VELOCITY_USER_LEN>(account, &VELOCITY, true)?.map(|data| read(data, &VELOCITY_USER))
        }
        Source::Attested => return Err(ProfitShareError::WrongSource.into()),
    })
}

/// The authority of a venue user that `read_user` can read.
///
/// # Errors
/// Those of `read_user`.
pub fn read_authority(account: &AccountView, source: Source) -> Result<Option<[u8; 32]>> {
    Ok(match source {
        Source::Drift => user_data::<DRIFT_USER_LEN>(account, &DRIFT, false)?.map(authority),
        #[cfg(feature = "velocity")]
        Source::Velocity => user_data::<VELOCITY_USER_LEN>(account, &VELOCITY, true)?.map(authority),
        Source::Attested => return Err(ProfitShareError::WrongSource.into()),
    })
}
