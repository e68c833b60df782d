/** The program this SDK speaks to: its address, and its interface as a type. */
import { PublicKey } from "@solana/web3.js";
import { ADDRESS } from "./profit-share-schema";

export type { ProfitShareIdl } from "./profit-share-idl";

/** The address that the program declares; it refuses to run under another one. */
export const PROGRAM_ID = /* @__PURE__ */ new PublicKey(ADDRESS);
