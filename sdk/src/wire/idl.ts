/** The program this SDK speaks to: its interface and its address. */
import { PublicKey } from "@solana/web3.js";
import { IDL } from "./profit-share-idl";

export { IDL, type ProfitShareIdl } from "./profit-share-idl";

/** The address that the program declares; it refuses to run under another one. */
export const PROGRAM_ID = new PublicKey(IDL.address);
