import { DataReader } from "./data-reader";
import { type Layout, parseLayout } from "./layout";

/** By the number that the data starts with, a u32. */
const LAYOUTS: readonly Layout[] = [
  {
    type: "createAccount",
    accounts: ["source", "newAccount"],
    fields: [
      ["lamports", "u64"],
      ["space", "u64"],
      ["owner", "key"],
    ],
  },
  { type: "assign", accounts: ["account"], fields: [["owner", "key"]] },
  { type: "transfer", accounts: ["source", "destination"], fields: [["lamports", "u64"]] },
  {
    type: "createAccountWithSeed",
    accounts: ["source", "newAccount"],
    fields: [
      ["base", "key"],
      ["seed", "text"],
      ["lamports", "u64"],
      ["space", "u64"],
      ["owner", "key"],
    ],
  },
  { type: "advanceNonce", accounts: ["nonceAccount", "recentBlockhashesSysvar", "nonceAuthority"] },
  {
    type: "withdrawFromNonce",
    accounts: ["nonceAccount", "destination", "recentBlockhashesSysvar", "rentSysvar", "nonceAuthority"],
    fields: [["lamports", "u64"]],
  },
  {
    type: "initializeNonce",
    accounts: ["nonceAccount", "recentBlockhashesSysvar", "rentSysvar"],
    fields: [["nonceAuthority", "key"]],
  },
  { type: "authorizeNonce", accounts: ["nonceAccount", "nonceAuthority"], fields: [["newAuthorized", "key"]] },
  { type: "allocate", accounts: ["account"], fields: [["space", "u64"]] },
  {
    type: "allocateWithSeed",
    accounts: ["account"],
    fields: [
      ["base", "key"],
      ["seed", "text"],
      ["space", "u64"],
      ["owner", "key"],
    ],
  },
  {
    type: "assignWithSeed",
    accounts: ["account"],
    fields: [
      ["base", "key"],
      ["seed", "text"],
      ["owner", "key"],
    ],
  },
  {
    type: "transferWithSeed",
    accounts: ["source", "sourceBase", "destination"],
    fields: [
      ["lamports", "u64"],
      ["sourceSeed", "text"],
      ["sourceOwner", "key"],
    ],
  },
  { type: "upgradeNonce", accounts: ["nonceAccount"] },
];

/** An instruction of the system program as jsonParsed writes it; null if it is none that a node parses. */
export function parseSystem(accounts: readonly string[], data: Uint8Array): object | null {
  if (data.length < 4 || accounts.length === 0) return null;
  const reader = new DataReader(data);
  const layout = LAYOUTS[reader.u32()];
  return layout === undefined ? null : parseLayout(layout, accounts, reader);
}
