use {
    crate::{constants::MAX_PROFIT_SHARE_BPS, error::ProfitShareError, rule::FeeBasis, venue::Source},
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
};

pub const SOURCE_DRIFT: u8 = 1;
#[cfg(feature = "velocity")]
pub const SOURCE_VELOCITY: u8 = 2;
pub const SOURCE_ATTESTED: u8 = 3;
pub const HIGH_WATER_MARK: u8 = 1;
pub const EACH_CLOSE: u8 = 2;

/// What a subscriber agrees to. A bot holds the current terms; a subscription holds the terms it
/// was made under, for good.
#[derive(Clone, Copy, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct Terms {
    /// 1 Drift, 2 Velocity (not in this build), 3 attested. Fixed at publish.
    pub source: u8,
    /// 1 high-water mark, 2 each close (attested only).
    pub fee_basis: u8,
    /// Share of the profit in basis points, 0 to 1,000.
    pub profit_share_bps: PodU16,
    /// Rises with every change of the bot's terms, from 1.
    pub version: PodU32,
    /// Balance that the deposit at `subscribe` must reach and that `withdraw` leaves (base units).
    pub min_balance: PodU64,
    /// The lowest daily cap on accrual that a subscriber may choose (base units, ≥ 1).
    pub min_daily_cap: PodU64,
    /// The `Keeper` account whose signer settles; zero if verified.
    pub keeper: Address,
    /// Fixed at publish.
    pub mint: Address,
    /// Hash of the legal text.
    pub hash: [u8; 32],
}

impl Terms {
    #[inline(always)]
    pub fn source(&self) -> Result<Source> {
        match self.source {
            SOURCE_DRIFT => Ok(Source::Drift),
            #[cfg(feature = "velocity")]
            SOURCE_VELOCITY => Ok(Source::Velocity),
            SOURCE_ATTESTED => Ok(Source::Attested),
            _ => Err(ProfitShareError::InvalidSource.into()),
        }
    }

    #[inline(always)]
    pub fn fee_basis(&self) -> Result<FeeBasis> {
        match self.fee_basis {
            HIGH_WATER_MARK => Ok(FeeBasis::HighWaterMark),
            EACH_CLOSE => Ok(FeeBasis::EachClose),
            _ => Err(ProfitShareError::InvalidFeeBasis.into()),
        }
    }
}

/// Terms as their publisher states them.
#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct TermsInput {
    pub fee_basis: u8,
    pub profit_share_bps: u16,
    /// Base units.
    pub min_balance: u64,
    /// Base units.
    pub min_daily_cap: u64,
    pub hash: [u8; 32],
}

impl TermsInput {
    /// The terms that this input makes for a bot of `source` and `mint`.
    ///
    /// # Errors
    /// `InvalidSource`, `InvalidFeeBasis`, `KeeperNotForSource`, `ProfitShareAboveLimit`, `MinDailyCapIsZero`.
    pub fn terms(&self, version: u32, source: u8, mint: Address, keeper: Option<Address>) -> Result<Terms> {
        let terms = Terms {
            source,
            fee_basis: self.fee_basis,
            profit_share_bps: self.profit_share_bps.into(),
            version: version.into(),
            min_balance: self.min_balance.into(),
            min_daily_cap: self.min_daily_cap.into(),
            keeper: keeper.unwrap_or_default(),
            mint,
            hash: self.hash,
        };
        let attested = terms.source()? == Source::Attested;
        // Under each-close a verified result would depend on when one settles.
        let basis = terms.fee_basis()?;
        require!(attested || basis == FeeBasis::HighWaterMark, ProfitShareError::InvalidFeeBasis);
        require!(attested == keeper.is_some(), ProfitShareError::KeeperNotForSource);
        require!(self.profit_share_bps <= MAX_PROFIT_SHARE_BPS, ProfitShareError::ProfitShareAboveLimit);
        require!(self.min_daily_cap > 0, ProfitShareError::MinDailyCapIsZero);
        Ok(terms)
    }
}
