/** Written by scripts/idl-module.mjs from the program's IDL: its constants. Times are seconds; seeds and domains are the text whose bytes they are. */

/** Version byte of every account. */
export const ACCOUNT_VERSION = 2;

/** An attested subscription that is closing ends at the latest this long after `unsubscribe` (seconds). */
export const ATTESTED_CLOSING_TIME = 604800n;

/** First seed of an attested subscription. */
export const ATTESTED_SEED = "attested";

/** First seed of a bot. */
export const BOT_SEED = "bot";

/** Denominator of basis points. */
export const BPS_DENOMINATOR = 10000n;

/** First seed of a subscription's escrow. */
export const ESCROW_SEED = "escrow";

/** First bytes of every history. They tie a head to this program's record format. */
export const HISTORY_DOMAIN = "profit_share:history:v2";

/** First seed of a keeper. */
export const KEEPER_SEED = "keeper";

/** 10 %: the most a creator may take. */
export const MAX_PROFIT_SHARE_BPS = 1000;

/** Decimals of every accepted mint, so that base units are 1e-6 quote like realized PnL. */
export const MINT_DECIMALS = 6;

/** Seconds of a UTC day, the window of the daily cap. */
export const SECONDS_PER_DAY = 86400n;

/** First seed of a bot's vault. */
export const VAULT_SEED = "vault";

/** A verified subscription that is closing ends at the latest this long after `unsubscribe` (seconds). */
export const VERIFIED_CLOSING_TIME = 2592000n;

/** First seed of a verified subscription. */
export const VERIFIED_SEED = "verified";

/** What is owed is written off when a subscription closes this long after its end (seconds). */
export const WRITE_OFF_TIME = 604800n;
