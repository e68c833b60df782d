/** What only a local chain has: the account that lets the simulator run. */
import { DRIFT_STATE } from "@profit-share/sdk/drift";
import { PublicKey } from "@solana/web3.js";

/**
 * No transaction can create it: its owner is the native loader. Write it into a local chain before the first instruction; it
 * lies where Drift has its state.
 */
export const LOCAL_CHAIN_MARKER = {
  address: DRIFT_STATE,
  owner: new PublicKey("NativeLoader1111111111111111111111111111111"),
  data: Buffer.from("profit_share local chain, drift0", "ascii"),
  /** Rent-exempt for its 32 bytes. */
  lamports: 1_113_600,
  executable: false,
} as const;
