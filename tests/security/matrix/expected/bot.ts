/** A bot and its vault. */
import type { Expectations } from "./types";

export const BOT: Expectations = {
  "update_terms, attested": {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =keeper",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    bot: {
      NotOwner: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    keeper: {
      "harmless: the owner's choice, in the terms that subscribers sign": "eves sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "reowned forged eve =owner",
      KeeperNotForSource: "absent",
      ConstraintDuplicateMutableAccount: "=bot",
    },
  },
  "update_terms, verified": {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =keeper",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    bot: {
      NotOwner: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    keeper: {
      KeeperNotForSource: "eves sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "forged eve =owner",
      "harmless: verified terms name none": "absent",
      ConstraintDuplicateMutableAccount: "=bot",
    },
  },
  set_payout: {
    owner: {
      NotOwner: "eves sibling empty =payout_wallet",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    payout_wallet: {
      "harmless: the owner's choice": "eves sibling empty reowned eve =owner",
      PayoutWallet: "type",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    bot: {
      NotOwner: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
  },
  set_open: {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    bot: {
      NotOwner: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=owner",
    },
  },
  transfer_bot: {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    bot: {
      NotOwner: "eves",
      "harmless: the signer's own, too": "sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=owner",
    },
  },
  accept_bot: {
    new_owner: {
      NotPendingOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot",
    },
    bot: {
      NotPendingOwner: "eves sibling",
      InvalidAccountData: "type",
      AccountDataTooSmall: "empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=new_owner",
    },
  },
  claim_vault: {
    owner: {
      NotOwner: "eves sibling empty",
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=vault =destination",
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
      InvalidSeeds: "sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "reowned forged eve =*",
      ConstraintDuplicateMutableAccount: "=vault =destination",
    },
    vault: {
      InvalidSeeds: "eves sibling",
      AccountDataTooSmall: "type empty eve",
      IllegalOwner: "reowned forged",
      ConstraintMut: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    token_program: {
      IncorrectProgramId: "eves sibling",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=vault =destination",
    },
  },
};
