/** A keeper, for whoever runs it: the command line, a demo, a host server. */
import { connect, owed, placeOf } from "@profit-share/sdk";
import type { Database } from "@profit-share/storage";
import { type Connection, PublicKey } from "@solana/web3.js";
import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { ConfigError } from "../config/config";
import { nextDue } from "../decide/next-due";
import type { Fleet, Worked } from "../loop/fleet";
import { KeyedQueue } from "../loop/keyed-queue";
import { covers } from "../loop/open-feed";
import type { Lag } from "../loop/subjects";
import { Watcher } from "../loop/watcher";
import type { StoredClose } from "../observe/close-book";
import { NoSubscription } from "../observe/dependencies";
import type { Sighting } from "../observe/looker";
import type { Observed } from "../observe/observed";
import type { PassReport } from "../reconcile/report";
import { newLogger } from "../send/logger";
import type { Outcome } from "../send/outcome";
import type { Transfer } from "../send/transfer";
import { openDatabase } from "../store/database";
import type { Distribution, DistributionQuery } from "../store/distributions";
import { FinishRefused } from "../store/finishing";
import { CloseRefused, type NewClose } from "../store/intake";
import { LeaseLost } from "../store/leases";
import type { Recipients } from "../store/recipients";
import { assemble, fleetOf, type Parts, type PartsOptions } from "./assemble";
import { alertsOf } from "./problems";
import { SetAsides, type Trouble, troubleOf } from "./set-aside";
import type { KeeperStatus, MessageCounts } from "./status";

/** The payer's balance is asked for again after so many milliseconds. */
const BALANCE_MS = 30_000;

export interface KeeperOptions extends PartsOptions {
  /** Folder of the database, or `postgres://…`; null keeps it in memory, so that a restart has to rebuild it from the chain. */
  database: string | null;
}

/** A close that was handed over and what that led to. */
export interface CloseResult {
  close: StoredClose;
  /** The creator's share of it, base units; null while it is not settled. */
  share: bigint | null;
  pass: PassReport;
}

/**
 * The node may be away: then a keeper takes closes all the same, and finds out later whether it is the right one.
 * @throws ConfigError if the database belongs to another cluster; Error if it is in use or cannot be opened
 */
export async function createKeeper(options: KeeperOptions): Promise<Keeper> {
  return createKeeperOn(await openDatabase(options.database), { ...options, logger: loggerOf(options) });
}

/** The one that is given, or one that hides the database's password, too. */
export const loggerOf = ({ logger, settings, database }: KeeperOptions): Logger =>
  logger ?? newLogger({ ...settings, database });

/** @internal With a database that is open already. @throws ConfigError as `createKeeper` */
export async function createKeeperOn(database: Database, options: PartsOptions): Promise<Keeper> {
  const parts = assemble(options, database);
  const keeper = new Keeper(parts);
  parts.sameChain.whenChecked(() => keeper.begin());
  try {
    await parts.sameChain.check();
  } catch (error) {
    if (error instanceof ConfigError) {
      await database.close();
      throw error;
    }
    parts.logger.warn({ err: error }, "the node does not say which cluster it is of");
  }
  return keeper;
}

export class Keeper {
  private readonly queue = new KeyedQueue();
  private readonly fleet: Fleet;
  /** null while it does not run by itself. */
  private watcher: Watcher | null = null;
  private loop: Promise<unknown> | null = null;
  private readonly leaving = new AbortController();
  private leasing: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | null = null;
  /** How often the part of a shared fleet that it looks after changed, or was nobody's for a while. */
  private partChanges = 0;
  /** Addresses seen with a verified subscription: for good, because they are derived from the venue account. */
  private readonly verified = new Set<string>();
  private readonly setAsides = new SetAsides();
  private balance: { lamports: bigint | null; at: number } = { lamports: null, at: Number.NEGATIVE_INFINITY };

  /** @internal Use `createKeeper`. */
  constructor(private readonly parts: Parts) {
    this.fleet = fleetOf(parts, {
      work: (sighting) => this.lookAfter(sighting),
      gone: (address, error) => this.isGone(address, error),
      forget: (address) => this.forget(address.toBase58()),
    });
    parts.onLease(() => {
      this.partChanges += 1;
      this.fleet.relist();
    });
  }

  /** @internal Takes its part of the fleet, and follows what is in flight there. @throws Error what the database says */
  async begin(): Promise<void> {
    const { leases, executor } = this.parts;
    await leases.renew();
    await executor.resumeAll((lane) => leases.holds(lane));
    this.leasing = leases.run(this.leaving.signal);
  }

  get connection(): Connection {
    return this.parts.connection;
  }

  /** Creators who asked to be told what they are paid; null where `notifications.telegram` is not configured. */
  get recipients(): Recipients | null {
    return this.parts.recipients;
  }

  /** One for what strangers ask for: it waits until the nodes have room beside the keeper's own work. */
  connectionForStrangers(): Connection {
    const { endpoints, settings } = this.parts;
    return connect(placeOf(settings.rpcUrl), { fetch: endpoints.fetchAt("strangers") });
  }

  /** How far behind its looks are. */
  get lag(): Lag {
    return this.fleet.lag;
  }

  /** Whether it knows all subscriptions that it is to look after. */
  get listed(): boolean {
    return this.fleet.listed;
  }

  /** Milliseconds since its loop came round; null while it does not run by itself. */
  get loopMs(): number | null {
    const { turnedAt } = this.fleet;
    return turnedAt === null ? null : this.parts.clock.now() - turnedAt;
  }

  /** How it is. @throws Error what the database says */
  async status(): Promise<KeeperStatus> {
    const { executor, closeBook, reconciler, endpoints, venueTrades } = this.parts;
    const [closes, inFlight, lamports, messages] = await Promise.all([
      closeBook.waiting(),
      executor.waiting(),
      this.lamports(),
      this.messages(),
    ]);
    const { lag } = this.fleet;
    const { debts } = reconciler;
    return {
      signer: executor.payer.toBase58(),
      lamports,
      lag,
      loopMs: this.loopMs,
      setAside: this.setAsides.all(),
      closes: { waiting: closes.count, oldestMs: ageOf(closes.since) },
      debts: { subscriptions: debts.size, owed: [...debts.values()].reduce((sum, debt) => sum + debt, 0n) },
      inFlight: { count: inFlight.count, oldestMs: ageOf(inFlight.since) },
      endpoints: endpoints.counts(),
      feed: this.watcher?.status() ?? null,
      venueTrades: venueTrades && { unread: venueTrades.unread },
      messages,
    };
  }

  /** @throws Error what the database says, if it does not answer */
  async askDatabase(): Promise<void> {
    await this.parts.database.db.execute(sql`select 1`);
  }

  /** Looks after everything until `stop`. */
  start(): void {
    this.watcher ??= new Watcher({
      open: this.parts.openFeed,
      wake: (name) => this.fleet.wake(name),
      found: (name) => this.found(name),
    });
    const { tableKeeping, notifier, venueTrades, stopping } = this.parts;
    const problems = async () => alertsOf(await this.status());
    this.loop ??= Promise.all([
      this.fleet.run(),
      tableKeeping.run(stopping.signal),
      notifier?.run(stopping.signal, problems),
      venueTrades?.run(stopping.signal),
    ]);
  }

  /**
   * Looks after everything once.
   * @returns the subscriptions with which something failed
   * @throws Error what the RPC says, and if others may have got a part of a shared fleet meanwhile: then some may be left out
   */
  async once(): Promise<PublicKey[]> {
    const { sameChain, leases, database, tableKeeping, notifier, venueTrades, stopping, logger } = this.parts;
    if (database.shared) {
      await sameChain.check();
      // What a keeper that died still holds would be left out, and nobody would know.
      await leases.settled();
    }
    const changes = this.partChanges;
    await tableKeeping.refresh().catch((error) => logger.warn({ err: error }, "no lookup table is used"));
    const failed = await this.fleet.once();
    await notifier?.round(stopping.signal).catch((error) => logger.error({ err: error }, "messages wait"));
    await venueTrades?.round(stopping.signal);
    // A lease that ran out unnoticed shows now. Who stops has given them back.
    if (!stopping.signal.aborted) await leases.renew();
    if (this.partChanges > changes)
      throw new Error("What this keeper looks after has changed meanwhile, and some may be left out: run it again");
    return failed;
  }

  /** Acts on one subscription, watched or not, until nothing is to be done. @throws Error what the RPC or a signer says */
  reconcile(address: PublicKey): Promise<PassReport> {
    return this.queue.run(address.toBase58(), () => this.extraPass(address));
  }

  /**
   * Stores an attested close durably; asks nothing of the chain. `reconcile` settles it, or lets the loop try until it is. A
   * trade is settled once: handed over again, the answer is what came of it.
   * @throws CloseConflict if the trade is stored with another PnL, or was settled for another wallet
   */
  async takeClose(address: PublicKey, close: NewClose): Promise<StoredClose> {
    await this.parts.closeBook.take(address, close);
    return this.stored(address, close.reference);
  }

  /**
   * Takes an attested close, and settles it with everything that follows from it.
   * @throws CloseRefused if it will never be settled, and Error what the RPC or a signer says: a close that was taken stays
   *   so, and the loop settles it
   */
  async settleClose(address: PublicKey, close: NewClose): Promise<CloseResult> {
    await this.takeClose(address, close);
    return this.queue.run(address.toBase58(), async () => {
      const pass = await this.extraPass(address);
      const stored = await this.stored(address, close.reference);
      if (stored.status === "refused" || stored.status === "void") throw new CloseRefused(stored.reason!);
      return { close: stored, share: stored.amounts?.accrued ?? null, pass };
    });
  }

  /**
   * The host's word that no close follows: stored, then the pending closes are settled, the last by a final one, which ends the
   * subscription. A close that is handed over later is refused for good.
   * @param agent of the subscription, to be compared with it
   * @returns null if it is ended and closed by then
   * @throws Error if the subscription is another agent's or verified, or nobody has unsubscribed it, and what the RPC says: then
   *   the word is stored and counts as soon as a look shows that it is closing
   */
  async finish(address: PublicKey, agent: PublicKey): Promise<PassReport | null> {
    const { finishing } = this.parts;
    const name = address.toBase58();
    const seen = await this.observe(address).catch(() => null);
    if (seen !== null && !seen.subscription.agent.equals(agent)) {
      throw new FinishRefused(
        `The agent of subscription ${name} is ${seen.subscription.agent.toBase58()}, not ${agent.toBase58()}`,
      );
    }
    await finishing.request(name);
    const pass = await this.reconcile(address).catch((error) => {
      // The loop was first, and has closed what has ended.
      if (error instanceof NoSubscription && seen?.subscription.state === "closing") return null;
      throw error;
    });
    if (pass === null) return null;
    const { state, terms } = pass.observed.subscription;
    if (state !== "closing") await finishing.withdraw(name);
    if (terms.source !== "attested")
      throw new FinishRefused(`The subscription ${name} is verified: it needs no final close`);
    if (state === "active")
      throw new FinishRefused(`The subscription ${name} is active: it has to be unsubscribed first`);
    return pass;
  }

  /** Whether the subscription was seen and is verified: then the venue says its PnL, and no close does. */
  isVerified(address: PublicKey): boolean {
    return this.verified.has(address.toBase58());
  }

  /** What is stored of a close; null if it was not handed over. Asks nothing of the chain. @param reference hexadecimal */
  storedClose(address: PublicKey, reference: string): Promise<StoredClose | null> {
    return this.parts.closeBook.get(address, reference);
  }

  /**
   * What was paid to creators, trade by trade, in the order in which it was stored. Asks nothing of the chain. A fork can take
   * back the rows of the last seconds.
   */
  distributions(query: DistributionQuery = {}): Promise<Distribution[]> {
    return this.parts.distributions.list(query);
  }

  /**
   * Moves tokens between wallets, once for each id; the agent `from` signs, this keeper pays the fee.
   * @throws TransferConflict if the id is another transfer's; Error as `reconcile`
   */
  async transfer(transfer: Transfer): Promise<Outcome> {
    const { transfers, sameChain } = this.parts;
    await sameChain.check();
    return transfers.pay(transfer);
  }

  /** What is there now of a subscription; nothing is done. @throws NoSubscription, or what the RPC says */
  observe(address: PublicKey): Promise<Observed> {
    return this.queue.run(address.toBase58(), () => this.parts.reconciler.observe(address));
  }

  /** Finishes what is in hand, then lets go of the database and the RPC. */
  stop(): Promise<void> {
    this.stopped ??= this.shutDown();
    return this.stopped;
  }

  private async stored(address: PublicKey, reference: string): Promise<StoredClose> {
    const stored = await this.storedClose(address, reference);
    if (stored === null) throw new Error(`The close ${reference} of ${address.toBase58()} is not stored`);
    return stored;
  }

  private async shutDown(): Promise<void> {
    const { stopping, database, executor, observationLog } = this.parts;
    stopping.abort();
    await this.fleet.stop();
    await this.loop;
    await this.queue.idle();
    await executor.idle();
    await this.watcher?.close();
    await observationLog.idle();
    this.leaving.abort();
    await this.leasing;
    await database.close();
  }

  private async lookAfter(sighting: Sighting): Promise<Worked> {
    const { address } = sighting;
    // Lost since it was listed: the next list leaves it out. What was seen is not dealt with.
    if (!this.parts.leases.holds(address.toBase58())) return { failed: false, acted: true, dueAt: null };
    const pass = await this.queue.run(address.toBase58(), () => this.pass(address, sighting));
    const { failed, actions, observed, isNoted } = pass;
    return { failed, acted: actions.length > 0 || !isNoted, dueAt: nextDue(observed, this.parts.settings) };
  }

  private async messages(): Promise<MessageCounts | null> {
    const { notifier } = this.parts;
    if (notifier === null) return null;
    const { waiting, since, dead } = await notifier.counts();
    return { waiting, oldestMs: ageOf(since), dead };
  }

  private async lamports(): Promise<bigint | null> {
    const { connection, executor, clock } = this.parts;
    if (clock.now() - this.balance.at >= BALANCE_MS) {
      const lamports = await connection.getBalance(executor.payer).then(BigInt, () => null);
      this.balance = { lamports, at: clock.now() };
    }
    return this.balance.lamports;
  }

  /** A subscription that was closed since it was found is nothing to look after any more, apart from what is in flight. */
  private isGone(address: PublicKey, error: unknown): boolean {
    const { settings, logger, looker } = this.parts;
    const named = settings.watched.subscriptions.some((one) => one.equals(address));
    if (!(error instanceof NoSubscription) || named) return false;
    logger.debug({ subscription: address }, "the subscription does not exist any more");
    looker.forget(address);
    const failed = (problem: unknown) =>
      logger.error({ subscription: address, err: problem }, "what is in flight is not known");
    void this.queue.run(address.toBase58(), () => this.leaveAlone(address, error)).catch(failed);
    return true;
  }

  private async leaveAlone(address: PublicKey, { now, message }: NoSubscription): Promise<void> {
    const { closeBook, reconciler, sameChain } = this.parts;
    await sameChain.check();
    reconciler.forget(address);
    await closeBook.missing(address, now, message);
    await reconciler.resume(address);
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
    const { leases, sameChain } = this.parts;
    await sameChain.check();
    if (!leases.holds(address.toBase58())) {
      throw new LeaseLost(`Another keeper on this database looks after ${address.toBase58()}: it does what is stored`);
    }
    const report = await this.watchedOver(address, () => this.parts.reconciler.reconcile(address, seen));
    if (report.observed.subscription.terms.source !== "attested") this.verified.add(address.toBase58());
    if (!this.parts.stopping.signal.aborted) this.watch(report.observed);
    return report;
  }

  /** Keeps in mind what fails, of those that are looked after until it succeeds. */
  private async watchedOver(address: PublicKey, work: () => Promise<PassReport>): Promise<PassReport> {
    const name = address.toBase58();
    const failed = (trouble: Trouble): void => {
      if (this.fleet.has(name)) this.setAsides.failed(name, trouble, this.parts.clock.now());
    };
    try {
      const report = await work();
      const trouble = troubleOf(report);
      if (trouble !== null) failed(trouble);
      else this.setAsides.clear(name);
      return report;
    } catch (error) {
      failed({ cause: "error", reason: (error as Error).message });
      throw error;
    }
  }

  /** It does not exist any more, or another keeper looks after it. */
  private forget(name: string): void {
    this.watcher?.forget(name);
    this.setAsides.clear(name);
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

/** Milliseconds; the database's clock may be ahead of this machine's. */
const ageOf = (since: Date | null): number | null =>
  since === null ? null : Math.max(0, Date.now() - since.getTime());
