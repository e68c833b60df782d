/** What a transaction pays for being processed. */
import { type Connection, Ed25519Program, Secp256k1Program, VersionedMessage } from "@solana/web3.js";
import { min } from "../wire/integers";
import { programsOf } from "./message";

/** Lamports. */
export interface Fee {
  /** For the signatures. */
  base: bigint;
  /** For the compute units that it asks for, at the price that it offers. */
  priority: bigint;
  /** All of it. */
  total: bigint;
}

const LAMPORTS_PER_SIGNATURE = 5_000n;
/** Programs that check signatures; the first byte of their data is how many. */
const CHECKERS: readonly string[] = [
  Ed25519Program.programId.toBase58(),
  Secp256k1Program.programId.toBase58(),
  "Secp256r1SigVerify1111111111111111111111111",
];

/** @param total lamports, as the node states it */
export function splitFee(message: VersionedMessage, total: number): Fee {
  const all = BigInt(total);
  const signatures = message.header.numRequiredSignatures + checkedSignatures(message);
  const base = min(all, LAMPORTS_PER_SIGNATURE * BigInt(signatures));
  return { base, priority: all - base, total: all };
}

/** Asks for the fee of a message that may have no blockhash. @returns lamports; null if the node does not know */
export async function askFee(connection: Connection, message: VersionedMessage): Promise<number | null> {
  const { blockhash } = await connection.getLatestBlockhash("confirmed");
  const dated = VersionedMessage.deserialize(message.serialize());
  dated.recentBlockhash = blockhash;
  return (await connection.getFeeForMessage(dated, "confirmed")).value;
}

/** Each of them is paid for like one of the transaction's own. */
function checkedSignatures(message: VersionedMessage): number {
  const programs = programsOf(message);
  return message.compiledInstructions.reduce(
    (sum, { data }, index) => sum + (CHECKERS.includes(programs[index]!.toBase58()) ? (data[0] ?? 0) : 0),
    0,
  );
}
