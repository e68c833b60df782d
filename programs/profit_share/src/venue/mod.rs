//! Readers of a venue's own accounts: the number that nobody has to be trusted with.

mod drift;
mod reader;
#[cfg(feature = "velocity")]
mod velocity;

pub use reader::Reading;

#[cfg(feature = "velocity")]
use crate::constants::{VELOCITY, VELOCITY_QUOTE_MARKET};
use {
    crate::{
        constants::{DRIFT, DRIFT_QUOTE_MARKET},
        error::ProfitShareError,
        state::Source,
    },
    anchor_lang::{address_eq, prelude::*, programs::System},
    drift::{DRIFT_USER, DRIFT_USER_LEN},
    reader::{authority, read},
};

/// sha256("account:User")[..8], the same on Drift and on its fork.
const USER_DISCRIMINATOR: [u8; 8] = [0x9f, 0x75, 0x5f, 0xe3, 0xef, 0x97, 0x3a, 0xec];
/// sha256("account:SpotMarket")[..8]
const SPOT_MARKET_DISCRIMINATOR: [u8; 8] = [0x64, 0xb1, 0x08, 0x6b, 0xa8, 0x41, 0x41, 0x27];
const SPOT_MARKET_MINT: usize = 72;

/// Reads a venue user; `None` if the account is gone (system-owned and empty).
///
/// # Errors
/// `VenueOwner`, `VenueLength`, `VenueDiscriminator` if it exists but is not a user of the source's
/// venue; `WrongSource` if the source has no venue.
#[inline(always)]
pub fn read_user(account: &AccountView, source: Source) -> Result<Option<Reading>> {
    #[cfg(feature = "velocity")]
    if source == Source::Velocity {
        return velocity::read_user(account);
    }
    Ok(user_data::<DRIFT_USER_LEN>(account, source, Source::Drift, &DRIFT)?
        .map(|data| read(data, &DRIFT_USER)))
}

/// System-owned and empty: deleted, or never there.
pub fn is_gone(account: &AccountView) -> bool {
    account.is_data_empty() && account.owned_by(&System::id())
}

/// The authority of a venue user that `read_user` can read.
pub fn read_authority(account: &AccountView, source: Source) -> Result<Option<[u8; 32]>> {
    #[cfg(feature = "velocity")]
    if source == Source::Velocity {
        return velocity::read_authority(account);
    }
    Ok(user_data::<DRIFT_USER_LEN>(account, source, Source::Drift, &DRIFT)?.map(authority))
}

/// The bytes of a user account of `LEN` bytes of `venue`, whose program is `program`; `None` if it is gone.
#[inline(always)]
fn user_data<'a, const LEN: usize>(
    account: &'a AccountView,
    source: Source,
    venue: Source,
    program: &Address,
) -> Result<Option<&'a [u8; LEN]>> {
    require!(source == venue, ProfitShareError::WrongSource);
    if !account.owned_by(program) {
        return if is_gone(account) { Ok(None) } else { Err(ProfitShareError::VenueOwner.into()) };
    }
    // SAFETY: this program never writes an account it does not own, and no mutable borrow of a venue
    // account is ever taken; the bytes are copied out before any CPI.
    let data = unsafe { account.borrow_unchecked() };
    let data: &[u8; LEN] = data.try_into().map_err(|_| ProfitShareError::VenueLength)?;
    require!(data[..8] == USER_DISCRIMINATOR, ProfitShareError::VenueDiscriminator);
    Ok(Some(data))
}

/// Checks that `mint` is the mint of the venue's spot market 0, in which its PnL is counted.
pub fn check_quote_mint(market: &AccountView, mint: &Address, source: Source) -> Result<()> {
    require!(is_quote_market(market, source), ProfitShareError::QuoteMarketMismatch);
    let data = market.try_borrow()?;
    require!(
        data.get(..8) == Some(&SPOT_MARKET_DISCRIMINATOR[..])
            && data.get(SPOT_MARKET_MINT..SPOT_MARKET_MINT + 32) == Some(mint.as_ref()),
        ProfitShareError::QuoteMarketMismatch
    );
    Ok(())
}

#[inline(always)]
fn is_quote_market(market: &AccountView, source: Source) -> bool {
    #[cfg(feature = "velocity")]
    if source == Source::Velocity {
        return address_eq(market.address(), &VELOCITY_QUOTE_MARKET) && market.owned_by(&VELOCITY);
    }
    source == Source::Drift && address_eq(market.address(), &DRIFT_QUOTE_MARKET) && market.owned_by(&DRIFT)
}
