import { DataReader } from "./data-reader";
import { type Layout, parseLayout } from "./layout";

const CREATED = ["source", "account", "wallet", "mint", "systemProgram", "tokenProgram"];

/** By the number that the data starts with, a u8. */
const LAYOUTS: readonly Layout[] = [
  { type: "create", accounts: CREATED },
  { type: "createIdempotent", accounts: CREATED },
  {
    type: "recoverNested",
    accounts: ["nestedSource", "nestedMint", "destination", "nestedOwner", "ownerMint", "wallet", "tokenProgram"],
  },
];

/** An instruction of the associated token program as jsonParsed writes it; null if it is none of those. */
export function parseAssociatedToken(accounts: readonly string[], data: Uint8Array): object | null {
  if (data.length > 1) return null;
  // The program's first version took no data.
  const layout = LAYOUTS[data[0] ?? 0];
  return layout === undefined ? null : parseLayout(layout, accounts, new DataReader(data));
}
