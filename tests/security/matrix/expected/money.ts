/** A running subscription. */
import type { Expectations } from "./types";

export const MONEY: Expectations = {
  deposit: {
    owner: {
      "Token.OwnerMismatch": "eves sibling empty",
      MissingRequiredSignature: "type unsigned =token_program",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=*",
    },
    source: {
      "Token.OwnerMismatch": "eves sibling",
      InvalidAccountData: "type empty eve",
      ExternalAccountDataModified: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    subscription: {
      EscrowMismatch: "eves sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    escrow: {
      EscrowMismatch: "eves sibling type empty forged eve",
      ExternalAccountDataModified: "reowned",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    token_program: {
      IncorrectProgramId: "eves sibling",
      ConstraintExecutable: "type empty eve =owner",
      ConstraintDuplicateMutableAccount: "=*",
    },
  },
  claim: {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =bot =token_program",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=*",
    },
    destination: {
      "harmless: the signer's money goes where the signer says": "eves sibling",
      InvalidAccountData: "type empty eve",
      ExternalAccountDataModified: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    bot: {
      NotOwner: "eves",
      BotMismatch: "sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "reowned forged eve =owner =token_program",
      ConstraintDuplicateMutableAccount: "=*",
    },
    subscription: {
      BotMismatch: "eves",
      EscrowMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    escrow: {
      EscrowMismatch: "eves sibling type empty forged eve",
      ExternalAccountDataModified: "reowned",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    token_program: {
      IncorrectProgramId: "eves sibling",
      ConstraintExecutable: "type empty eve =owner =bot",
      ConstraintDuplicateMutableAccount: "=*",
    },
  },
  payout: {
    destination: {
      PayoutDestination: "eves sibling type empty reowned forged eve",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    bot: {
      BotMismatch: "eves sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "reowned forged eve =token_program",
      ConstraintDuplicateMutableAccount: "=*",
    },
    subscription: {
      BotMismatch: "eves",
      EscrowMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    escrow: {
      EscrowMismatch: "eves sibling type empty forged eve",
      ExternalAccountDataModified: "reowned",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    token_program: {
      IncorrectProgramId: "eves sibling",
      ConstraintExecutable: "type empty eve =bot",
      ConstraintDuplicateMutableAccount: "=*",
    },
  },
  waive: {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =bot",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    bot: {
      NotOwner: "eves",
      BotMismatch: "sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "reowned forged eve =owner",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    subscription: {
      BotMismatch: "eves",
      InstanceMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
  },
  withdraw: {
    subscriber: {
      NotSubscriber: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =destination",
    },
    destination: {
      "harmless: the signer's money goes where the signer says": "eves sibling",
      InvalidAccountData: "type empty eve",
      ExternalAccountDataModified: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    subscription: {
      NotSubscriber: "eves",
      EscrowMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    escrow: {
      EscrowMismatch: "eves sibling type empty forged eve",
      ExternalAccountDataModified: "reowned",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    venue_user: {
      VenueUserMismatch: "eves sibling type empty forged eve =*",
      "harmless: an unreadable venue user locks no money": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =destination",
    },
    token_program: {
      IncorrectProgramId: "eves sibling =program",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =destination",
    },
    event_authority: {
      InvalidSeeds: "eves sibling type empty eve =*",
      "harmless: only its address counts": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =destination",
    },
    program: {
      MissingAccount: "eves sibling type empty eve =*",
      ConstraintDuplicateMutableAccount: "=subscription =escrow =destination",
    },
  },
  set_cap: {
    subscriber: {
      NotSubscriber: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    subscription: {
      NotSubscriber: "eves",
      InstanceMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=subscriber",
    },
  },
};
