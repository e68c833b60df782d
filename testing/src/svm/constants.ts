/** Money, time and sizes that the tests speak of. Expected results in the tests are literals, worked out from these by hand. */

/** Base units of the mint, 1e-6. */
export const Amount = {
  CENT: 10_000n,
  DOLLAR: 1_000_000n,
  /** What each actor's token account starts with: $1,000. */
  PURSE: 1_000_000_000n,
  /** The deposit at subscribe: $50. */
  DEPOSIT: 50_000_000n,
  /** The terms' minimum balance: $10. */
  MIN_BALANCE: 10_000_000n,
  /** The terms' minimum daily cap: $1. */
  MIN_DAILY_CAP: 1_000_000n,
  /** The daily cap that subscribers choose: $100. */
  DAILY_CAP: 100_000_000n,
  /** The bot's minimum payout: one cent. */
  MIN_PAYOUT: 10_000n,
} as const;

/** Basis points. */
export const Bps = { TEN_PERCENT: 1_000, ABOVE_LIMIT: 1_001 } as const;

/** Seconds. */
export const Time = {
  /** One hour into day 20,000 since 1970. */
  START: 1_728_003_600n,
  START_DAY: 20_000,
  HOUR: 3_600n,
  DAY: 86_400n,
  /** How long a verified subscription stays Closing at the most. */
  VERIFIED_CLOSING: 2_592_000n,
  /** The same for an attested one. */
  ATTESTED_CLOSING: 604_800n,
} as const;

/** Values of `Subscription.state`. */
export const State = { ACTIVE: 1, CLOSING: 2, ENDED: 3 } as const;

/** Bits of a record's flags. */
export const Flag = { LIQUIDATION: 1, RECREATED: 2, CAPPED: 4, FINAL: 8, ENDED: 16 } as const;

/** Drift's `User.status` and `PerpPosition.position_flag`. */
export const Status = { BEING_LIQUIDATED: 1, BANKRUPT: 2, REDUCE_ONLY: 4 } as const;
export const PositionFlag = { ISOLATED: 1, BEING_LIQUIDATED: 2, BANKRUPT: 4 } as const;

export const I64_MAX = 9_223_372_036_854_775_807n;
export const I64_MIN = -9_223_372_036_854_775_808n;
export const U64_MAX = 18_446_744_073_709_551_615n;

/** Lamports. */
export const Lamports = {
  PURSE: 100_000_000_000n,
  /** Keeps an empty account alive, but none of the programs' accounts. */
  DUST: 1_000_000n,
  BIG_DONATION: 1_000_000_000n,
} as const;
