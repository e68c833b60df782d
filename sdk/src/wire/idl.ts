/** The program this SDK speaks to. */
import { PublicKey } from "@solana/web3.js";
import type { ProfitShareIdl } from "../idl/profit_share";
import json from "../idl/profit_share.json";

export type { ProfitShareIdl };

/** The program's interface. The values come from the JSON: next to it, loaders disagree on what the bare name means. */
export const IDL = json as unknown as ProfitShareIdl;

/** The address that the program declares; it refuses to run under another one. */
export const PROGRAM_ID = new PublicKey(IDL.address);
