/** The stored closes of a subscription, in line with what the chain has settled of them. */

import type { ProfitShareReader, Subscription } from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import type { SettledClose } from "../store/align";
import type { CloseStore, NewClose, SubscriptionInstance } from "../store/closes";
import type { CloseRow } from "../store/schema";
import type { PendingClose } from "./observed";

export class CloseBook {
  constructor(
    private readonly store: CloseStore,
    private readonly reader: ProfitShareReader,
    private readonly logger: Logger,
  ) {}

  /**
   * Rebuilds the rows from the chain's history if it has settlements that they do not know.
   * @returns whether they were rebuilt
   * @throws Error if the node's history is incomplete: nothing is assigned on half of it
   */
  async catchUp(address: PublicKey, subscription: Subscription): Promise<boolean> {
    const agreement = instanceOf(address, subscription);
    if (!(await this.store.isBehind(agreement, subscription.sequence))) return false;
    const { settled, renumbered } = await this.store.reconcile(agreement, await this.history(address, subscription));
    this.logger.warn(
      { subscription: address, settled: settled.length, renumbered: renumbered.length },
      "the stored closes were behind the chain and have been brought in line with its history",
    );
    return true;
  }

  /** Closes to be settled, in the order of their sequences. */
  async pending(address: PublicKey, subscription: Subscription): Promise<PendingClose[]> {
    const rows = await this.store.pending(instanceOf(address, subscription));
    return rows.map(({ sequence, reference, closePnl }) => ({
      sequence,
      reference: Buffer.from(reference, "hex"),
      closePnl,
    }));
  }

  /** Stores the close durably. The rows have to be in line with `subscription`. @throws CloseConflict */
  add(address: PublicKey, subscription: Subscription, close: NewClose): Promise<CloseRow> {
    return this.store.add(instanceOf(address, subscription), close, subscription.sequence);
  }

  /** The close with the creator's share of it (base units), null while it is not settled. */
  async get(
    address: PublicKey,
    subscription: Subscription,
    reference: string,
  ): Promise<(CloseRow & { share: bigint | null }) | null> {
    const agreement = instanceOf(address, subscription);
    const row = await this.store.get(agreement, reference);
    return row === null ? null : { ...row, share: await this.store.shareOf(agreement, row) };
  }

  private async history(address: PublicKey, { sequence, instance }: Subscription): Promise<SettledClose[]> {
    const { subscription, events, report } = await readHistory(this.reader, address);
    const wrong =
      report.mismatch?.what ??
      (subscription.instance !== instance ? "the address belongs to another agreement by now" : null) ??
      (subscription.sequence < sequence ? `it ends at ${subscription.sequence}, ${sequence} was seen before` : null);
    if (wrong !== null) {
      throw new Error(
        `The node's history of ${address.toBase58()} cannot be used, record ${report.mismatch?.sequence ?? sequence}: ${wrong}. ` +
          "Ask a node that keeps all transactions",
      );
    }
    return events.map(({ record, signature }) => ({
      sequence: record.sequence,
      reference: Buffer.from(record.reference).toString("hex"),
      closePnl: record.closePnl,
      accrued: record.accrued,
      signature,
    }));
  }
}

const instanceOf = (address: PublicKey, { instance }: Subscription): SubscriptionInstance => ({
  subscription: address.toBase58(),
  instance,
});
