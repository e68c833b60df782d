/** The parts of a keeper, put together. */
import { connect, ProfitShareReader } from "@profit-share/sdk";
import { type Connection, type Keypair, PublicKey } from "@solana/web3.js";
import pino, { type Logger } from "pino";
import type { KeeperSettings, Watched } from "../config/config";
import { CloseBook } from "../observe/close-book";
import { Observer } from "../observe/observer";
import { Reconciler } from "../reconcile/reconciler";
import type { KeeperEvents } from "../reconcile/report";
import type { AgentSigner } from "../send/agent-signer";
import { Executor } from "../send/executor";
import { TIMING, type Timing } from "../send/follower";
import { type CheckpointListener, Checkpoints } from "../store/checkpoints";
import { CloseStore } from "../store/closes";
import type { Database } from "../store/database";
import { FlightStore, MemoryFlights } from "../store/flights";

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
}

export interface Parts {
  settings: KeeperSettings;
  connection: Connection;
  logger: Logger;
  closeBook: CloseBook;
  reconciler: Reconciler;
  /** For what no later start has to go on with. */
  unstored: Executor;
  discover: () => Promise<PublicKey[]>;
  /** Aborted when the keeper stops. */
  stopping: AbortController;
  database: Database;
}

export function assemble(options: PartsOptions, database: Database): Parts {
  const { settings, signer, agents, logger = pino() } = options;
  const { computeUnitPrice } = settings;
  const connection = connect(settings.rpcUrl);
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
    timing,
    logger,
    stopping: stopping.signal,
  };
  const closes = new CloseStore(database.db, checkpoints);
  const flights = new FlightStore(database.db, checkpoints);
  const closeBook = new CloseBook(closes, reader, logger);
  const reconciler = new Reconciler({
    observer: new Observer(connection, signer.publicKey, agents),
    closeBook,
    executor: new Executor({ ...common, flights }),
    settings,
    logger,
    events: options,
    stopping: stopping.signal,
  });
  const unstored = new Executor({ ...common, flights: new MemoryFlights(checkpoints) });
  const discover = () => subscriptionsToLookAfter(reader, settings.watched, closes, flights);
  return { settings, connection, logger, closeBook, reconciler, unstored, discover, stopping, database };
}

/** Every subscription that one of the lists leads to, and those with something begun and not finished; each once. */
async function subscriptionsToLookAfter(
  reader: ProfitShareReader,
  { keeper, bots, agents, subscriptions }: Watched,
  closes: CloseStore,
  flights: FlightStore,
): Promise<PublicKey[]> {
  const begun = [...(await closes.subscriptions()), ...(await flights.lanes())];
  const found = await Promise.all([
    ...(keeper === null ? [] : [reader.subscriptionsOfKeeper(keeper)]),
    ...bots.map((bot) => reader.subscriptionsOfBot(bot)),
    ...agents.map((agent) => reader.subscriptionsOfAgent(agent)),
  ]);
  const addresses = [
    ...subscriptions,
    ...found.flat().map(({ address }) => address),
    ...begun.map((name) => new PublicKey(name)),
  ];
  return [...new Map(addresses.map((address) => [address.toBase58(), address])).values()];
}
