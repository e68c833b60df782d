/**
 * Makes, extends and closes the keeper's lookup tables, each step a transaction of the executor's: stored before it is sent, and
 * followed after a kill. The chain says what there is; the database, which of it is ours.
 */
import { NodeFailure } from "@profit-share/sdk";
import {
  AddressLookupTableAccount,
  AddressLookupTableProgram,
  type Connection,
  PublicKey,
  SolanaJSONRPCError,
  type TransactionInstruction,
} from "@solana/web3.js";
import type { Logger } from "pino";
import type { Leases } from "../store/leases";
import { type LookupTableStore, TABLES_LANE, type TableRow } from "../store/lookup-tables";
import type { Clock } from "../time/clock";
import { whenCaughtUp } from "./connection";
import type { Executor } from "./executor";
import { describe } from "./outcome";
import type { Tables } from "./tables";
import { fits } from "./transaction";

/** Between two looks at whether there is something to do, which ask the database alone. */
const LOOK_MS = 10_000;
/** After a step that failed. */
const REST_MS = 600_000;
/** Accounts in a table at the most. */
const MOST = 256;
/** More than a transaction has room to add. */
const MOST_AT_ONCE = 32;
/** So many accounts that are worth a place, and a table is made for them: 20 rows. In one that has room, 6 are enough. */
const LEAST = { create: 40, extend: 12 } as const;
/** A table can be closed when its deactivation is older than the slots that the cluster remembers. */
const COOL_DOWN_SLOTS = 513;
/** Of a table's authority in its account. */
const AUTHORITY_AT = 22;

export interface TableKeepingOptions {
  connection: Connection;
  executor: Executor;
  tables: Tables;
  store: LookupTableStore;
  leases: Pick<Leases, "holds">;
  /** The database has to be of the node's chain. */
  sameChain: { check: () => Promise<void> };
  clock: Clock;
  logger: Logger;
  /** The most tables that are made. */
  most: number;
}

export class TableKeeping {
  /** As they were read last; null before that. */
  private rows: readonly TableRow[] | null = null;
  private found: AddressLookupTableAccount[] = [];
  private restsUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: TableKeepingOptions) {}

  /** Until it is aborted. */
  async run(stopping: AbortSignal): Promise<void> {
    const { clock, logger } = this.options;
    while (!stopping.aborted) {
      await this.tend(stopping).catch((error) => logger.warn({ err: error }, "the lookup tables are left as they are"));
      await clock.sleep(LOOK_MS, stopping);
    }
  }

  /** Reads the tables of the database, if it or the chain may hold something else than before. @throws Error what they say */
  async refresh(): Promise<void> {
    await this.options.sameChain.check();
    const rows = await this.options.store.all(this.authority);
    if (this.rows === null && rows.length === 0 && this.isOurs) return this.search();
    const isKnown = ({ address, length }: TableRow) =>
      this.rows?.some((known) => known.address === address && known.length === length);
    const isSame = this.rows?.length === rows.length && rows.every(isKnown);
    const isThere = ({ address }: TableRow) => this.found.some(({ key }) => key.toBase58() === address);
    this.rows = rows;
    if (
      !isSame ||
      (this.isOurs && rows.some((row) => row.isOld && !isThere(row))) ||
      (rows.length > 0 && !this.options.tables.isTrusted)
    )
      await this.read();
  }

  /** Does what is to be done now. @throws Error what the database or the node says */
  async tend(stopping: AbortSignal): Promise<void> {
    const { executor, tables, store, clock } = this.options;
    await store.noteUse(tables.takeUsed());
    await this.refresh();
    if (!this.isOurs || clock.now() < this.restsUntil) return;
    if ((await executor.resume(TABLES_LANE)) !== null) await this.read();
    // A crowd that was begun with is taken in to its last account.
    for (let isBegun = false; !stopping.aborted && (await this.step(isBegun)); isBegun = true) await this.read();
  }

  private get authority(): string {
    return this.options.executor.payer.toBase58();
  }

  /** Of several keepers on a database one looks after the tables; all use them. */
  private get isOurs(): boolean {
    return this.options.leases.holds(TABLES_LANE);
  }

  /** After a lost database: those that the chain has. */
  private async search(): Promise<void> {
    const { connection, store, logger } = this.options;
    this.rows = [];
    const filters = [{ memcmp: { offset: AUTHORITY_AT, bytes: this.authority } }];
    try {
      const config = { commitment: "confirmed", filters, dataSlice: { offset: 0, length: 0 } } as const;
      const found = await connection.getProgramAccounts(AddressLookupTableProgram.programId, config);
      const addresses = found.map(({ pubkey }) => pubkey.toBase58());
      await store.add(addresses, this.authority);
    } catch (error) {
      if (!(error instanceof NodeFailure || error instanceof SolanaJSONRPCError)) throw error;
      logger.info({ err: error }, "the node lists no lookup tables: those of a lost database keep their rent");
    }
    await this.refresh();
  }

  private async read(): Promise<void> {
    const { executor, store, tables } = this.options;
    const rows = await store.all(this.authority);
    const minContextSlot = await executor.landedAt(TABLES_LANE);
    const inFlight = await executor.inFlight(TABLES_LANE);
    const keys = rows.map(({ address }) => new PublicKey(address));
    const { slot, accounts } = await this.accounts(keys, minContextSlot);
    this.found = [];
    for (const [index, { address, length, isOld }] of rows.entries()) {
      const account = accounts[index] ?? null;
      if (account === null) {
        // It was closed, or never made. A transaction that landed of late could still be taken back and sent again.
        if (this.isOurs && inFlight === null && isOld) await store.remove(address);
        continue;
      }
      const table = new AddressLookupTableAccount({
        key: keys[index]!,
        state: AddressLookupTableAccount.deserialize(account.data),
      });
      this.found.push(table);
      const held = table.state.addresses.length;
      if (held !== length) await store.noteLength(address, held);
    }
    this.rows = await store.all(this.authority);
    tables.set(this.found, slot);
  }

  private async accounts(keys: PublicKey[], slot: number) {
    if (keys.length === 0) return { slot, accounts: [] };
    const { connection, clock } = this.options;
    const config = { commitment: "confirmed", ...(slot === 0 ? {} : { minContextSlot: slot }) } as const;
    const { context, value } = await whenCaughtUp(
      () => connection.getMultipleAccountsInfoAndContext(keys, config),
      clock,
    );
    return { slot: context.slot, accounts: value };
  }

  /** The next transaction. @returns whether it did something */
  private async step(isBegun: boolean): Promise<boolean> {
    return (await this.grow(isBegun)) || (await this.retire());
  }

  private async grow(isBegun: boolean): Promise<boolean> {
    const { tables, most, logger } = this.options;
    const { keys, needed } = tables.worthwhile();
    const open = this.found.find((table) => table.isActive() && table.state.addresses.length < MOST);
    const least = needed || isBegun ? 1 : LEAST[open === undefined ? "create" : "extend"];
    if (keys.length < least) return false;
    if (open !== undefined) {
      const room = MOST - open.state.addresses.length;
      return this.send("extend_table", [], open.key, keys.slice(0, room));
    }
    if (this.found.length >= most) {
      logger.debug({ tables: most }, "more accounts are due together than the lookup tables may hold: maxLookupTables");
      return false;
    }
    return this.make(keys);
  }

  private async make(keys: readonly PublicKey[]): Promise<boolean> {
    const { connection, executor, store } = this.options;
    const { payer } = executor;
    const recentSlot = await connection.getSlot("finalized");
    const [create, address] = AddressLookupTableProgram.createLookupTable({ authority: payer, payer, recentSlot });
    await store.add([address.toBase58()], this.authority);
    return this.send("create_table", [create], address, keys.slice(0, MOST));
  }

  /** With as many of the addresses as fit. */
  private send(action: string, before: TransactionInstruction[], lookupTable: PublicKey, addresses: PublicKey[]) {
    const { payer } = this.options.executor;
    const parties = { authority: payer, payer, lookupTable };
    const holding = (count: number) => [
      ...before,
      AddressLookupTableProgram.extendLookupTable({ ...parties, addresses: addresses.slice(0, count) }),
    ];
    let count = Math.min(addresses.length, MOST_AT_ONCE);
    while (count > 1 && !fits(payer, holding(count), [])) count -= 1;
    return this.execute(action, holding(count), { table: lookupTable, addresses: count });
  }

  /** One that nobody used for long is switched off, and closed when the cluster lets it: its rent comes back. */
  private async retire(): Promise<boolean> {
    const { connection, executor, store } = this.options;
    const { payer } = executor;
    const off = this.found.find((table) => !table.isActive());
    if (off !== undefined) {
      const now = await connection.getSlot("confirmed");
      if (now <= Number(off.state.deactivationSlot) + COOL_DOWN_SLOTS) return false;
      const close = AddressLookupTableProgram.closeLookupTable({
        lookupTable: off.key,
        authority: payer,
        recipient: payer,
      });
      const isClosed = await this.execute("close_table", [close], { table: off.key });
      if (isClosed) await store.noteUse([off.key.toBase58()]);
      return isClosed;
    }
    const idle = this.rows?.find(({ isIdle }) => isIdle)?.address;
    const table = this.found.find(({ key }) => key.toBase58() === idle);
    if (table === undefined) return false;
    const deactivate = AddressLookupTableProgram.deactivateLookupTable({ lookupTable: table.key, authority: payer });
    return this.execute("deactivate_table", [deactivate], { table: table.key });
  }

  /** @returns whether it landed; else nothing is tried for a while */
  private async execute(action: string, instructions: TransactionInstruction[], told: object): Promise<boolean> {
    const { executor, clock, logger } = this.options;
    const minContextSlot = await executor.landedAt(TABLES_LANE);
    const intent = { lanes: [TABLES_LANE], action, instructions, tables: [], agents: [], closes: [], minContextSlot };
    const outcome = await executor.execute(intent);
    logger.info({ ...told }, `${action} ${describe(outcome)}`);
    if (outcome.kind === "confirmed") return true;
    this.restsUntil = clock.now() + REST_MS;
    return false;
  }
}
