import { rmSync } from "node:fs";
import { join } from "node:path";
import { unsubscribe } from "@profit-share/sdk";
import type { Database } from "@profit-share/storage";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { Keeper, type Policy } from "../../src";
import { assemble, type Parts } from "../../src/process/assemble";
import { CHECKPOINTS, type Checkpoint, type CheckpointListener, MOMENTS } from "../../src/store/checkpoints";
import { openDatabase } from "../../src/store/database";
import { flights } from "../../src/store/schema";
import { newDatabase } from "../support/database";
import { FAULT_VARIABLE } from "../support/fault";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { silent, TIMING } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";
import { Installation, Running } from "../support/process";

const CHILD = join(__dirname, "../support/child.ts");
/** Longer than a blockhash lives. */
const EXPIRED = 151;

/**
 * Steps that the matrix does not come to, because nobody leaves there, no agent pays another, no money waits for a time, and no fork
 * takes anything away. Each has a course of its own at the end of this file.
 */
const APART = [
  "request_final",
  "note_money",
  "record_transfer",
  "reopen_flight",
] as const satisfies readonly Checkpoint[];

/** Nobody is told anything there: messages change nothing on the chain, and have their own kills in `test/notify`. */
const OF_MESSAGES: readonly Checkpoint[] = ["make_messages", "send_message", "note_message"];

/** No crowd is due there, either: it is killed where lookup tables are tried. */
const WITH_TABLES: Checkpoint = "note_table";

const close = (name: string, closePnl: bigint) => ({
  reference: Buffer.from(name.padEnd(32)).toString("hex"),
  tradeId: name,
  closePnl,
});

/** Everything that a difference between two runs would show in; times and what hashes them differ in any two runs. */
function stateOf(market: Market, subscription: TestSubscription) {
  const { head, settledAt, subscribedAt, bot, escrow, subscriber, agent, rentPayer, venueUser, terms, ...ledger } =
    market.ledger(subscription);
  return {
    ...ledger,
    escrowTokens: market.escrowTokens(subscription),
    payoutTokens: market.payoutTokens(subscription),
    agentTokens: market.agentTokens(subscription),
  };
}

/** The parts of a keeper in this process, on a database that it shares with others and does not close. */
function assembled(
  market: Market,
  database: Database,
  checkpoint: CheckpointListener = () => {},
  settings = market.settings(),
): Parts {
  const { signer, agents } = market;
  const timing = { ...TIMING, statusMs: 1 };
  return assemble({ settings, signer, agents, logger: silent, timing, checkpoint }, database);
}

/** A process that dies at the nth time that it gets to a point: from then on it stores and sends nothing. */
function dyingAt(point: string, n = 1): { checkpoint: CheckpointListener; isDead: () => boolean } {
  let count = 0;
  return {
    checkpoint: (step, moment) => {
      if (`${moment} ${step}` === point) count += 1;
      if (count >= n) throw new Error("dead");
    },
    isDead: () => count >= n,
  };
}

const IMMEDIATE: Policy = { kind: "immediate" };

interface Course {
  policy?: Policy;
  /** It dies when it gets there so often; the first time if left out. */
  times?: number;
  /** @param isDead null: it does not die this time */
  ask(keeper: Keeper, isDead: (() => boolean) | null): Promise<void>;
  expectDone(): void;
}

describe("a keeper that is killed", () => {
  let database: Database;
  before(async () => {
    database = await openDatabase(await newDatabase());
  });
  after(() => database.close());

  describe("by SIGKILL at each step that stores or sends something", () => {
    let market: Market;
    let rpc: FaultyRpc;
    let elsewhere: Keeper;
    let verified: TestSubscription;
    let attested: TestSubscription;
    let interfered: boolean;
    let youngLooks: number;

    /**
     * The attested one has a settlement that the process's empty database does not know. Its first transaction is lost,
     * and while that one expires somebody else settles under its sequence. The first that lands is not final at once. Both
     * escrows are empty.
     */
    beforeEach(async () => {
      market = await Market.open();
      verified = await market.verified({ deposit: 0n });
      attested = await market.attested({ deposit: 0n });
      market.setTokens(attested.agent.publicKey, 50n * USDC);
      await market.trade(verified, 50n * USDC);
      elsewhere = new Keeper(assembled(market, database));
      await elsewhere.settleClose(attested.address, close("old", 1n * USDC));
      interfered = false;
      youngLooks = 2;
      rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, interfere);
    });

    afterEach(async () => {
      await rpc.close();
      await market.close();
    });

    async function interfere(method: string): Promise<Fate> {
      if (method === "getSignatureStatuses") return { change: young };
      if (method !== "sendTransaction" || interfered) return "pass";
      interfered = true;
      await elsewhere.settleClose(attested.address, close("foreign", 9n * USDC));
      market.chain.localnet.chain.advanceSlots(EXPIRED);
      return "lose request";
    }

    /** The first two answers that know a landed transaction say that it is confirmed, not final. */
    function young(result: { value: ({ confirmationStatus: string; confirmations: number | null } | null)[] }) {
      const isKnown = result.value.some((status) => status !== null);
      if (!isKnown || youngLooks === 0) return result;
      youngLooks -= 1;
      const value = result.value.map((one) => one && { ...one, confirmationStatus: "confirmed", confirmations: 1 });
      return { ...result, value };
    }

    function start(installation: Installation, fault?: string): Running {
      const { address, agent } = attested;
      const dollars = { first: "20", second: "-5", third: "10" };
      const closes = Object.entries(dollars).map((trade) => [address.toBase58(), agent.publicKey.toBase58(), ...trade]);
      const environment: Record<string, string> = fault === undefined ? {} : { [FAULT_VARIABLE]: fault };
      return new Running([installation.config, JSON.stringify(closes)], environment, CHILD);
    }

    function expectFinalState(): void {
      expect(stateOf(market, verified)).to.deep.include({
        sequence: 1n,
        accrued: 5_000_000n,
        credited: 5_000_000n,
        claimed: 5_000_000n,
        balance: 0n,
        totalWithdraws: 5_000_000n,
        escrowTokens: 0n,
        payoutTokens: 5_000_000n,
      });
      // A tenth of 1, 9, 20 and 10; the loss of 5 counts nothing.
      expect(stateOf(market, attested)).to.deep.include({
        sequence: 5n,
        last: 35_000_000n,
        profitTotal: 40_000_000n,
        accrued: 4_000_000n,
        credited: 4_000_000n,
        claimed: 4_000_000n,
        balance: 0n,
        escrowTokens: 0n,
        payoutTokens: 4_000_000n,
        agentTokens: 46_000_000n,
      });
    }

    it("or at none: the undisturbed run", async () => {
      const installation = await Installation.withDatabase(market, { rpcUrl: rpc.url });
      expect(await start(installation).ended()).to.deep.include({ code: 0, stderr: "" });
      expect(interfered).to.equal(true);
      expectFinalState();
    });

    it("or at one that does not exist, which is refused", async () => {
      const installation = await Installation.withDatabase(market, { rpcUrl: rpc.url });
      const { code, stderr } = await start(installation, "nap.before").ended();
      expect(code).to.equal(1);
      expect(stderr).to.match(/PROFIT_SHARE_FAULT: there is no nap\.before; there are take_close\.before, /);
    });

    for (const step of CHECKPOINTS.filter(
      (one) => ![...APART, ...OF_MESSAGES, WITH_TABLES].some((other) => other === one),
    )) {
      for (const moment of MOMENTS) {
        it(`ends in the same state of the chain: ${moment} ${step}`, async () => {
          const installation = await Installation.withDatabase(market, { rpcUrl: rpc.url });
          const { signal } = await start(installation, `${step}.${moment}`).ended();
          expect(signal, "the step was never reached").to.equal("SIGKILL");
          expect(await start(installation).ended()).to.deep.include({ code: 0, stderr: "" });
          expectFinalState();
          rmSync(installation.folder, { recursive: true });
        });
      }
    }
  });

  describe("right after a transaction was stored, or landed without being noted, whatever its action", () => {
    let market: Market;
    let verified: TestSubscription;
    let attested: TestSubscription;

    /** Every action once at least: tokens in an escrow, a profit on the venue, debts that the venue and the agent pay. */
    beforeEach(async () => {
      market = await Market.open();
      verified = await market.verified({ deposit: 0n });
      attested = await market.attested({ deposit: 0n });
      await new Keeper(assembled(market, database)).settleClose(attested.address, close("unpaid", 20n * USDC));
      market.setTokens(attested.agent.publicKey, 50n * USDC);
      await market.donate(attested, USDC / 2n);
      await market.trade(verified, 50n * USDC);
    });

    afterEach(() => market.close());

    async function runAll({ reconciler }: Parts): Promise<string[]> {
      const first = await reconciler.reconcile(verified.address);
      const second = await reconciler.reconcile(attested.address);
      return [...first.actions, ...second.actions].map(({ kind }) => kind);
    }

    /** In the order in which they are carried out. */
    const ALL = ["settle", "fund_from_venue", "settle", "payout", "sync", "fund_from_agent", "payout"];

    function expectFinalState(): void {
      const states = [stateOf(market, verified), stateOf(market, attested)];
      expect(states[0]).to.deep.include({ sequence: 1n, claimed: 5_000_000n, balance: 0n, totalWithdraws: 5_000_000n });
      expect(states[1]).to.deep.include({ sequence: 1n, claimed: 2_000_000n, balance: 0n, agentTokens: 48_500_000n });
      expect(states.map(({ payoutTokens }) => payoutTokens)).to.deep.equal([5_000_000n, 2_000_000n]);
    }

    it("or never: the undisturbed run", async () => {
      expect(await runAll(assembled(market, database))).to.deep.equal(ALL);
      expectFinalState();
    });

    for (const point of ["after store_flight", "before land_flight"]) {
      for (const [index, kind] of ALL.entries()) {
        it(`ends in the same state of the chain: ${point} number ${index + 1}, ${kind}`, async () => {
          const mortal = assembled(market, database, dyingAt(point, index + 1).checkpoint);
          const error = await runAll(mortal).catch((reason: Error) => reason);
          expect(error, "the point was never reached").to.have.property("message", "dead");
          await runAll(assembled(market, database));
          expectFinalState();
        });
      }
    }
  });

  describe("at the steps that take more than closes", () => {
    let market: Market;
    let rpc: FaultyRpc;
    let fate: Fate;
    let subscription: TestSubscription;

    before(async () => {
      market = await Market.open();
      rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method) =>
        method === "getSignatureStatuses" ? fate : "pass",
      );
    });

    after(async () => {
      await rpc.close();
      await market.close();
    });

    beforeEach(async () => {
      fate = "pass";
      subscription = await market.attested();
    });

    type Statuses = { value: (object | null)[] };
    const confirmed = { change: ({ value, ...rest }: Statuses) => ({ ...rest, value: value.map(asConfirmed) }) };
    const unknown = { change: ({ value, ...rest }: Statuses) => ({ ...rest, value: value.map(() => null) }) };
    const asConfirmed = (one: object | null) => one && { ...one, confirmationStatus: "confirmed", confirmations: 1 };

    /** What the process is asked for, and asked for again after it has died; and what has to have come of it. */
    const courses: Record<(typeof APART)[number], (newPayee: PublicKey) => Course> = {
      request_final: () => ({
        ask: async (keeper) => {
          const { address, bot, subscriber, agent } = subscription;
          const { instance, state } = market.ledger(subscription);
          const parties = { signer: subscriber.publicKey, subscription: address, bot, instance, venueUser: null };
          if (state === "active") await market.chain.send([unsubscribe(parties)], subscriber);
          await keeper.finish(address, agent.publicKey);
        },
        expectDone: () => {
          const { address, subscriber } = subscription;
          expect(market.chain.localnet.chain.account(address.toBase58())).to.equal(null);
          expect(market.chain.tokens(market.chain.purse(subscriber.publicKey))).to.equal(100_000_000n);
        },
      }),
      note_money: () => ({
        policy: { kind: "periodic", cron: "0 * * * *", timeZone: "UTC" },
        // The first time nothing waits yet.
        times: 2,
        ask: async (keeper, isDead) => {
          await keeper.settleClose(subscription.address, close("paid later", 20n * USDC));
          expect(isDead, "it goes on after its death").to.equal(null);
          const { chain } = market.chain.localnet;
          chain.setTime(chain.time() + 3_600);
          await keeper.reconcile(subscription.address);
        },
        expectDone: () => {
          expect(market.ledger(subscription)).to.deep.include({
            sequence: 1n,
            accrued: 2_000_000n,
            claimed: 2_000_000n,
          });
          expect(market.payoutTokens(subscription)).to.equal(2_000_000n);
        },
      }),
      record_transfer: (to) => ({
        ask: async (keeper) => {
          const from = subscription.agent.publicKey;
          if (market.agentTokens(subscription) === 0n) market.setTokens(from, 50n * USDC);
          await keeper.transfer({ id: to.toBase58(), from, to, mint: market.chain.mint, amount: 5n * USDC });
        },
        expectDone: () => {
          expect(market.chain.tokens(market.chain.purse(to))).to.equal(5_000_000n);
          expect(market.agentTokens(subscription)).to.equal(45_000_000n);
        },
      }),
      reopen_flight: () => ({
        ask: async (keeper, isDead) => {
          fate = isDead === null ? "pass" : confirmed;
          const { close: row } = await keeper.settleClose(subscription.address, close("taken away", 20n * USDC));
          expect(row.status).to.equal("settled");
          if (isDead === null) return;
          // A fork takes away what had landed.
          fate = unknown;
          while (!isDead()) await new Promise((resolve) => setTimeout(resolve, 5));
        },
        expectDone: () => {
          expect(market.ledger(subscription)).to.deep.include({
            sequence: 1n,
            accrued: 2_000_000n,
            claimed: 2_000_000n,
          });
          expect(market.payoutTokens(subscription)).to.equal(2_000_000n);
        },
      }),
    };

    for (const step of APART) {
      for (const moment of MOMENTS) {
        it(`ends in the same state of the chain: ${moment} ${step}`, async () => {
          const { policy = IMMEDIATE, times, ask, expectDone } = courses[step](Keypair.generate().publicKey);
          const { checkpoint, isDead } = dyingAt(`${moment} ${step}`, times);
          const settings = market.settings({ rpcUrl: rpc.url, policy });
          const mortal = assembled(market, database, checkpoint, settings);
          await ask(new Keeper(mortal), isDead).catch(() => {});
          expect(isDead(), "the step was never reached").to.equal(true);
          mortal.stopping.abort();
          fate = "pass";
          const next = assembled(market, database, undefined, settings);
          const keeper = new Keeper(next);
          await keeper.begin();
          await ask(keeper, null);
          await next.executor.idle();
          expectDone();
          expect(await database.db.select().from(flights)).to.deep.equal([]);
        });
      }
    }
  });
});
