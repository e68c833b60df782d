/** The keeper account. */
import type { Expectations } from "./types";

export const KEEPER: Expectations = {
  register_keeper: {
    creator: {
      InvalidSeeds: "eves sibling empty =payer",
      MissingRequiredSignature: "type unsigned =system_program",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=keeper",
    },
    payer: {
      "harmless: whoever signs may pay": "eves sibling =creator",
      MissingRequiredSignature: "type unsigned readonly =system_program",
      "System.ResultWithNegativeLamports": "empty",
      ExternalAccountLamportSpend: "reowned",
      ConstraintDuplicateMutableAccount: "=keeper",
    },
    keeper: {
      InvalidSeeds: "eves sibling type empty forged eve",
      "System.AccountAlreadyInUse": "reowned",
      PrivilegeEscalation: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    system_program: {
      IncorrectProgramId: "eves sibling",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=keeper",
    },
  },
  set_keeper_signer: {
    admin: {
      NotKeeperAdmin: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=keeper",
    },
    keeper: {
      NotKeeperAdmin: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=admin",
    },
  },
  transfer_keeper: {
    admin: {
      NotKeeperAdmin: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=keeper",
    },
    keeper: {
      NotKeeperAdmin: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=admin",
    },
  },
  accept_keeper: {
    new_admin: {
      NotPendingAdmin: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=keeper",
    },
    keeper: {
      NotPendingAdmin: "eves sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=new_admin",
    },
  },
};
