/** Puts a keeper together and gives it to whoever runs it: the command line, a demo, a host server. */
import { ProfitShareReader } from "@profit-share/sdk";
import { Connection, type Keypair, type PublicKey } from "@solana/web3.js";
import pino, { type Logger } from "pino";
import type { AgentSigner } from "./agents";
import { Books } from "./books";
import type { KeeperSettings, Watched } from "./config";
import { Controller } from "./controller";
import { Executor, TIMING, type Timing } from "./execute";
import { Lanes } from "./lanes";
import { Observer } from "./observe";
import type { Observed } from "./observed";
import { Passes } from "./pass";
import type { KeeperEvents, PassReport } from "./report";
import { type Checkpoint, Steps } from "./steps";
import { CloseStore, type NewClose } from "./store/closes";
import { openDatabase } from "./store/database";
import { FlightStore } from "./store/flights";
import type { CloseRow } from "./store/schema";
import { Watcher } from "./watch";

export interface KeeperOptions extends KeeperEvents {
  settings: KeeperSettings;
  /** Pays all fees; for attested subscriptions the signer of the keeper account named in their terms. */
  signer: Keypair;
  agents: AgentSigner;
  /** Folder of the database; null keeps it in memory, so that a restart has to rebuild it from the chain. */
  database: string | null;
  /** JSON to stdout if left out. */
  logger?: Logger;
  timing?: Partial<Timing>;
  /** Called at every step that stores or sends something. */
  checkpoint?: Checkpoint;
}

/** A recorded close and what recording it led to. */
export interface CloseResult {
  close: CloseRow;
  /** The creator's share of it, base units; null while it is not settled. */
  share: bigint | null;
  pass: PassReport;
}

export class Keeper {
  readonly connection: Connection;
  private readonly lanes = new Lanes();
  private readonly controller: Controller;
  private readonly watcher: Watcher;
  private loop: Promise<void> | null = null;

  /** @internal Use `createKeeper`. */
  constructor(
    private readonly parts: {
      connection: Connection;
      reader: ProfitShareReader;
      passes: Passes;
      books: Books;
      watched: Watched;
      pollIntervalMs: number;
      logger: Logger;
      stopping: AbortController;
      closeDatabase: () => Promise<void>;
    },
  ) {
    const { connection, reader, watched, pollIntervalMs, logger } = parts;
    this.connection = connection;
    this.watcher = new Watcher(connection, (name) => this.controller.wake(name));
    this.controller = new Controller({
      discover: () => discover(reader, watched),
      work: (address) => this.reconcile(address),
      forget: (address) => this.watcher.watch(address.toBase58(), []),
      pollIntervalMs,
      logger,
    });
  }

  /** Looks after everything until `stop`. */
  start(): void {
    this.loop ??= this.controller.run();
  }

  /** Looks after everything once; the subscriptions with which something failed. */
  once(): Promise<PublicKey[]> {
    return this.controller.once();
  }

  /** Acts on one subscription, watched or not, until nothing is to be done. @throws Error what the RPC or a signer says */
  reconcile(address: PublicKey): Promise<PassReport> {
    return this.lanes.run(address.toBase58(), () => this.pass(address));
  }

  /**
   * Records an attested close durably and settles it with everything that follows from it. A trade that is recorded
   * already is not recorded again.
   * @throws CloseConflict if the trade is recorded with another PnL; Error what the RPC or a signer says: the close stays
   *   recorded then, and the loop settles it
   */
  settleClose(address: PublicKey, close: NewClose): Promise<CloseResult> {
    return this.lanes.run(address.toBase58(), async () => {
      const { passes, books } = this.parts;
      const { subscription } = await passes.observe(address, 0);
      await books.record(address, subscription, close);
      const pass = await this.pass(address);
      const found = await books.find(address, subscription, close.reference);
      if (found === null) throw new Error(`The close ${close.reference} of ${address.toBase58()} is not stored`);
      const { share, ...row } = found;
      return { close: row, share, pass };
    });
  }

  /** What is there now of a subscription; nothing is done. @throws NoSubscription, or what the RPC says */
  observe(address: PublicKey): Promise<Observed> {
    return this.parts.passes.observe(address, 0);
  }

  /** Finishes what is in hand, then lets go of the database and the RPC. */
  async stop(): Promise<void> {
    this.parts.stopping.abort();
    await this.controller.stop();
    await this.loop;
    await this.lanes.idle();
    await this.watcher.close();
    await this.parts.closeDatabase();
  }

  private async pass(address: PublicKey): Promise<PassReport> {
    const report = await this.parts.passes.run(address);
    if (this.loop !== null) this.watcher.watch(address.toBase58(), accountsThatWake(report.observed));
    return report;
  }
}

/** @throws Error if the database is in use or cannot be opened */
export async function createKeeper(options: KeeperOptions): Promise<Keeper> {
  const { settings, signer, agents, logger = pino(), checkpoint } = options;
  const connection = connect(settings);
  const database = await openDatabase(options.database);
  const steps = new Steps(checkpoint);
  const stopping = new AbortController();
  const reader = new ProfitShareReader(connection);
  const books = new Books(new CloseStore(database.db, steps), reader, logger);
  const executor = new Executor({
    connection,
    payer: signer,
    agents,
    flights: new FlightStore(database.db, steps),
    steps,
    computeUnitPrice: settings.computeUnitPrice,
    timing: { ...TIMING, ...options.timing },
    logger,
    stopping: stopping.signal,
  });
  const passes = new Passes({
    observer: new Observer(connection, signer.publicKey, agents),
    books,
    executor,
    settings,
    payer: signer.publicKey,
    logger,
    events: options,
    stopping: stopping.signal,
  });
  const { watched, pollIntervalMs } = settings;
  const closeDatabase = () => database.close();
  return new Keeper({ connection, reader, passes, books, watched, pollIntervalMs, logger, stopping, closeDatabase });
}

function connect({ rpcUrl, wsUrl }: KeeperSettings): Connection {
  return new Connection(rpcUrl, { commitment: "confirmed", ...(wsUrl === null ? {} : { wsEndpoint: wsUrl }) });
}

/** Every subscription that one of the lists leads to, each once. */
async function discover(reader: ProfitShareReader, watched: Watched): Promise<PublicKey[]> {
  const { keeper, bots, agents, subscriptions } = watched;
  const found = await Promise.all([
    ...(keeper === null ? [] : [reader.subscriptionsOfKeeper(keeper)]),
    ...bots.map((bot) => reader.subscriptionsOfBot(bot)),
    ...agents.map((agent) => reader.subscriptionsOfAgent(agent)),
  ]);
  const addresses = [...subscriptions, ...found.flat().map(({ address }) => address)];
  return [...new Map(addresses.map((address) => [address.toBase58(), address])).values()];
}

/** The accounts whose change can mean work. */
function accountsThatWake({ address, subscription, agent }: Observed): PublicKey[] {
  const { escrow, venueUser } = subscription;
  return [address, escrow, agent.tokenAccount, ...(venueUser === null ? [] : [venueUser])];
}
