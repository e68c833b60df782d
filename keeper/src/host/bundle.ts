/** Settling a verified subscription in the transaction that closes the position. Pure. */
import { hasEnded, type Located, type Subscription, settleBatch } from "@profit-share/sdk";
import { readTakenOrder } from "@profit-share/sdk/drift";
import { MAX_TRANSACTION_BYTES, MOST, NO_BLOCKHASH, transactionLength } from "@profit-share/sdk/sending";
import {
  type AddressLookupTableAccount,
  ComputeBudgetProgram,
  MessageV0,
  type PublicKey,
  TransactionInstruction,
} from "@solana/web3.js";

export interface BundleOptions {
  /** As the chain has it. */
  subscription: Located<Subscription>;
  /** Pays the fee. */
  payer: PublicKey;
  /** Unix seconds of the cluster's clock, see `ProfitShareReader.time`. */
  now: bigint;
  /** The lookup tables that the transaction is compiled with. */
  tables?: readonly AddressLookupTableAccount[];
  /**
   * Whether an instruction closes at once, and nothing but closes. If left out, those of Drift do that are
   * `place_and_take_perp_order` with `reduceOnly`, for the subscription's account. For a program of your own that calls Drift.
   */
  closes?: (instruction: TransactionInstruction) => boolean;
}

export interface Bundle {
  instructions: TransactionInstruction[];
  /** Whether the settlement is among them. */
  bundled: boolean;
  /** Why not; null if it is. */
  reason: string | null;
}

/** More than a settlement uses: a batch of one row takes 2,850 compute units. */
const SETTLE_UNITS = 5_000;
/** More than a settlement loads: the program is 200 kB, and an upgrade may make it longer. */
const SETTLE_BYTES = 512 * 1_024;

/**
 * Appends the settlement to a reduce-only close whose fill is in the same transaction; what the close asks of the compute
 * budget is raised by what the settlement takes. It is a batch of one row: if the program refuses the row, it is skipped, and
 * the position is closed all the same. Anything else comes back as it was, with the reason.
 * @param closeInstructions all of the transaction, those to the compute budget included
 */
export function bundleWithClose(closeInstructions: readonly TransactionInstruction[], options: BundleOptions): Bundle {
  const { subscription } = options;
  const { venueUser } = subscription;
  const unchanged = (reason: string): Bundle => ({ instructions: [...closeInstructions], bundled: false, reason });
  if (venueUser === null) {
    return unchanged(
      "The subscription is attested: the PnL is not known before the fill. Hand the close over after it",
    );
  }
  if (hasEnded(subscription, options.now)) return unchanged("The subscription has ended: nothing is settled any more");
  if (subscription.terms.profitShareBps === 0) return unchanged("The profit share is 0 %: there is nothing to settle");
  const { closes = (instruction) => isClose(instruction, venueUser) } = options;
  if (!closeInstructions.some(closes)) {
    return unchanged(
      `No instruction closes a position of ${venueUser.toBase58()} at once: it takes place_and_take_perp_order with reduceOnly. Settle after the fill`,
    );
  }
  const settlement = settleBatch({ rows: [{ kind: "verified", subscription: subscription.address, venueUser }] });
  const instructions = [...closeInstructions.map(raised), settlement];
  const length = lengthOf(instructions, options);
  if (length > MAX_TRANSACTION_BYTES) {
    const size = Number.isFinite(length) ? `${length} bytes` : "more bytes";
    return unchanged(`With the settlement it has ${size}, and ${MAX_TRANSACTION_BYTES} fit. Settle after the fill`);
  }
  return { instructions, bundled: true, reason: null };
}

function isClose(instruction: TransactionInstruction, venueUser: PublicKey): boolean {
  const order = readTakenOrder(instruction);
  return order?.reduceOnly === true && order.user.equals(venueUser);
}

/** Of the compute budget's instructions, by their first byte: what is added to the u32 after it, and the most that it may be. */
const RAISED: Readonly<Record<number, { by: number; most: number }>> = {
  2: { by: SETTLE_UNITS, most: MOST.computeUnits },
  4: { by: SETTLE_BYTES, most: MOST.loadedBytes! },
};

function raised(instruction: TransactionInstruction): TransactionInstruction {
  const limit = instruction.data.length === 5 ? RAISED[instruction.data[0]!] : undefined;
  if (!instruction.programId.equals(ComputeBudgetProgram.programId) || limit === undefined) return instruction;
  const data = Buffer.from(instruction.data);
  data.writeUInt32LE(Math.min(limit.most, data.readUInt32LE(1) + limit.by), 1);
  return new TransactionInstruction({ ...instruction, data });
}

/** On the wire, with all signatures. */
function lengthOf(instructions: TransactionInstruction[], { payer, tables = [] }: BundleOptions): number {
  const parts = { payerKey: payer, instructions, recentBlockhash: NO_BLOCKHASH };
  return transactionLength(MessageV0.compile({ ...parts, addressLookupTableAccounts: [...tables] }));
}
