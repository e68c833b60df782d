/**
 * Which transactions can never land any more. Answers may come from different nodes, and one that is behind knows nothing of
 * what happened since: so a transaction is given up only if its blockhash is dead in a finalized slot, and no answer that is at
 * least as far as that slot knows the transaction. No block height is needed for it.
 */
import {
  type Connection,
  type RpcResponseAndContext,
  type SignatureStatus,
  SolanaJSONRPCError,
  SolanaJSONRPCErrorCode,
  VersionedTransaction,
} from "@solana/web3.js";
import type { Logger } from "pino";
import type { Flight } from "../store/flights";

/** Blocks that a blockhash lives for: as many slots at least. */
const LIFETIME = 150;
/** Slots that a node remembers the statuses of without its history; it is 300, less what a fork may cost. */
const REMEMBERED = 250;
/** The action of transactions whose accounts do not tell whether they landed. */
export const PAYMENT = "transfer";

const { JSON_RPC_SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED: BEHIND } = SolanaJSONRPCErrorCode;

export type Expiry =
  | { kind: "landed"; status: SignatureStatus }
  /** `slot`: accounts of this slot or later show all that it can ever have done. `isSure`: it did not land. */
  | { kind: "expired"; slot: number; isSure: boolean };

type Statuses = RpcResponseAndContext<readonly (SignatureStatus | null)[]>;

/**
 * @param unknown flights that an answer of the slot `seen` does not know
 * @returns by signature, those whose end is known now
 * @throws what the connection throws
 */
export async function neverLanding(
  { connection, logger }: { connection: Connection; logger: Logger },
  unknown: readonly Flight[],
  seen: number,
): Promise<Map<string, Expiry>> {
  const ends = new Map<string, Expiry>();
  const old = unknown.filter(({ blockhashSlot }) => seen >= blockhashSlot + LIFETIME);
  const dead = await withDeadBlockhash(connection, old);
  if (dead.length === 0) return ends;
  const signatures = dead.map(({ flight }) => flight.signature);
  const known = await inHistory(connection, signatures);
  for (const [index, { flight, slot }] of dead.entries()) {
    const { signature, blockhashSlot, action } = flight;
    if (known === null) {
      // The past is not told. A node remembers what is recent; and accounts show what was done, except for a payment.
      const isSure = seen >= slot && seen <= blockhashSlot + REMEMBERED;
      if (isSure || action !== PAYMENT) ends.set(signature, { kind: "expired", slot, isSure });
      else logger.warn({ action, signature }, "whether the payment landed is known only to a node that keeps history");
      continue;
    }
    const status = known.value[index] ?? null;
    const isThere = status?.confirmationStatus === "confirmed" || status?.confirmationStatus === "finalized";
    if (status !== null && isThere) ends.set(signature, { kind: "landed", status });
    else if (status === null && known.context.slot >= slot)
      ends.set(signature, { kind: "expired", slot, isSure: true });
  }
  return ends;
}

/** Those whose blockhash is dead for good, with the finalized slot that says so. */
async function withDeadBlockhash(connection: Connection, flights: readonly Flight[]) {
  const byBlockhash = new Map<string, Flight[]>();
  for (const flight of flights) {
    const blockhash = blockhashOf(flight.transaction);
    byBlockhash.set(blockhash, [...(byBlockhash.get(blockhash) ?? []), flight]);
  }
  const dead: { flight: Flight; slot: number }[] = [];
  for (const [blockhash, users] of byBlockhash) {
    const born = Math.min(...users.map(({ blockhashSlot }) => blockhashSlot));
    const slot = await deadSince(connection, blockhash, born);
    if (slot !== null) dead.push(...users.map((flight) => ({ flight, slot })));
  }
  return dead;
}

/** @returns a finalized slot in which it is dead; null if it may be alive */
async function deadSince(connection: Connection, blockhash: string, born: number): Promise<number | null> {
  try {
    const config = { commitment: "finalized", minContextSlot: born } as const;
    const { context, value } = await connection.isBlockhashValid(blockhash, config);
    // A node that has not seen the blockhash yet says the same of it as of a dead one.
    return !value && context.slot >= born + LIFETIME ? context.slot : null;
  } catch (error) {
    if (error instanceof SolanaJSONRPCError && error.code === BEHIND) return null;
    throw error;
  }
}

/** null if the node does not tell: it keeps no history, which some say in a code of their own. */
async function inHistory(connection: Connection, signatures: string[]): Promise<Statuses | null> {
  try {
    return await connection.getSignatureStatuses(signatures, { searchTransactionHistory: true });
  } catch (error) {
    if (error instanceof SolanaJSONRPCError) return null;
    throw error;
  }
}

const blockhashOf = (transaction: string): string =>
  VersionedTransaction.deserialize(Buffer.from(transaction, "base64")).message.recentBlockhash;
