/** The end of a subscription. */
import type { Expectations } from "./types";

export const LEAVE: Expectations = {
  unsubscribe: {
    signer: {
      NotSubscriberOrAgent: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    subscription: {
      VenueUserMismatch: "eves sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    venue_user: {
      VenueUserMismatch: "eves sibling type empty forged eve =*",
      "harmless: an unreadable venue user locks nobody in": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    event_authority: {
      InvalidSeeds: "eves sibling type empty eve =*",
      "harmless: only its address counts": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    program: {
      MissingAccount: "eves sibling type empty eve =*",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
  },
  close_subscription: {
    rent_payer: {
      RentPayerMismatch: "eves sibling type empty eve =subscriber =token_program =event_authority",
      "harmless: the rent goes to the address that paid it": "reowned",
      ConstraintMut: "readonly =program",
      ConstraintDuplicateMutableAccount: "=*",
    },
    subscriber: {
      NotSubscriber: "eves sibling type empty eve =*",
      "harmless: only its address counts": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =bot =vault =destination",
    },
    destination: {
      RefundDestination: "eves sibling type empty reowned forged eve absent =program",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    subscription: {
      RentPayerMismatch: "eves",
      EscrowMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    escrow: {
      EscrowMismatch: "eves sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    bot: {
      BotMismatch: "eves sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    vault: {
      InvalidSeeds: "eves sibling type empty forged eve",
      ExternalAccountDataModified: "reowned",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    token_program: {
      IncorrectProgramId: "eves sibling =program",
      ConstraintExecutable: "type empty eve =rent_payer =subscriber =event_authority",
      ConstraintDuplicateMutableAccount: "=*",
    },
    event_authority: {
      InvalidSeeds: "eves sibling type empty eve =*",
      "harmless: only its address counts": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =bot =vault =destination",
    },
    program: {
      MissingAccount: "eves sibling type empty eve =*",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =bot =vault =destination",
    },
  },
};
