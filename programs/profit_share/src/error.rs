//! Errors, numbered in ranges by subject. The message says what is wrong and what to do.

use {
    alloc::string::String,
    anchor_lang::{prelude::*, solana_msg::sol_log},
};

/// Number of the first error.
const OFFSET: u32 = 6_000;

macro_rules! errors {
    ($($name:ident = $number:tt, $message:tt;)*) => {
        #[error_code]
        #[derive(Debug, PartialEq, Eq)]
        pub enum ProfitShareError {
            $(#[msg($message)] $name = $number,)*
        }

        /// Name and message of an error of this program.
        fn text(number: u32) -> Option<(&'static str, &'static str)> {
            match number {
                $($number => Some((stringify!($name), $message)),)*
                _ => None,
            }
        }
    };
}

errors! {
    // 6000: terms of a bot
    ProfitShareAboveLimit = 0, "The profit share is above 1,000 basis points (10 %); publish it at 1,000 or less";
    InvalidSource = 1, "The source is unknown to this build; use 1 (Drift) or 3 (attested)";
    InvalidFeeBasis = 2, "The fee basis is unknown, or each-close is asked of a verified source; use 1 (high-water mark), or 2 (each close) with an attested source";
    KeeperNotForSource = 3, "The keeper account does not fit the source: attested terms need a Keeper account, verified terms take none";
    MinDailyCapIsZero = 4, "The minimum daily cap is zero; a subscriber needs a cap of at least one base unit";
    MinPayoutIsZero = 5, "The minimum payout is zero; use at least one base unit";
    MintDecimals = 6, "The mint does not have 6 decimals; realized PnL is counted in 1e-6 quote";
    QuoteMarketMismatch = 7, "The mint is not the one of the venue's spot market 0, or that account was not given";
    PayoutWallet = 8, "The payout wallet is a program, or an account of a token program or of this one; name a wallet that can sign";

    // 6020: subscribing
    BotNotOpen = 20, "The bot takes no new subscribers; ask its owner";
    TermsChanged = 21, "The bot's terms changed since they were read; read them again and decide anew";
    ProfitShareAboveMaximum = 22, "The bot's profit share is above the maximum that the subscriber signed for";
    CapBelowMinimum = 23, "The daily cap is below the minimum of the terms; choose a higher one";
    DepositBelowMinimum = 24, "The deposit is below the minimum balance of the terms; deposit more";
    SubscriptionAddressMismatch = 25, "The subscription's address does not belong to this venue user or agent account";
    UnexpectedAccountNo = 26, "A verified subscription has no account number; use 0";
    AlreadySubscribed = 27, "The venue user or agent account has a subscription; end and close that one first";

    // 6040: venue accounts
    VenueUserMismatch = 40, "The venue user is not the subscription's";
    VenueOwner = 41, "The venue user is not owned by the venue's program";
    VenueLength = 42, "The venue user's length is not one this program can read";
    VenueDiscriminator = 43, "The venue user's discriminator is not that of a user account";
    VenueAuthority = 44, "The venue user's authority is not the agent";
    VenueNotFlat = 45, "The venue user has an open position; close it before subscribing";
    VenueInLiquidation = 46, "The venue user is in liquidation or bankrupt; subscribe when that is over";

    // 6060: parties and accounts
    NotOwner = 60, "The signer is not the bot's owner";
    NotSubscriber = 61, "The signer is not the subscriber";
    NotKeeperSigner = 62, "The signer is not the keeper's signer";
    KeeperMismatch = 63, "The keeper is not the one named in the subscription's terms";
    BotMismatch = 64, "The bot is not the subscription's";
    EscrowMismatch = 65, "The escrow is not the subscription's";
    MintMismatch = 66, "The mint is not the bot's";
    InstanceMismatch = 67, "The instance is not the subscription's: it is another agreement at the same address; read it again";
    NotKeeperAdmin = 68, "The signer is not the keeper's admin";
    NotPendingAdmin = 69, "The signer is not the admin that the keeper is handed to; the admin starts with transfer_keeper";
    NotPendingOwner = 70, "The signer is not the owner that the bot is handed to; the owner starts with transfer_bot";
    NotSubscriberOrAgent = 71, "The signer is neither the subscriber nor the agent";

    // 6080: settling
    WrongSource = 80, "The subscription's source needs the other instruction: settle for verified, settle_attested for attested";
    SequenceRepeated = 81, "The sequence is already settled; look the close up on chain instead of sending it again";
    SequenceSkipped = 82, "The sequence is not the next one; settle the closes before it first";
    ReferenceRepeated = 83, "The reference is that of the last close (zero before the first): the close is settled already";
    FinalOutsideClosing = 84, "Only a subscription that is closing takes a final settlement";
    SubscriptionEnded = 85, "The subscription has ended; no settlement counts any more";
    AlreadyClosing = 86, "The subscription is closing or has ended already";
    NotEnded = 87, "The subscription has not ended; unsubscribe, and let the last settlement or the clock end it";
    MalformedBatch = 88, "Each row of a batch needs two accounts: its subscription, and its venue user or bot";
    SubscriptionRepeated = 89, "An earlier row of the batch settled this subscription";

    // 6100: money
    AmountIsZero = 100, "The amount is zero";
    BalanceTooLow = 101, "More is asked than the balance above the minimum balance of the terms";
    PayoutDestination = 102, "The destination is not the payout wallet's associated token account, or belongs to another by now";
    DebtOutstanding = 103, "A share is still owed; deposit it, have it waived, or wait until 7 days after the end";
    RefundDestination = 104, "The destination is neither the subscriber's associated token account nor signed for by the subscriber";
    RentPayerMismatch = 105, "The rent goes to who paid it";
}

/// The framework's own errors that this program can leave with, as Anchor words them.
fn framework_text(code: u32) -> Option<(&'static str, &'static str)> {
    match code {
        2000 => Some(("ConstraintMut", "A mut constraint was violated")),
        2007 => Some(("ConstraintExecutable", "An executable constraint was violated")),
        2020 => Some(("ConstraintAccountIsNone", "A required account for the constraint is None")),
        2040 => {
            Some(("ConstraintDuplicateMutableAccount", "A duplicate mutable account constraint was violated"))
        }
        _ => None,
    }
}

/// Logs the name of the error that an instruction leaves with, in Anchor's form. The runtime itself words what is not
/// logged here: errors that every program shares, and those of the programs that this one calls.
#[cold]
pub fn log_name(result: u64) {
    let Ok(code) = u32::try_from(result) else {
        return;
    };
    let Some((name, message)) = code.checked_sub(OFFSET).and_then(text).or_else(|| framework_text(code))
    else {
        return;
    };
    let digits = [1_000, 100, 10, 1].map(|place| b'0' + (code / place % 10) as u8);
    let mut line = String::with_capacity(320);
    for part in [
        "AnchorError occurred. Error Code: ",
        name,
        ". Error Number: ",
        core::str::from_utf8(&digits).unwrap_or_default(),
        ". Error Message: ",
        message,
        ".",
    ] {
        line.push_str(part);
    }
    sol_log(&line);
}
