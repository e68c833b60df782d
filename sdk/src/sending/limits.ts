/**
 * What a transaction asks of the network: compute units, and bytes of accounts to load. Asked for close to what it uses, since
 * that is what a priority fee is for, what a block's room is counted by, and what a draft would charge for (SIMD-0553).
 */
import { ComputeBudgetProgram, type SimulatedTransactionResponse, TransactionInstruction } from "@solana/web3.js";
import { ByteWriter, toBuffer } from "../wire/bytes";
import { worstOf } from "./worst";

/** What a transaction may use at most. */
export interface Limits {
  computeUnits: number;
  /**
   * Of all accounts that it names: their data and 64 each, and for programs their bytes (SIMD-0186). null asks for none, which
   * is 64 MiB.
   */
  loadedBytes: number | null;
}

/** The most that a transaction may ask for: what a simulation runs with. */
export const MOST: Limits = { computeUnits: 1_400_000, loadedBytes: 64 * 1_024 * 1_024 };

/** What the network counts loaded bytes in. */
const PAGE = 32 * 1_024;
/** For what the dearest paths do not name: a venue's instruction that finds more to do than it found in the simulation. */
const SPARE_UNITS = 2_000;
/** Of the instructions that ask for units and data and name a price: 150 each. */
const ASKING_UNITS = 450;
/**
 * Between the simulation and the landing accounts may grow. A token account that is made counts 229 bytes, a venue's account
 * has grown by some hundred, and an upgrade makes room for what the new program has more. A tenth and two pages hold all of
 * that and cost 16 of the units that a block has room for. What grows by more fails before anything runs, and can be sent
 * again with another simulation: no close is lost.
 */
const SPARE_BYTES = 2 * PAGE;

/** What a simulation used, with nodes that do not say how much data they loaded. */
export function usedBy(simulated: SimulatedTransactionResponse): Limits {
  // web3.js does not name the field, and passes it on.
  const { loadedAccountsDataSize } = simulated as { loadedAccountsDataSize?: number | null };
  return {
    computeUnits: simulated.unitsConsumed ?? MOST.computeUnits,
    loadedBytes: loadedAccountsDataSize ?? null,
  };
}

/**
 * The limits for a transaction that used this in a simulation: a tenth more and what may come in between, and units for the
 * dearest paths of what it holds.
 * @param instructions without those that ask for the limits
 */
export function limitsFor(
  { computeUnits, loadedBytes }: Limits,
  instructions: readonly TransactionInstruction[],
): Limits {
  const { computeUnits: worst, complete } = worstOf(instructions);
  // Of what is not known the simulation says what it takes, and nothing says how much of all that was its part.
  const dearest = complete ? ASKING_UNITS + worst : computeUnits + worst;
  return {
    computeUnits: Math.min(MOST.computeUnits, Math.max(tenthMore(computeUnits) + SPARE_UNITS, dearest)),
    loadedBytes:
      loadedBytes === null
        ? null
        : Math.min(MOST.loadedBytes!, Math.ceil((tenthMore(loadedBytes) + SPARE_BYTES) / PAGE) * PAGE),
  };
}

/** In whole numbers, so that 10 becomes 11. */
const tenthMore = (value: number): number => Math.ceil((value * 11) / 10);

/** Instructions that ask for it, to stand before the others. */
export function limitInstructions({ computeUnits, loadedBytes }: Limits): TransactionInstruction[] {
  const units = ComputeBudgetProgram.setComputeUnitLimit({ units: computeUnits });
  return loadedBytes === null ? [units] : [units, setLoadedAccountsDataSizeLimit(loadedBytes)];
}

/** The instruction's number in the compute budget program. */
const SET_LOADED_ACCOUNTS_DATA_SIZE_LIMIT = 4;

/** web3.js has none. */
function setLoadedAccountsDataSizeLimit(bytes: number): TransactionInstruction {
  const data = toBuffer(new ByteWriter(5).u8(SET_LOADED_ACCOUNTS_DATA_SIZE_LIMIT).u32(bytes).finish());
  return new TransactionInstruction({ programId: ComputeBudgetProgram.programId, keys: [], data });
}
