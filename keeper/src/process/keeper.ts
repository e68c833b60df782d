/** A keeper, for whoever runs it: the command line, a demo, a host server. */
import { hasEnded, owed } from "@profit-share/sdk";
import { type Connection, PublicKey } from "@solana/web3.js";
import type { Fleet, Worked } from "../loop/fleet";
import { KeyedQueue } from "../loop/keyed-queue";
import { covers, openFeed } from "../loop/open-feed";
import type { Lag } from "../loop/subjects";
import { Watcher } from "../loop/watcher";
import { NoSubscription } from "../observe/dependencies";
import type { Sighting } from "../observe/looker";
import type { Observed } from "../observe/observed";
import type { PassReport } from "../reconcile/report";
import type { Outcome } from "../send/outcome";
import { type Transfer, transferIntent } from "../send/transfer";
import type { NewClose } from "../store/closes";
import { openDatabase } from "../store/database";
import type { CloseRow } from "../store/schema";
import { assemble, fleetOf, type Parts, type PartsOptions } from "./assemble";

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
  const parts = assemble(options, await openDatabase(options.database));
  await parts.executor.resumeAll();
  return new Keeper(parts);
}

export class Keeper {
  private readonly queue = new KeyedQueue();
  private readonly fleet: Fleet;
  /** null while it does not run by itself. */
  private watcher: Watcher | null = null;
  private loop: Promise<void> | null = null;
  private stopped: Promise<void> | null = null;

  /** @internal Use `createKeeper`. */
  constructor(private readonly parts: Parts) {
    this.fleet = fleetOf(parts, {
      work: (sighting) => this.lookAfter(sighting),
      gone: (address, error) => this.isGone(address, error),
      forget: (address) => this.watcher?.forget(address.toBase58()),
    });
  }

  get connection(): Connection {
    return this.parts.connection;
  }

  /** How far behind its looks are. */
  get lag(): Lag {
    return this.fleet.lag;
  }

  /** Looks after everything until `stop`. */
  start(): void {
    const { settings, logger } = this.parts;
    this.watcher ??= new Watcher({
      open: (listener) => openFeed(settings, listener, logger),
      wake: (name) => this.fleet.wake(name),
      found: (name) => this.found(name),
    });
    this.loop ??= this.fleet.run();
  }

  /** Looks after everything once. @returns the subscriptions with which something failed @throws Error what the RPC says */
  once(): Promise<PublicKey[]> {
    return this.fleet.once();
  }

  /** Acts on one subscription, watched or not, until nothing is to be done. @throws Error what the RPC or a signer says */
  reconcile(address: PublicKey): Promise<PassReport> {
    return this.queue.run(address.toBase58(), () => this.extraPass(address));
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
      const pass = await this.extraPass(address);
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
    const { stopping, database, executor, unstored } = this.parts;
    stopping.abort();
    await this.fleet.stop();
    await this.loop;
    await this.queue.idle();
    await Promise.all([executor.idle(), unstored.idle()]);
    await this.watcher?.close();
    await database.close();
  }

  private async lookAfter(sighting: Sighting): Promise<Worked> {
    const { address } = sighting;
    const { failed, actions, observed } = await this.queue.run(address.toBase58(), () => this.pass(address, sighting));
    return { failed, acted: actions.length > 0, dueAt: replanAt(observed) };
  }

  /** A subscription that was closed since it was found is nothing to look after any more, apart from what is in flight. */
  private isGone(address: PublicKey, error: unknown): boolean {
    const { settings, logger, looker, reconciler } = this.parts;
    const named = settings.watched.subscriptions.some((one) => one.equals(address));
    if (!(error instanceof NoSubscription) || named) return false;
    logger.debug({ subscription: address }, "the subscription does not exist any more");
    looker.forget(address);
    const failed = (problem: unknown) =>
      logger.error({ subscription: address, err: problem }, "what is in flight is not known");
    void this.queue.run(address.toBase58(), () => reconciler.resume(address)).catch(failed);
    return true;
  }

  /** A pass that the loop did not ask for: it looks again at what is left to do. */
  private async extraPass(address: PublicKey): Promise<PassReport> {
    try {
      return await this.pass(address);
    } finally {
      this.fleet.reconsider(address.toBase58());
    }
  }

  private async pass(address: PublicKey, seen: Sighting | null = null): Promise<PassReport> {
    const report = await this.parts.reconciler.reconcile(address, seen);
    if (!this.parts.stopping.signal.aborted) this.watch(report.observed);
    return report;
  }

  /** A subscription of ours changed that nothing watches yet. */
  private found(name: string): void {
    this.fleet.add(new PublicKey(name));
    this.fleet.wake(name);
  }

  /** The accounts whose change can mean work. */
  private watch({ address, subscription, agent }: Observed): void {
    const { escrow, venueUser } = subscription;
    const own = covers(this.parts.settings.watched, subscription) ? [] : [address];
    const urgent = venueUser === null ? own : [...own, venueUser];
    // Of a verified subscription the agent's tokens matter to a debt, which seldom is.
    const purse = venueUser === null || owed(subscription) > 0n ? [agent.tokenAccount] : [];
    const names = (keys: readonly PublicKey[]) => keys.map((key) => key.toBase58());
    this.watcher?.watch(address.toBase58(), names(urgent), names([escrow, ...purse]));
  }
}

const DAY = 86_400n;

/** Time alone makes work of it: at midnight the day's cap has room again, and what is closing has a clock. Unix seconds. */
function replanAt({ subscription, now }: Observed): bigint {
  return subscription.closingAt === 0n ? (now / DAY + 1n) * DAY : now;
}

/** @throws Error for a close that could never be settled: it is not stored */
function refuseClose(address: PublicKey, source: string, ended: boolean): void {
  const name = address.toBase58();
  if (source !== "attested")
    throw new Error(`The subscription ${name} is verified: the venue says its PnL, not a close`);
  if (ended) throw new Error(`The subscription ${name} has ended: no close counts any more`);
}
