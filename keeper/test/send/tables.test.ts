import { settleBatch } from "@profit-share/sdk";
import type { Database } from "@profit-share/storage";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { AddressLookupTableProgram, Keypair, LAMPORTS_PER_SOL, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import pino from "pino";
import { DEFAULT_SETTINGS, MemoryAgents } from "../../src";
import { assemble } from "../../src/process/assemble";
import { TableKeeping } from "../../src/send/table-keeping";
import { Tables } from "../../src/send/tables";
import { fits } from "../../src/send/transaction";
import { type CheckpointListener, Checkpoints, MOMENTS } from "../../src/store/checkpoints";
import { openDatabase } from "../../src/store/database";
import { EVERYTHING } from "../../src/store/leases";
import { LookupTableStore, TABLES_LANE } from "../../src/store/lookup-tables";
import { type Clock, systemClock } from "../../src/time/clock";
import { newDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { TIMING } from "../support/keeper";

const PROGRAM = AddressLookupTableProgram.programId.toBase58();
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** 128 for any account, 56 of a table's head, 5,080 lamports a byte. */
const rentOf = (addresses: number) => (128 + 56 + 32 * addresses) * 5_080;

/** A batch of so many rows, each with two accounts of its own. */
const batch = (rows: number): TransactionInstruction[] => [
  settleBatch({
    rows: Array.from({ length: rows }, () => ({
      kind: "verified",
      subscription: Keypair.generate().publicKey,
      venueUser: Keypair.generate().publicKey,
    })),
  }),
];

describe("lookup tables", () => {
  let chain: LocalChain;
  let rpc: FaultyRpc;
  let judge: Judge;
  let signer: Keypair;
  let database: Database;
  let log: string[];
  /** Added to the clock, milliseconds. */
  let later: number;
  const databases: Database[] = [];
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + later };

  before(async () => {
    chain = await LocalChain.start();
    rpc = await FaultyRpc.start(chain.localnet.rpcUrl, (method, params) => judge(method, params));
  });
  after(async () => {
    for (const one of databases) await one.close();
    await rpc.close();
    await chain.close();
  });

  beforeEach(async () => {
    [judge, log, later] = [() => "pass", [], 0];
    signer = Keypair.generate();
    chain.airdrop(signer.publicKey);
    database = await newOne();
  });

  async function newOne(): Promise<Database> {
    const made = await openDatabase(await newDatabase());
    databases.push(made);
    return made;
  }

  /** As a keeper that starts has them. */
  function open({ checkpoint = (() => {}) as CheckpointListener, idleMs = DAY, most = 2, on = database } = {}) {
    const logger = pino({ level: "info" }, { write: (line: string) => log.push(line) });
    const watched = { keeper: null, bots: [], agents: [], subscriptions: [] };
    const settings = { ...DEFAULT_SETTINGS, rpcUrl: rpc.url, watched };
    const timing = { ...TIMING, statusMs: 1 };
    const { connection, executor, sameChain, stopping } = assemble(
      { settings, signer, agents: new MemoryAgents(), logger, timing, checkpoint, clock },
      on,
    );
    sameChain.whenChecked(async () => {});
    const store = new LookupTableStore(on.db, new Checkpoints(checkpoint), idleMs);
    const tables = new Tables(clock);
    const common = { connection, executor, sameChain, clock, logger };
    const keeping = new TableKeeping({ ...common, tables, store, leases: EVERYTHING, most });
    const tend = () => keeping.tend(stopping.signal);
    return { tables, store, executor, tend };
  }

  const crowd = (tables: Tables, instructions: TransactionInstruction[], times = 3) => {
    for (let count = 0; count < times; count++) {
      tables.crowded(instructions);
      later += MINUTE;
    }
  };

  /** The signer's tables on the chain: how many addresses each holds. */
  const onChain = () =>
    new Map(
      [...chain.localnet.chain.accountsOwnedBy(PROGRAM)]
        .filter(([, { data }]) => Buffer.from(data).subarray(22, 54).equals(signer.publicKey.toBuffer()))
        .map(([name, { data }]) => [name, (data.length - 56) / 32]),
    );
  /** Nothing that was noted can be taken back by a fork any more. */
  const age = () => database.db.execute("update lookup_tables set used_at = now() - interval '1 hour'");
  const lamports = () => Number(chain.localnet.chain.account(signer.publicKey.toBase58())!.lamports);
  const requests = () => [...rpc.seen.values()].reduce((sum, count) => sum + count, 0);

  describe("when a crowd is due for the third time", () => {
    it("are made for it, and let 30 rows into a transaction instead of 14", async () => {
      const { tables, tend } = open();
      const rows = batch(30);
      crowd(tables, rows, 2);
      await tend();
      expect(onChain().size).to.equal(0);
      crowd(tables, rows, 1);
      await tend();
      // Two accounts of each row, and the one that signs events.
      expect([...onChain().values()]).to.deep.equal([61]);
      const covering = tables.covering(rows);
      expect([fits(signer.publicKey, rows, []), fits(signer.publicKey, rows, covering)]).to.deep.equal([false, true]);
      // Its 31st row is one account too many for the network, whatever a table holds.
      const more = batch(31);
      crowd(tables, more);
      await tend();
      expect(fits(signer.publicKey, more, tables.covering(more))).to.equal(false);
    });

    it("cost their rent, and a fee for each 28 addresses", async () => {
      const { tables, tend } = open();
      const before = lamports();
      crowd(tables, batch(30));
      await tend();
      expect(before - lamports()).to.equal(rentOf(61) + 3 * 5_000);
    });

    it("are not made for those that were crowded once in a while", async () => {
      const { tables, tend } = open();
      const rows = batch(30);
      crowd(tables, rows, 2);
      later += DAY;
      crowd(tables, rows, 2);
      await tend();
      expect(onChain().size).to.equal(0);
    });

    it("are not made for one crowd of less than a minute, nor for a small one", async () => {
      const { tables, tend } = open();
      const rows = batch(30);
      for (let count = 0; count < 9; count++) tables.crowded(rows);
      crowd(tables, batch(19));
      await tend();
      expect(onChain().size).to.equal(0);
    });
  });

  describe("given a full one", () => {
    it("are followed by another, and by none beyond the limit", async () => {
      const { tables, tend } = open({ most: 2 });
      crowd(tables, batch(300));
      await tend();
      expect([...onChain().values()].sort()).to.deep.equal([256, 256]);
    });
  });

  describe("when a transaction of its own is too large", () => {
    it("are made at once, however few its accounts are", async () => {
      const { tables, tend } = open();
      const large = batch(15);
      tables.needed(large);
      await tend();
      expect(fits(signer.publicKey, large, tables.covering(large))).to.equal(true);
    });
  });

  describe("at rest", () => {
    it("ask nothing of the node", async () => {
      const { tables, tend } = open();
      crowd(tables, batch(30));
      await tend();
      const before = requests();
      for (let count = 0; count < 5; count++) await tend();
      expect(requests() - before).to.equal(0);
    });
  });

  describe("after a restart", () => {
    it("are used again", async () => {
      const rows = batch(30);
      const first = open();
      crowd(first.tables, rows);
      await first.tend();
      const second = open();
      expect(second.tables.covering(rows)).to.have.length(0);
      await second.tend();
      expect(second.tables.covering(rows)).to.have.length(1);
      expect(onChain().size).to.equal(1);
    });

    it("without the database are found on the chain", async () => {
      const rows = batch(30);
      const first = open();
      crowd(first.tables, rows);
      await first.tend();
      const second = open({ on: await newOne() });
      await second.tend();
      expect(second.tables.covering(rows)).to.have.length(1);
      expect((await second.store.all(signer.publicKey.toBase58())).map(({ address }) => address)).to.deep.equal([
        ...onChain().keys(),
      ]);
    });

    it("without the database, given a node that does not list accounts, are not, and the log says why", async () => {
      judge = (method) =>
        method === "getProgramAccounts" ? { error: { code: -32_010, message: "excluded from this plan" } } : "pass";
      const { tend } = open();
      await tend();
      await tend();
      expect(log.filter((line) => line.includes("the node lists no lookup tables"))).to.have.length(1);
    });
  });

  describe("given an extension of this very slot", () => {
    it("are used without it until the next slot", async () => {
      const { tables, tend } = open();
      const [old, young] = [batch(30), batch(30)];
      crowd(tables, old);
      await tend();
      crowd(tables, young);
      await tend();
      const key = tables.covering(old)[0]!.key;
      const { value } = await chain.connection.getAddressLookupTable(key);
      const { lastExtendedSlot, lastExtendedSlotStartIndex } = value!.state;
      const inSlot = new Tables(clock);
      inSlot.set([value!], lastExtendedSlot);
      expect(inSlot.covering(old)[0]!.state.addresses).to.have.length(lastExtendedSlotStartIndex);
      expect(inSlot.isTrusted).to.equal(false);
      inSlot.set([value!], lastExtendedSlot + 1);
      expect(inSlot.covering(young)[0]!.state.addresses).to.have.length(121);
      expect(inSlot.isTrusted).to.equal(true);
    });
  });

  describe("that nobody uses for long", () => {
    it("are switched off, closed after the cool-down, and give their rent back", async () => {
      const rows = batch(30);
      const before = lamports();
      const first = open();
      crowd(first.tables, rows);
      await first.tend();
      const idle = open({ idleMs: 0 });
      await idle.tend();
      expect(idle.tables.covering(rows)).to.have.length(0);
      await idle.tend();
      expect(onChain().size).to.equal(1);
      chain.localnet.chain.advanceSlots(514);
      later += MINUTE;
      await idle.tend();
      expect(onChain().size).to.equal(0);
      // It is forgotten when no fork can bring it back.
      expect(await idle.store.all(signer.publicKey.toBase58())).to.have.length(1);
      await age();
      await idle.tend();
      expect(await idle.store.all(signer.publicKey.toBase58())).to.deep.equal([]);
      // Three to make it, one to switch it off, one to close it.
      expect(before - lamports()).to.equal(5 * 5_000);
    });

    it("are kept while they are used", async () => {
      const rows = batch(30);
      const first = open();
      crowd(first.tables, rows);
      await first.tend();
      const used = open({ idleMs: DAY });
      await database.db.execute("update lookup_tables set used_at = now() - interval '2 days'");
      await used.store.noteUse([...onChain().keys()]);
      await used.tend();
      expect(used.tables.covering(rows)).to.have.length(1);
    });
  });

  describe("given a signer who cannot pay", () => {
    it("are left, which is said, and tried again later", async () => {
      const { tables, tend } = open();
      chain.localnet.chain.setAccount(signer.publicKey.toBase58(), {
        ...chain.localnet.chain.account(signer.publicKey.toBase58())!,
        lamports: BigInt(LAMPORTS_PER_SOL / 1_000),
      });
      crowd(tables, batch(30));
      await tend();
      await tend();
      expect(onChain().size).to.equal(0);
      expect(log.filter((line) => line.includes("create_table was not sent"))).to.have.length(1);
      chain.airdrop(signer.publicKey);
      later += 10 * MINUTE;
      await tend();
      expect([...onChain().values()]).to.deep.equal([61]);
    });
  });

  describe("of a keeper that is killed", () => {
    for (const step of ["note_table", "store_flight", "send", "land_flight"] as const) {
      for (const moment of MOMENTS) {
        it(`are all known to the next one, and none but those: ${moment} ${step}`, async () => {
          let dead = false;
          const checkpoint: CheckpointListener = (at, when) => {
            dead ||= at === step && when === moment;
            if (dead) throw new Error("dead");
          };
          const rows = batch(30);
          const first = open({ checkpoint });
          crowd(first.tables, rows);
          const error = await first.tend().catch((reason: Error) => reason.message);
          expect(error).to.equal("dead");

          const next = open();
          await next.executor.resumeAll((lane) => lane === TABLES_LANE);
          await next.tend();
          await age();
          crowd(next.tables, rows);
          await next.tend();
          const known = (await next.store.all(signer.publicKey.toBase58())).map(({ address }) => address);
          expect(known).to.have.members([...onChain().keys()]);
          expect(fits(signer.publicKey, rows, next.tables.covering(rows))).to.equal(true);
          expect(onChain().size).to.equal(1);
        });
      }
    }
  });
});
