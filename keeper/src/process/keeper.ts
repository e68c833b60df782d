/** A keeper, for whoever runs it: the command line, a demo, a host server. */
import { hasEnded } from "@profit-share/sdk";
import type { Connection, PublicKey } from "@solana/web3.js";
import { Controller } from "../loop/controller";
import { KeyedQueue } from "../loop/keyed-queue";
import { Watcher } from "../loop/watcher";
import type { Observed } from "../observe/observed";
import { NoSubscription } from "../observe/observer";
import type { PassReport } from "../reconcile/report";
import { webSocketUrl } from "../send/connection";
import type { Outcome } from "../send/outcome";
import { type Transfer, transferIntent } from "../send/transfer";
import type { NewClose } from "../store/closes";
import { openDatabase } from "../store/database";
import type { CloseRow } from "../store/schema";
import { assemble, type Parts, type PartsOptions } from "./assemble";

export interface KeeperOptions extends PartsOptions {
  /** Folder of the database; null keeps it in memory, so that a restart has to rebuild it from the chain. */
  database: string | null;
}

/** A recorded close and what recording it led to. */
export interface CloseResult {
  close: CloseRow;
  /** The creator's share of it, base units; null while it is not settled. */
  share: bigint | null;
  pass: PassReport;
}

/** @throws Error if the database is in use or cannot be opened */
export async function createKeeper(options: KeeperOptions): Promise<Keeper> {
  return new Keeper(assemble(options, await openDatabase(options.database)));
}

export class Keeper {
  private readonly queue = new KeyedQueue();
  private readonly controller: Controller;
  private readonly watcher: Watcher;
  private loop: Promise<void> | null = null;
  private stopped: Promise<void> | null = null;

  /** @internal Use `createKeeper`. */
  constructor(private readonly parts: Parts) {
    const { discover, settings, logger } = parts;
    this.watcher = new Watcher({ url: webSocketUrl(settings), wake: (name) => this.controller.wake(name), logger });
    this.controller = new Controller({
      discover,
      work: (address) => this.lookAfter(address),
      forget: (address) => this.watcher.watch(address.toBase58(), []),
      pollIntervalMs: settings.pollIntervalMs,
      logger,
    });
  }

  get connection(): Connection {
    return this.parts.connection;
  }

  /** Looks after everything until `stop`. */
  start(): void {
    this.loop ??= this.controller.run();
  }

  /** Looks after everything once. @returns the subscriptions with which something failed @throws Error what the RPC says */
  once(): Promise<PublicKey[]> {
    return this.controller.once();
  }

  /** Acts on one subscription, watched or not, until nothing is to be done. @throws Error what the RPC or a signer says */
  reconcile(address: PublicKey): Promise<PassReport> {
    return this.queue.run(address.toBase58(), () => this.pass(address));
  }

  /**
   * Records an attested close durably and settles it with everything that follows from it. A trade that is recorded
   * already is not recorded again.
   * @throws CloseConflict if the trade is recorded with another PnL; Error if the subscription takes no closes, and what
   *   the RPC or a signer says: a close that was recorded stays so, and the loop settles it
   */
  settleClose(address: PublicKey, close: NewClose): Promise<CloseResult> {
    return this.queue.run(address.toBase58(), async () => {
      const { reconciler, closeBook } = this.parts;
      const { subscription, now } = await reconciler.observe(address);
      const known = await closeBook.get(address, subscription, close.reference);
      if (known === null) refuseClose(address, subscription.terms.source, hasEnded(subscription, now));
      await closeBook.add(address, subscription, close);
      const pass = await this.pass(address);
      const found = await closeBook.get(address, subscription, close.reference);
      if (found === null) throw new Error(`The close ${close.reference} of ${address.toBase58()} is not stored`);
      const { share, ...row } = found;
      return { close: row, share, pass };
    });
  }

  /** Moves tokens between wallets; the agent `from` signs, this keeper pays the fee. @throws Error as `reconcile` */
  async transfer(transfer: Transfer): Promise<Outcome> {
    const { unstored } = this.parts;
    return unstored.execute(transferIntent(transfer, unstored.payer));
  }

  /** What is there now of a subscription; nothing is done. @throws NoSubscription, or what the RPC says */
  observe(address: PublicKey): Promise<Observed> {
    return this.queue.run(address.toBase58(), () => this.parts.reconciler.observe(address));
  }

  /** Finishes what is in hand, then lets go of the database and the RPC. */
  stop(): Promise<void> {
    this.stopped ??= this.finish();
    return this.stopped;
  }

  private async finish(): Promise<void> {
    const { stopping, database } = this.parts;
    stopping.abort();
    await this.controller.stop();
    await this.loop;
    await this.queue.idle();
    this.watcher.close();
    await database.close();
  }

  /** A subscription that was closed since it was found is nothing to look after any more. */
  private async lookAfter(address: PublicKey): Promise<{ failed: boolean }> {
    try {
      return await this.reconcile(address);
    } catch (error) {
      const named = this.parts.settings.watched.subscriptions.some((one) => one.equals(address));
      if (!(error instanceof NoSubscription) || named) throw error;
      this.parts.logger.debug({ subscription: address }, "the subscription does not exist any more");
      return { failed: false };
    }
  }

  private async pass(address: PublicKey): Promise<PassReport> {
    const report = await this.parts.reconciler.reconcile(address);
    if (this.loop !== null && !this.parts.stopping.signal.aborted) {
      this.watcher.watch(address.toBase58(), accountsThatWake(report.observed));
    }
    return report;
  }
}

/** @throws Error for a close that could never be settled: it is not stored */
function refuseClose(address: PublicKey, source: string, ended: boolean): void {
  const name = address.toBase58();
  if (source !== "attested")
    throw new Error(`The subscription ${name} is verified: the venue says its PnL, not a close`);
  if (ended) throw new Error(`The subscription ${name} has ended: no close counts any more`);
}

/** The accounts whose change can mean work. */
function accountsThatWake({ address, subscription, agent }: Observed): PublicKey[] {
  const { escrow, venueUser } = subscription;
  return [address, escrow, agent.tokenAccount, ...(venueUser === null ? [] : [venueUser])];
}
