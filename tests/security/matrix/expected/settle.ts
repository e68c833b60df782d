/** Settlements, and `sync`. */
import type { Expectations } from "./types";

export const SETTLE: Expectations = {
  settle: {
    subscription: {
      VenueUserMismatch: "eves sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    venue_user: {
      VenueUserMismatch: "eves sibling type empty forged eve =*",
      VenueOwner: "reowned",
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
  settle_attested: {
    signer: {
      NotKeeperSigner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    keeper: {
      NotKeeperSigner: "eves",
      KeeperMismatch: "sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty =event_authority",
      IllegalOwner: "reowned forged eve =*",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
    subscription: {
      KeeperMismatch: "eves",
      InstanceMismatch: "sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
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
  settle_batch: {
    signer: {
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      "harmless: the attested row is skipped, the other needs no keeper": "eves sibling empty absent =program",
    },
    keeper: {
      "harmless: the attested row is skipped, the other needs no keeper": "eves sibling absent =program",
      InvalidAccountData: "type",
      UninitializedAccount: "empty =event_authority",
      IllegalOwner: "reowned forged eve =signer",
    },
    event_authority: {
      InvalidSeeds: "eves sibling type empty eve =*",
      "harmless: only its address counts": "reowned",
    },
    program: {
      MissingAccount: "eves sibling type empty eve =*",
    },
  },
  sync: {
    subscription: {
      EscrowMismatch: "eves sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=escrow",
    },
    escrow: {
      EscrowMismatch: "eves sibling",
      InvalidAccountData: "type",
      IllegalOwner: "empty reowned forged eve",
      ConstraintDuplicateMutableAccount: "=subscription",
    },
  },
};
