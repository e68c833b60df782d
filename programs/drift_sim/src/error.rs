use anchor_lang::prelude::*;

/// Refusals. Those that Drift knows carry Drift's name and number (6000 + the value
/// here); the simulator's own begin at 6900, above Drift's last.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum DriftSimError {
    #[msg("The deposit of the quote market does not cover this amount")]
    InsufficientDeposit = 2,
    #[msg("All eight perp position slots are in use")]
    MaxNumberOfPositions = 5,
    #[msg("The user has no position in this perp market")]
    UserHasNoPositionInMarket = 10,
    #[msg("A number left the range of its field")]
    MathError = 19,
    #[msg("The perp market's account is missing among the remaining accounts")]
    PerpMarketNotFound = 78,
    #[msg("Only spot market 0 exists here")]
    SpotMarketNotFound = 87,
    #[msg("Positive PnL is settled by the user's authority or delegate only")]
    UserMustSettleTheirOwnPositiveUnsettledPNL = 93,
    #[msg("The isolated deposit does not cover the negative PnL")]
    InsufficientCollateralForSettlingPNL = 95,
    #[msg("The user is being liquidated")]
    UserIsBeingLiquidated = 117,
    #[msg("The position must be flat with negative PnL to be liquidated for a deposit")]
    InvalidPerpPositionToLiquidate = 121,
    #[msg("The user is bankrupt")]
    UserBankrupt = 125,
    #[msg("The user is bankrupt, in liquidation, or still has a position, a balance or an order")]
    UserCantBeDeleted = 152,
    #[msg("A reduce-only withdrawal needs a deposit")]
    ReduceOnlyWithdrawIncreasedRisk = 153,
    #[msg("The transfer's price is below the liquidator's limit")]
    LiquidationDoesntSatisfyLimitPrice = 156,
    #[msg("Sub-account ids are given out in order and never again")]
    InvalidUserSubAccountId = 214,
    #[msg("There is no PnL to settle in this market")]
    NoUnsettledPnl = 259,
    #[msg("The amount must have the position's direction and not exceed it")]
    InvalidTransferPerpPosition = 312,

    #[msg("This program runs on the local chain only: its marker account is not there")]
    NotTheLocalChain = 900,
    #[msg("The signer is neither the user's authority nor an allowed delegate")]
    NotTheUsersSigner = 901,
    #[msg("A fill moves base, and quote the other way")]
    InvalidFill = 902,
    #[msg("The quote market's mint must have 6 decimals")]
    InvalidQuoteMint = 903,
    #[msg("The perp market has no price; set one first")]
    PerpMarketHasNoPrice = 904,
    #[msg("The two users must have the same authority")]
    DifferentAuthorities = 905,
}
