import { DataReader } from "./data-reader";
import { type Layout, parseLayout } from "./layout";

const MINT_FIELDS = [
  ["decimals", "u8"],
  ["mintAuthority", "key"],
  ["freezeAuthority", "optionalKey"],
] as const;
const AMOUNT = [["amount", "amount"]] as const;
const TOKEN_AMOUNT = [["tokenAmount", "tokenAmount"]] as const;
const OWNER = ["owner", "multisigOwner"] as const;
const AUTHORITY = ["authority", "multisigAuthority"] as const;
const MINT_AUTHORITY = ["mintAuthority", "multisigMintAuthority"] as const;
const FREEZE_AUTHORITY = ["freezeAuthority", "multisigFreezeAuthority"] as const;

const SET_AUTHORITY: Omit<Layout, "accounts"> = {
  type: "setAuthority",
  authority: AUTHORITY,
  fields: [
    ["authorityType", "authorityType"],
    ["newAuthority", "nullableKey"],
  ],
};
const SET_MINT_AUTHORITY: Layout = { ...SET_AUTHORITY, accounts: ["mint"] };
const SET_ACCOUNT_AUTHORITY: Layout = { ...SET_AUTHORITY, accounts: ["account"] };
/** The first of the authorities that an account has, not a mint. */
const ACCOUNT_OWNER = 2;

/** The instructions that both token programs have, by the number that the data starts with, a u8. */
const LAYOUTS: readonly Layout[] = [
  { type: "initializeMint", accounts: ["mint", "rentSysvar"], fields: MINT_FIELDS },
  { type: "initializeAccount", accounts: ["account", "mint", "owner", "rentSysvar"] },
  { type: "initializeMultisig", accounts: ["multisig", "rentSysvar"], rest: "signers", fields: [["m", "u8"]] },
  { type: "transfer", accounts: ["source", "destination"], authority: AUTHORITY, fields: AMOUNT },
  { type: "approve", accounts: ["source", "delegate"], authority: OWNER, fields: AMOUNT },
  { type: "revoke", accounts: ["source"], authority: OWNER },
  SET_MINT_AUTHORITY,
  { type: "mintTo", accounts: ["mint", "account"], authority: MINT_AUTHORITY, fields: AMOUNT },
  { type: "burn", accounts: ["account", "mint"], authority: AUTHORITY, fields: AMOUNT },
  { type: "closeAccount", accounts: ["account", "destination"], authority: OWNER },
  { type: "freezeAccount", accounts: ["account", "mint"], authority: FREEZE_AUTHORITY },
  { type: "thawAccount", accounts: ["account", "mint"], authority: FREEZE_AUTHORITY },
  {
    type: "transferChecked",
    accounts: ["source", "mint", "destination"],
    authority: AUTHORITY,
    fields: TOKEN_AMOUNT,
  },
  { type: "approveChecked", accounts: ["source", "mint", "delegate"], authority: OWNER, fields: TOKEN_AMOUNT },
  { type: "mintToChecked", accounts: ["mint", "account"], authority: MINT_AUTHORITY, fields: TOKEN_AMOUNT },
  { type: "burnChecked", accounts: ["account", "mint"], authority: AUTHORITY, fields: TOKEN_AMOUNT },
  { type: "initializeAccount2", accounts: ["account", "mint", "rentSysvar"], fields: [["owner", "key"]] },
  { type: "syncNative", accounts: ["account"] },
  { type: "initializeAccount3", accounts: ["account", "mint"], fields: [["owner", "key"]] },
  { type: "initializeMultisig2", accounts: ["multisig"], rest: "signers", fields: [["m", "u8"]] },
  { type: "initializeMint2", accounts: ["mint"], fields: MINT_FIELDS },
  { type: "getAccountDataSize", accounts: ["mint"], fields: [["extensionTypes", "extensionTypes"]] },
  { type: "initializeImmutableOwner", accounts: ["account"] },
  { type: "amountToUiAmount", accounts: ["mint"], fields: AMOUNT },
  { type: "uiAmountToAmount", accounts: ["mint"], fields: [["uiAmount", "restText"]] },
];

/** An instruction of a token program as jsonParsed writes it; null if it is none of those above. */
export function parseToken(accounts: readonly string[], data: Uint8Array): object | null {
  if (data.length === 0 || accounts.length === 0) return null;
  const reader = new DataReader(data);
  const found = LAYOUTS[reader.u8()];
  const layout = found === SET_MINT_AUTHORITY && (data[1] ?? 0) >= ACCOUNT_OWNER ? SET_ACCOUNT_AUTHORITY : found;
  return layout === undefined ? null : parseLayout(layout, accounts, reader);
}
