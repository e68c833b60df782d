/** Payments between wallets: recorded before they are sent, so that an id is paid once. */
import type { Db } from "@profit-share/storage";
import { eq } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { transfers } from "./schema";

/** Addresses are base58. */
export interface TransferRecord {
  id: string;
  from: string;
  to: string;
  mint: string;
  /** Base units. */
  amount: bigint;
}

/** What paid it. */
export interface Paid {
  signature: string;
  slot: number;
}

/** The id was used for another payment. */
export class TransferConflict extends Error {
  override readonly name = "TransferConflict";
}

const LANE = "transfer ";

/** The turn that a payment takes: only its own. */
export const laneOf = (id: string): string => `${LANE}${id}`;

/** null for a subscription's lane. */
export const transferOf = (lane: string): string | null => (lane.startsWith(LANE) ? lane.slice(LANE.length) : null);

export class TransferStore {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * Records the payment, unless it is.
   * @returns what paid it; null if nothing has
   * @throws TransferConflict naming what differs, if the id is another payment's
   */
  async record(transfer: TransferRecord): Promise<Paid | null> {
    await this.checkpoints.pass("record_transfer", () =>
      this.db.insert(transfers).values(transfer).onConflictDoNothing(),
    );
    const [row] = await this.db.select().from(transfers).where(eq(transfers.id, transfer.id));
    for (const key of ["from", "to", "mint", "amount"] as const) {
      if (row![key] === transfer[key]) continue;
      throw new TransferConflict(
        `The transfer ${transfer.id} was asked for with another ${key} (${row![key]}, now ${transfer[key]}): a transfer is ` +
          "paid once, pass a new id for another one",
      );
    }
    const { signature, slot } = row!;
    return signature === null || slot === null ? null : { signature, slot };
  }
}
