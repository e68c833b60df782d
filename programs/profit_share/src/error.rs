//! Errors, numbered in ranges by subject. The message says what is wrong and what to do.

use anchor_lang::prelude::*;

#[error_code]
pub enum ProfitShareError {
    // 6000: terms of a bot
    #[msg("The profit share is above 1,000 basis points (10 %); publish it at 1,000 or less")]
    ProfitShareAboveLimit = 0,
    #[msg("The source is unknown to this build; use 1 (Drift) or 3 (attested)")]
    InvalidSource = 1,
    #[msg("The fee basis is unknown, or each-close is asked of a verified source; use 1 (high-water mark), or 2 (each close) with an attested source")]
    InvalidFeeBasis = 2,
    #[msg("The keeper account does not fit the source: attested terms need a Keeper account, verified terms take none")]
    KeeperNotForSource = 3,
    #[msg("The minimum daily cap is zero; a subscriber needs a cap of at least one base unit")]
    MinDailyCapIsZero = 4,
    #[msg("The minimum payout is zero; use at least one base unit")]
    MinPayoutIsZero = 5,
    #[msg("The mint does not have 6 decimals; realized PnL is counted in 1e-6 quote")]
    MintDecimals = 6,
    #[msg("The mint is not the one of the venue's spot market 0, or that account was not given")]
    QuoteMarketMismatch = 7,

    // 6020: subscribing
    #[msg("The bot takes no new subscribers; ask its owner")]
    BotNotOpen = 20,
    #[msg("The bot's terms changed since they were read; read them again and decide anew")]
    TermsChanged = 21,
    #[msg("The bot's profit share is above the maximum that the subscriber signed for")]
    ProfitShareAboveMaximum = 22,
    #[msg("The daily cap is below the minimum of the terms; choose a higher one")]
    CapBelowMinimum = 23,
    #[msg("The deposit is below the minimum balance of the terms; deposit more")]
    DepositBelowMinimum = 24,
    #[msg("The subscription's address does not belong to this venue user or agent account")]
    SubscriptionAddressMismatch = 25,
    #[msg("A verified subscription has no account number; use 0")]
    UnexpectedAccountNo = 26,
    #[msg("The venue user or agent account has a subscription; end and close that one first")]
    AlreadySubscribed = 27,

    // 6040: venue accounts
    #[msg("The venue user is not the subscription's")]
    VenueUserMismatch = 40,
    #[msg("The venue user is not owned by the venue's program")]
    VenueOwner = 41,
    #[msg("The venue user's length is not one this program can read")]
    VenueLength = 42,
    #[msg("The venue user's discriminator is not that of a user account")]
    VenueDiscriminator = 43,
    #[msg("The venue user's authority is not the agent")]
    VenueAuthority = 44,
    #[msg("The venue user has an open position; close it before subscribing")]
    VenueNotFlat = 45,
    #[msg("The venue user is in liquidation or bankrupt; subscribe when that is over")]
    VenueInLiquidation = 46,

    // 6060: parties and accounts
    #[msg("The signer is not the bot's owner")]
    NotOwner = 60,
    #[msg("The signer is not the subscriber")]
    NotSubscriber = 61,
    #[msg("The signer is not the keeper's signer")]
    NotKeeperSigner = 62,
    #[msg("The keeper is not the one named in the subscription's terms")]
    KeeperMismatch = 63,
    #[msg("The bot is not the subscription's")]
    BotMismatch = 64,
    #[msg("The escrow is not the subscription's")]
    EscrowMismatch = 65,
    #[msg("The mint is not the bot's")]
    MintMismatch = 66,
    #[msg(
        "The instance is not the subscription's: it is another agreement at the same address; read it again"
    )]
    InstanceMismatch = 67,
    #[msg("The signer is not the keeper's admin")]
    NotKeeperAdmin = 68,
    #[msg("The signer is not the admin that the keeper is handed to; the admin starts with transfer_keeper")]
    NotPendingAdmin = 69,
    #[msg("The signer is not the owner that the bot is handed to; the owner starts with transfer_bot")]
    NotPendingOwner = 70,
    #[msg("The signer is neither the subscriber nor the agent")]
    NotSubscriberOrAgent = 71,

    // 6080: settling
    #[msg("The subscription's source needs the other instruction: settle for verified, settle_attested for attested")]
    WrongSource = 80,
    #[msg("The sequence is already settled; look the close up on chain instead of sending it again")]
    SequenceRepeated = 81,
    #[msg("The sequence is not the next one; settle the closes before it first")]
    SequenceSkipped = 82,
    #[msg("The reference is that of the last close (zero before the first): the close is settled already")]
    ReferenceRepeated = 83,
    #[msg("Only a subscription that is closing takes a final settlement")]
    FinalOutsideClosing = 84,
    #[msg("The subscription has ended; no settlement counts any more")]
    SubscriptionEnded = 85,
    #[msg("The subscription is closing or has ended already")]
    AlreadyClosing = 86,
    #[msg("The subscription has not ended; unsubscribe, and let the last settlement or the clock end it")]
    NotEnded = 87,
    #[msg("Each row of a batch needs two accounts: its subscription, and its venue user or bot")]
    MalformedBatch = 88,
    #[msg("An earlier row of the batch settled this subscription")]
    SubscriptionRepeated = 89,

    // 6100: money
    #[msg("The amount is zero")]
    AmountIsZero = 100,
    #[msg("More is asked than the balance above the minimum balance of the terms")]
    BalanceTooLow = 101,
    #[msg(
        "The destination is not the payout wallet's associated token account, or belongs to another by now"
    )]
    PayoutDestination = 102,
    #[msg("A share is still owed; deposit it, have it waived, or wait until 7 days after the end")]
    DebtOutstanding = 103,
    #[msg("The destination is neither the subscriber's associated token account nor signed for by the subscriber")]
    RefundDestination = 104,
    #[msg("The rent goes to who paid it")]
    RentPayerMismatch = 105,
}
