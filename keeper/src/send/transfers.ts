/** Payments between wallets: one for each id, however often it is asked for. */
import type { FlightStore } from "../store/flights";
import { laneOf, type TransferStore } from "../store/transfers";
import type { Executor } from "./executor";
import type { Outcome } from "./outcome";
import { type Transfer, transferIntent } from "./transfer";

export class Transfers {
  /** By id: who asks for one that is being paid waits for it. */
  private readonly paying = new Map<string, Promise<Outcome>>();

  constructor(
    private readonly store: TransferStore,
    private readonly flights: Pick<FlightStore, "takeOver">,
    private readonly executor: Executor,
  ) {}

  /**
   * Pays once for each id: one that was paid answers its first result. One that was refused, failed or expired moved nothing,
   * and is tried again.
   * @throws TransferConflict if the id is another payment's; Error as `Executor.execute`
   */
  async pay(transfer: Transfer): Promise<Outcome> {
    const { id, from, to, mint, amount } = transfer;
    const record = { id, from: from.toBase58(), to: to.toBase58(), mint: mint.toBase58(), amount };
    // Before anything else, so that another payment under the id is refused even while this one is being made.
    const paid = await this.store.record(record);
    if (paid !== null) return { kind: "confirmed", ...paid, details: null };
    const known = this.paying.get(id);
    if (known !== undefined) return known;
    const paying = this.finish(transfer)
      .catch(async (error): Promise<Outcome> => {
        const meanwhile = await this.store.record(record);
        if (meanwhile === null) throw error;
        return { kind: "confirmed", ...meanwhile, details: null };
      })
      .finally(() => this.paying.delete(id));
    this.paying.set(id, paying);
    return paying;
  }

  private async finish(transfer: Transfer): Promise<Outcome> {
    const lane = laneOf(transfer.id);
    // On a shared database another keeper may have begun it.
    await this.flights.takeOver([lane]);
    const resumed = await this.executor.resume(lane);
    if (resumed !== null) {
      const { kind } = resumed.outcome;
      if (kind === "confirmed" || kind === "unresolved") return resumed.outcome;
    }
    return this.executor.execute(transferIntent(transfer, this.executor.payer));
  }
}
