/** Written by scripts/idl-module.mjs from the program's IDL: a line for each error, with its code, its name, and what it says. */
export const ERRORS = `
6000 ProfitShareAboveLimit The profit share is above 1,000 basis points (10 %); publish it at 1,000 or less
6001 InvalidSource The source is unknown to this build; use 1 (Drift) or 3 (attested)
6002 InvalidFeeBasis The fee basis is unknown, or each-close is asked of a verified source; use 1 (high-water mark), or 2 (each close) with an attested source
6003 KeeperNotForSource The keeper account does not fit the source: attested terms need a Keeper account, verified terms take none
6004 MinDailyCapIsZero The minimum daily cap is zero; a subscriber needs a cap of at least one base unit
6005 MinPayoutIsZero The minimum payout is zero; use at least one base unit
6006 MintDecimals The mint does not have 6 decimals; realized PnL is counted in 1e-6 quote
6007 QuoteMarketMismatch The mint is not the one of the venue's spot market 0, or that account was not given
6008 PayoutWallet The payout wallet is a program, or an account of a token program or of this one; name a wallet that can sign
6020 BotNotOpen The bot takes no new subscribers; ask its owner
6021 TermsChanged The bot's terms changed since they were read; read them again and decide anew
6022 ProfitShareAboveMaximum The bot's profit share is above the maximum that the subscriber signed for
6023 CapBelowMinimum The daily cap is below the minimum of the terms; choose a higher one
6024 DepositBelowMinimum The deposit is below the minimum balance of the terms; deposit more
6025 SubscriptionAddressMismatch The subscription's address does not belong to this venue user or agent account
6026 UnexpectedAccountNo A verified subscription has no account number; use 0
6027 AlreadySubscribed The venue user or agent account has a subscription; end and close that one first
6040 VenueUserMismatch The venue user is not the subscription's
6041 VenueOwner The venue user is not owned by the venue's program
6042 VenueLength The venue user's length is not one this program can read
6043 VenueDiscriminator The venue user's discriminator is not that of a user account
6044 VenueAuthority The venue user's authority is not the agent
6045 VenueNotFlat The venue user has an open position; close it before subscribing
6046 VenueInLiquidation The venue user is in liquidation or bankrupt; subscribe when that is over
6060 NotOwner The signer is not the bot's owner
6061 NotSubscriber The signer is not the subscriber
6062 NotKeeperSigner The signer is not the keeper's signer
6063 KeeperMismatch The keeper is not the one named in the subscription's terms
6064 BotMismatch The bot is not the subscription's
6065 EscrowMismatch The escrow is not the subscription's
6066 MintMismatch The mint is not the bot's
6067 InstanceMismatch The instance is not the subscription's: it is another agreement at the same address; read it again
6068 NotKeeperAdmin The signer is not the keeper's admin
6069 NotPendingAdmin The signer is not the admin that the keeper is handed to; the admin starts with transfer_keeper
6070 NotPendingOwner The signer is not the owner that the bot is handed to; the owner starts with transfer_bot
6071 NotSubscriberOrAgent The signer is neither the subscriber nor the agent
6080 WrongSource The subscription's source needs the other instruction: settle for verified, settle_attested for attested
6081 SequenceRepeated The sequence is already settled; look the close up on chain instead of sending it again
6082 SequenceSkipped The sequence is not the next one; settle the closes before it first
6083 ReferenceRepeated The reference is that of the last close (zero before the first): the close is settled already
6084 FinalOutsideClosing Only a subscription that is closing takes a final settlement
6085 SubscriptionEnded The subscription has ended; no settlement counts any more
6086 AlreadyClosing The subscription is closing or has ended already
6087 NotEnded The subscription has not ended; unsubscribe, and let the last settlement or the clock end it
6088 MalformedBatch Each row of a batch needs two accounts: its subscription, and its venue user or bot
6089 SubscriptionRepeated An earlier row of the batch settled this subscription
6100 AmountIsZero The amount is zero
6101 BalanceTooLow More is asked than the balance above the minimum balance of the terms
6102 PayoutDestination The destination is not the payout wallet's associated token account, or belongs to another by now
6103 DebtOutstanding A share is still owed; deposit it, have it waived, or wait until 7 days after the end
6104 RefundDestination The destination is neither the subscriber's associated token account nor signed for by the subscriber
6105 RentPayerMismatch The rent goes to who paid it`;
