/** The parts of a keeper, put together. */
import { randomUUID } from "node:crypto";
import type { Feed, FeedListener } from "@profit-share/feed";
import { connect, ProfitShareReader, placeOf } from "@profit-share/sdk";
import type { Database } from "@profit-share/storage";
import type { Connection, Keypair } from "@solana/web3.js";
import type { Logger } from "pino";
import type { KeeperSettings } from "../config/config";
import { VenueTrades } from "../drift-log/venue-trades";
import { discover } from "../loop/discovery";
import { type Discovery, Fleet, type FleetOptions } from "../loop/fleet";
import { openFeed } from "../loop/open-feed";
import { Notifier } from "../notify/notifier";
import { CloseBook } from "../observe/close-book";
import { Looker } from "../observe/looker";
import { Batches } from "../reconcile/batches";
import { ObservationLog } from "../reconcile/observation-log";
import { Reconciler } from "../reconcile/reconciler";
import type { KeeperEvents } from "../reconcile/report";
import type { AgentSigner } from "../send/agent-signer";
import { openConnection } from "../send/connection";
import type { Endpoints } from "../send/endpoints";
import { Executor } from "../send/executor";
import { newLogger } from "../send/logger";
import type { Fetch } from "../send/node";
import { TableKeeping } from "../send/table-keeping";
import { Tables } from "../send/tables";
import { TIMING, type Timing } from "../send/timing";
import { Transfers } from "../send/transfers";
import { ChainStore } from "../store/chain";
import { type CheckpointListener, Checkpoints } from "../store/checkpoints";
import { CloseStore } from "../store/closes";
import { DistributionStore } from "../store/distributions";
import { Finishing } from "../store/finishing";
import { FlightStore } from "../store/flights";
import { Intake } from "../store/intake";
import { EVERYTHING, type Leases, SharedLeases } from "../store/leases";
import { LookupTableStore } from "../store/lookup-tables";
import { MoneyWaits } from "../store/money-waits";
import { ObservationStore } from "../store/observations";
import { RecipientStore, type Recipients } from "../store/recipients";
import { Spending } from "../store/spending";
import { TransferStore } from "../store/transfers";
import { VenueTradeStore } from "../store/venue-trades";
import { type Clock, systemClock } from "../time/clock";
import { SameChain } from "./same-chain";

export interface PartsOptions extends KeeperEvents {
  settings: KeeperSettings;
  /** Pays all fees; for attested subscriptions the signer of the keeper account named in their terms. */
  signer: Keypair;
  agents: AgentSigner;
  /** JSON to stdout if left out. */
  logger?: Logger;
  /** What is left out stays at its default. */
  timing?: Partial<Timing>;
  /** Called at every step that stores or sends something. */
  checkpoint?: CheckpointListener;
  /** The system's if left out. */
  clock?: Clock;
  /** From 0 to 1; `Math.random` if left out. */
  random?: () => number;
  /** Where notifications come from; as configured if left out. */
  feed?: (listener: FeedListener) => Feed;
  /** How nodes are asked; the global one if left out. */
  fetch?: Fetch;
}

export interface Parts {
  settings: KeeperSettings;
  connection: Connection;
  endpoints: Endpoints;
  logger: Logger;
  closeBook: CloseBook;
  finishing: Finishing;
  reconciler: Reconciler;
  executor: Executor;
  transfers: Transfers;
  /** null where nothing is told over Telegram. */
  recipients: Recipients | null;
  /** null: nobody is told anything. */
  notifier: Notifier | null;
  /** null: they are not read. */
  venueTrades: VenueTrades | null;
  looker: Looker;
  discover: () => Promise<Discovery>;
  observationLog: ObservationLog;
  distributions: DistributionStore;
  tableKeeping: TableKeeping;
  sameChain: SameChain;
  /** Which part of the fleet is this keeper's. */
  leases: Leases;
  /** Called when that has changed. */
  onLease: (listener: () => void) => void;
  clock: Clock;
  random: () => number;
  openFeed: (listener: FeedListener) => Feed;
  /** Aborted when the keeper stops. */
  stopping: AbortController;
  database: Database;
}

/** @param complete whether looks show what only a later step of a plan needs, too */
export function assemble(options: PartsOptions, database: Database, complete = false): Parts {
  const { settings, signer, agents, logger = newLogger(settings), clock = systemClock, random = Math.random } = options;
  const { computeUnitPrice, maxComputeUnitPrice } = settings;
  const { connection, endpoints } = openConnection(settings, { clock, fetch: options.fetch });
  const reader = new ProfitShareReader(connection);
  const checkpoints = new Checkpoints(options.checkpoint);
  const stopping = new AbortController();
  const timing = { ...TIMING, ...options.timing };
  const common = {
    connection,
    payer: signer,
    agents,
    checkpoints,
    computeUnitPrice,
    maxComputeUnitPrice,
    timing,
    clock,
    logger,
    answeredBy: (method: string) => endpoints.answeredBy(method),
    stopping: stopping.signal,
  };
  const closes = new CloseStore(database.db, checkpoints);
  const observations = new ObservationStore(database.db);
  const observationLog = new ObservationLog(observations, clock, logger);
  const { notifications } = settings;
  const notifier =
    notifications === null
      ? null
      : new Notifier({
          notifications,
          database,
          checkpoints,
          keeper: signer.publicKey.toBase58(),
          messageMs: timing.messageMs,
          clock,
          random,
          logger,
        });
  const distributions = new DistributionStore(database.db, checkpoints, async (tx, rows) => notifier?.paid(tx, rows));
  let leaseListener = (): void => {};
  // A copy is its process's own.
  const leases: Leases =
    database.shared && !complete
      ? new SharedLeases({
          db: database.db,
          clock,
          logger,
          leaseMs: timing.leaseMs,
          renewMs: timing.renewMs,
          self: randomUUID(),
          onGain: async (isGained) => {
            await flights.takeOver((await flights.storedLanes()).filter(isGained));
            observations.forget(isGained);
            distributions.forget(isGained);
            await executor.resumeAll(isGained);
          },
          onChange: () => leaseListener(),
        })
      : EVERYTHING;
  const flights = new FlightStore(database.db, checkpoints, leases);
  const intake = new Intake(database.db, checkpoints);
  const finishing = new Finishing(database.db, checkpoints);
  const closeBook = new CloseBook(closes, intake, finishing, reader, logger);
  const looker = new Looker({ endpoints, keys: { signer: signer.publicKey, agents }, clock, complete });
  const executor = new Executor({ ...common, flights });
  const sameChain = new SameChain(connection, new ChainStore(database.db));
  const tables = new Tables(clock);
  const tableKeeping = new TableKeeping({
    connection,
    executor,
    tables,
    store: new LookupTableStore(database.db, checkpoints, timing.tableIdleMs),
    leases,
    sameChain,
    clock,
    logger,
    most: settings.maxLookupTables,
  });
  const venueTrades = settings.venueTrades
    ? new VenueTrades({
        connection: connect(placeOf(settings.rpcUrl), { fetch: endpoints.fetchAt("polling") }),
        store: new VenueTradeStore(database.db),
        holds: (name) => leases.holds(name),
        finalMs: timing.finalMs,
        clock,
        logger,
      })
    : null;
  const reconciler = new Reconciler({
    looker,
    closeBook,
    observations: observationLog,
    distributions,
    venueTrades,
    executor,
    batches: new Batches(executor, tables, clock),
    settings,
    spending: new Spending(database.db, checkpoints),
    moneyWaits: new MoneyWaits(database.db, checkpoints),
    logger,
    events: options,
    stopping: stopping.signal,
  });
  const transfers = new Transfers(new TransferStore(database.db, checkpoints), flights, executor);
  const begun = async () => [
    ...(await intake.subscriptions()),
    ...(await finishing.subscriptions()),
    ...(await closes.subscriptions()),
    ...(await flights.lanes()),
  ];
  return {
    settings,
    connection,
    endpoints,
    logger,
    closeBook,
    finishing,
    looker,
    reconciler,
    executor,
    discover: () =>
      discoverOn(sameChain, () => discover(reader, settings.watched, begun, (name) => leases.holds(name))),
    observationLog,
    distributions,
    tableKeeping,
    sameChain,
    leases,
    onLease: (listener) => {
      leaseListener = listener;
    },
    transfers,
    recipients: notifications?.telegram ? new RecipientStore(database.db) : null,
    notifier,
    venueTrades,
    stopping,
    database,
    clock,
    random,
    openFeed: options.feed ?? ((listener) => openFeed(settings, listener, logger)),
  };
}

/** Nothing is found before it is known that the database belongs to the node's chain. */
async function discoverOn(sameChain: SameChain, find: () => Promise<Discovery>): Promise<Discovery> {
  const discovery = await find();
  try {
    if (discovery.found.length > 0) await sameChain.check();
    return discovery;
  } catch (problem) {
    return { found: [], unfinished: [], problem };
  }
}

/** All subscriptions of a keeper, or of a dry run. */
export function fleetOf(parts: Parts, how: Pick<FleetOptions, "work" | "gone" | "forget">): Fleet {
  const { settings, discover, looker, clock, random, logger } = parts;
  const { pollIntervalMs, pollsPerSecond } = settings;
  return new Fleet({
    ...how,
    discover,
    fitting: (addresses) => looker.fitting(addresses),
    look: (address, priority) => looker.look(address, 0, priority),
    pollIntervalMs,
    pollsPerSecond,
    clock,
    random,
    logger,
  });
}
