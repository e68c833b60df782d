import {
  BPF_LOADER_DEPRECATED_PROGRAM_ID,
  BPF_LOADER_PROGRAM_ID,
  ComputeBudgetProgram,
  Ed25519Program,
  Secp256k1Program,
  SystemProgram,
  type VersionedMessage,
  VoteProgram,
} from "@solana/web3.js";
import { askedBy } from "./compute-budget";

const LAMPORTS_PER_SIGNATURE = 5_000n;
const MICROLAMPORTS_PER_LAMPORT = 1_000_000n;
const MAX_COMPUTE_UNITS = 1_400_000;
/** Compute units that an instruction may use if the transaction sets no limit. */
const UNITS_PER_INSTRUCTION = 200_000;
const UNITS_PER_BUILTIN_INSTRUCTION = 3_000;

const PRECOMPILES = [Ed25519Program.programId, Secp256k1Program.programId].map((id) => id.toBase58());
const BUILTINS = [
  ...PRECOMPILES,
  SystemProgram.programId.toBase58(),
  ComputeBudgetProgram.programId.toBase58(),
  VoteProgram.programId.toBase58(),
  BPF_LOADER_PROGRAM_ID.toBase58(),
  BPF_LOADER_DEPRECATED_PROGRAM_ID.toBase58(),
  "BPFLoaderUpgradeab1e11111111111111111111111",
  "LoaderV411111111111111111111111111111111111",
];

/**
 * What the message pays in lamports: per signature, and its price per compute unit times its limit, rounded up. Version 1 names
 * the sum instead of a price.
 */
export function feeOf(message: VersionedMessage): bigint {
  let signatures = message.header.numRequiredSignatures;
  let defaultUnits = 0;
  for (const { programIdIndex, data } of message.compiledInstructions) {
    const program = message.staticAccountKeys[programIdIndex]!.toBase58();
    defaultUnits += BUILTINS.includes(program) ? UNITS_PER_BUILTIN_INSTRUCTION : UNITS_PER_INSTRUCTION;
    // Each precompile's data starts with the number of signatures it checks, and each is paid for.
    if (PRECOMPILES.includes(program)) signatures += data[0] ?? 0;
  }
  const asked = askedBy(message);
  const units = BigInt(Math.min(asked.units ?? defaultUnits, MAX_COMPUTE_UNITS));
  const priced = (asked.unitPrice * units + MICROLAMPORTS_PER_LAMPORT - 1n) / MICROLAMPORTS_PER_LAMPORT;
  const priority = message.version === 1 ? BigInt(message.transactionConfig.priorityFee ?? 0) : priced;
  return BigInt(signatures) * LAMPORTS_PER_SIGNATURE + priority;
}
