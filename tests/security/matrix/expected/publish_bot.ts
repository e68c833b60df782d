/** `publish_bot`. */
import type { Expectations } from "./types";

export const PUBLISH_BOT: Expectations = {
  "publish_bot, attested": {
    creator: {
      InvalidSeeds: "eves sibling empty =payer =payout_wallet",
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    payer: {
      "harmless: whoever signs may pay": "eves sibling =creator =payout_wallet",
      MissingRequiredSignature: "type unsigned readonly =*",
      "System.ResultWithNegativeLamports": "empty",
      ExternalAccountLamportSpend: "reowned",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    payout_wallet: {
      "harmless: the owner's choice": "eves sibling empty reowned eve =creator =payer",
      PayoutWallet: "type =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    bot: {
      InvalidSeeds: "eves sibling type empty forged eve",
      "System.AccountAlreadyInUse": "reowned",
      PrivilegeEscalation: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    vault: {
      InvalidSeeds: "eves sibling empty forged eve",
      ConstraintDuplicateMutableAccount: "type =*",
      "System.AccountAlreadyInUse": "reowned",
      PrivilegeEscalation: "readonly",
    },
    mint: {
      "harmless: the creator's choice of a mint, for new bots": "eves",
      MintDecimals: "sibling",
      InvalidAccountData: "type",
      IllegalOwner: "empty reowned forged eve =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    keeper: {
      "harmless: the owner's choice, in the terms that subscribers sign": "eves sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "reowned forged eve =*",
      KeeperNotForSource: "absent =quote_market",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    quote_market: {
      "harmless: attested terms read no market": "eves sibling type empty forged eve absent =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    token_program: {
      IncorrectProgramId: "eves sibling =quote_market =system_program",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    system_program: {
      IncorrectProgramId: "eves sibling =quote_market =token_program",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
  },
  "publish_bot, verified": {
    creator: {
      InvalidSeeds: "eves sibling empty =payer =payout_wallet",
      MissingRequiredSignature: "type unsigned =*",
      "harmless: the signature counts, whoever owns the wallet": "reowned",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    payer: {
      "harmless: whoever signs may pay": "eves sibling =creator =payout_wallet",
      MissingRequiredSignature: "type unsigned readonly =*",
      "System.ResultWithNegativeLamports": "empty",
      ExternalAccountLamportSpend: "reowned",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    payout_wallet: {
      "harmless: the owner's choice": "eves sibling empty reowned eve =creator =payer",
      "harmless: the owner's own loss, at an account that this program cannot judge": "=quote_market",
      PayoutWallet: "type =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    bot: {
      InvalidSeeds: "eves sibling type empty forged eve",
      "System.AccountAlreadyInUse": "reowned",
      PrivilegeEscalation: "readonly",
      ConstraintDuplicateMutableAccount: "=*",
    },
    vault: {
      InvalidSeeds: "eves sibling empty forged eve",
      ConstraintDuplicateMutableAccount: "type =*",
      "System.AccountAlreadyInUse": "reowned",
      PrivilegeEscalation: "readonly",
    },
    mint: {
      QuoteMarketMismatch: "eves",
      MintDecimals: "sibling",
      InvalidAccountData: "type",
      IllegalOwner: "empty reowned forged eve =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    keeper: {
      KeeperNotForSource: "eves sibling",
      InvalidAccountData: "type",
      UninitializedAccount: "empty",
      IllegalOwner: "forged eve =*",
      "harmless: verified terms name none": "absent",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    quote_market: {
      QuoteMarketMismatch: "eves sibling type empty reowned forged eve absent =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    token_program: {
      IncorrectProgramId: "eves sibling =keeper =system_program",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
    system_program: {
      IncorrectProgramId: "eves sibling =keeper =token_program",
      ConstraintExecutable: "type empty eve =*",
      ConstraintDuplicateMutableAccount: "=bot =vault",
    },
  },
};
