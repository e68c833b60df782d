/** The program this SDK speaks to. */
import { PublicKey } from "@solana/web3.js";
import { IDL } from "./idl/profit_share";

/** The address that the program declares; it refuses to run under another one. */
export const PROGRAM_ID = new PublicKey(IDL.address);
