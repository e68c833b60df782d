/** What the failures of this program and of those around it mean, and what to do about them. */
import { ERRORS } from "../wire/profit-share-errors";

/**
 * A line for each: its code, its name, what it says. First the program's own, then those of the Anchor framework, which checks
 * accounts before the program's own code runs.
 */
export const PROGRAM_ERRORS = `${ERRORS}
2000 ConstraintMut An account that has to be writable was passed read-only: build the instruction with this SDK
2001 ConstraintHasOne Two accounts do not belong together: check which bot and subscription were passed
2003 ConstraintRaw An account does not meet a condition of the instruction: check the accounts passed
2005 ConstraintRentExempt An account holds too little SOL to exist: give it its rent
2007 ConstraintExecutable An account that has to be a program is none: build the instruction with this SDK
2011 ConstraintClose An account cannot be closed into itself: pass another destination
2012 ConstraintAddress An account is not the one that belongs here: read the subscription again and pass its own
2013 ConstraintZero An account is in use already: pass a new one
2019 ConstraintSpace An account has another size than the program's: it belongs to another version
2020 ConstraintAccountIsNone An optional account is needed here: for a deposit above 0 pass the paying token account
2040 ConstraintDuplicateMutableAccount The same account was passed twice where two are needed: pass different ones
2500 RequireViolated A condition of the instruction does not hold: check its accounts and amounts`;

/** The same of the token program. */
export const TOKEN_ERRORS = `
1 InsufficientFunds The paying token account holds less than the amount: fund it or pay less
3 MintMismatch The token account is of another mint: pass one of the subscription's mint
4 OwnerMismatch The token account does not belong to the signer: pass one that it owns
17 AccountFrozen The token account is frozen by the mint's issuer: use another one`;

/** The same of Drift, those that money meets on its way out of an account; names and numbers as in its IDL. */
export const DRIFT_ERRORS = `
6002 InsufficientDeposit Drift: the account holds less of the token than the amount: take out less
6003 InsufficientCollateral Drift: the account would hold too little collateral for its positions: take out less, or close positions
6024 ExchangePaused Drift: the exchange is paused: try again later
6093 UserMustSettleTheirOwnPositiveUnsettledPNL Drift: only the account's own authority may settle its positive PnL: sign with that wallet or its delegate
6095 InsufficientCollateralForSettlingPNL Drift: the account has too little collateral to settle this PnL: add collateral, or close positions
6117 UserIsBeingLiquidated Drift: the account is being liquidated: wait until that is over
6125 UserBankrupt Drift: the account is bankrupt: nothing can be taken out of it
6128 DailyWithdrawLimit Drift: the market's withdrawals reached their daily limit: try again later, or take out less
6149 MarketWithdrawPaused Drift: withdrawals of the market are paused: try again later
6153 ReduceOnlyWithdrawIncreasedRisk Drift: the withdrawal is reduce-only and would borrow: take out no more than is deposited
6225 InvalidOracleForSettlePnl Drift: the oracle's price cannot be settled by now: try again later
6259 NoUnsettledPnl Drift: the market has no PnL to settle for the account: leave the market out
6260 PnlPoolCantSettleUser Drift: the market's pool cannot pay the PnL now: try again later`;

/** The same of the system program. */
export const SYSTEM_ERRORS = `
0 AccountAlreadyInUse The address to create exists already: pick another id, or read what is there
1 ResultWithNegativeLamports The payer holds too little SOL for the rent: fund it`;

/** The runtime's own refusals in the order of their numbers, from 2 (`solana-program-error`). */
export const BUILTIN_ERRORS = `InvalidArgument InvalidInstructionData InvalidAccountData AccountDataTooSmall
InsufficientFunds IncorrectProgramId MissingRequiredSignature AccountAlreadyInitialized UninitializedAccount
NotEnoughAccountKeys AccountBorrowFailed MaxSeedLengthExceeded InvalidSeeds BorshIoError AccountNotRentExempt
UnsupportedSysvar IllegalOwner MaxAccountsDataAllocationsExceeded InvalidRealloc MaxInstructionTraceLengthExceeded
BuiltinProgramsMustConsumeComputeUnits InvalidAccountOwner ArithmeticOverflow Immutable IncorrectAuthority`;

/** Refusals that the runtime names itself. In brackets the words of its logs, where they are not those of the name. */
export const RUNTIME_ERRORS = `
MissingRequiredSignature A signature is missing: sign with every wallet the instruction names as signer
InvalidSeeds [provided seeds do not result in a valid address] An account is not at the address derived for it: build the instruction with this SDK
IllegalOwner [provided owner is not allowed] An account is owned by another program than expected: check the accounts and the cluster
InvalidAccountOwner An account is owned by another program than expected: check the accounts and the cluster
InvalidAccountData An account holds other data than expected: check that it exists on this cluster and is of the right kind
UninitializedAccount [requires an initialized account] An account does not exist yet: create it first
NotEnoughAccountKeys [insufficient account keys] Accounts are missing: build the instruction with this SDK
InvalidInstructionData The program does not know this instruction: use the SDK of the program's version
IncorrectProgramId A wrong program account was passed, or the program runs at another address than it declares
ComputationalBudgetExceeded [exceeded cus meter] The transaction ran out of compute units: raise its limit
MaxLoadedAccountsDataSizeExceeded [max loaded accounts data size cap] Its accounts hold more data than it asked to load: make it again, with a limit from a new simulation
ProgramFailedToComplete The program aborted: check the accounts passed and the compute unit limit
ArithmeticOverflow An amount is too large: pass a smaller one
InsufficientFunds [insufficient funds for instruction] An account holds too little: fund it
AccountNotFound [no record of a prior credit] The fee payer does not exist on this cluster: fund it with SOL
InsufficientFundsForFee The fee payer holds too little SOL for the fee: fund it
InsufficientFundsForRent An account would be left with too little SOL to exist: fund it
BlockhashNotFound The transaction is too old or was made for another cluster: make and sign it again
AlreadyProcessed [already been processed] The transaction was processed before: look its signature up
Expired [block height exceeded] The transaction expired before it was confirmed: look its signature up, then make and sign it again`;
