//! Which accounts of a venue may be read.

#[cfg(feature = "velocity")]
use crate::constants::{VELOCITY, VELOCITY_QUOTE_MARKET};
use {
    super::Source,
    crate::{
        constants::{DRIFT, DRIFT_QUOTE_MARKET},
        error::ProfitShareError,
    },
    anchor_lang::{address_eq, prelude::*, programs::System},
};

/// sha256("account:User")[..8], the same on Drift and on its fork.
const USER_DISCRIMINATOR: [u8; 8] = [0x9f, 0x75, 0x5f, 0xe3, 0xef, 0x97, 0x3a, 0xec];
/// sha256("account:SpotMarket")[..8]
const SPOT_MARKET_DISCRIMINATOR: [u8; 8] = [0x64, 0xb1, 0x08, 0x6b, 0xa8, 0x41, 0x41, 0x27];
const SPOT_MARKET_MINT: usize = 72;

/// Bytes after a layout that have to be zero. A venue that lets accounts grow fills them with zeros; a newer layout has its
/// own fields there, and would be misread.
const ZERO_TAIL: usize = 64;

/// System-owned and empty: deleted, or never there.
pub fn is_gone(account: &AccountView) -> bool {
    account.is_data_empty() && account.owned_by(&System::id())
}

/// The bytes of a user account of `LEN` bytes of the venue `program`; `None` if it is gone. Where accounts of the venue
/// grow, it may be longer, with zeros after its layout.
#[inline(always)]
pub fn user_data<'a, const LEN: usize>(
    account: &'a AccountView,
    program: &Address,
    grows: bool,
) -> Result<Option<&'a [u8; LEN]>> {
    if !account.owned_by(program) {
        return if is_gone(account) { Ok(None) } else { Err(ProfitShareError::VenueOwner.into()) };
    }
    // SAFETY: this program never writes an account it does not own, and no mutable borrow of a venue
    // account is ever taken; the bytes are copied out before any CPI.
    let data = unsafe { account.borrow_unchecked() };
    let (data, tail) = data.split_first_chunk::<LEN>().ok_or(ProfitShareError::VenueLength)?;
    require!(
        tail.is_empty() || grows && tail.iter().take(ZERO_TAIL).all(|byte| *byte == 0),
        ProfitShareError::VenueLength
    );
    require!(data[..8] == USER_DISCRIMINATOR, ProfitShareError::VenueDiscriminator);
    Ok(Some(data))
}

/// Checks that `mint` is the mint of the venue's spot market 0, in which its PnL is counted.
///
/// # Errors
/// `QuoteMarketMismatch`.
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
    let (address, program) = match source {
        Source::Drift => (&DRIFT_QUOTE_MARKET, &DRIFT),
        #[cfg(feature = "velocity")]
        Source::Velocity => (&VELOCITY_QUOTE_MARKET, &VELOCITY),
        Source::Attested => return false,
    };
    address_eq(market.address(), address) && market.owned_by(program)
}
