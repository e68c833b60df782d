/** Why the server does not sign. Nothing was signed or sent then. */

export type RefusalReason =
  /** There is no bot at the address. */
  | "no_such_bot"
  /** The bot takes no new subscribers. */
  | "bot_closed"
  /** What is asked for can be no subscription to this bot: another kind of account, a number beyond its field. */
  | "bad_request"
  /** This server has no key for the agent, or it is not one of the subscriber's. */
  | "wrong_agent"
  | "cap_too_low"
  | "deposit_too_low"
  /** The venue account is missing, another agent's, has open positions or is in liquidation. */
  | "venue_account"
  | "subscription_exists"
  /** The paying token account is missing, somebody else's, frozen, or holds too little. */
  | "not_enough_tokens"
  /** The bot has other terms than those that were signed. */
  | "terms_changed"
  /** It is no transaction, or too large. */
  | "unreadable"
  /** A readable transaction, and not the one that was agreed on. */
  | "not_as_agreed"
  /** The subscriber's signature is missing or wrong. */
  | "not_signed_by_subscriber"
  /** The agent's signer did not sign. */
  | "not_signed_by_agent"
  | "blockhash_dead"
  /** The simulation fails, or the node refuses the transaction. */
  | "would_fail";

export class CosignRefused extends Error {
  override readonly name = "CosignRefused";

  /** @param message what is wrong, with which account, and what to do */
  constructor(
    readonly reason: RefusalReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
