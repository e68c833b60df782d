import type { Database } from "@profit-share/storage";
import { AddressLookupTableProgram, type MessageV0, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { type ActionReport, Keeper } from "../../src";
import { assemble } from "../../src/process/assemble";
import { openDatabase } from "../../src/store/database";
import { type Clock, systemClock } from "../../src/time/clock";
import { newDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { silent, TIMING } from "../support/keeper";
import { Market, realize, type TestSubscription } from "../support/market";

const CROWD = 31;
/** That one transaction settles without a table. */
const WITHOUT = 14;
/** A tenth of it is no payout yet. */
const PROFIT = 9_000n;
const MINUTE = 60_000;

describe("a crowd that is due again and again", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge;
  let database: Database;
  let all: TestSubscription[];
  let earned: bigint;
  let later: number;
  let reports: ActionReport[];
  let keeper: Keeper;
  let tend: () => Promise<void>;

  before(async () => {
    judge = () => "pass";
    [earned, later] = [0n, 0];
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method, params) => judge(method, params));
    database = await openDatabase(await newDatabase());
    all = [];
    for (let count = 0; count < CROWD; count++) all.push(await market.verified());
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + later };
    const { signer, agents } = market;
    const parts = assemble(
      {
        settings: market.settings({ rpcUrl: rpc.url }),
        signer,
        agents,
        logger: silent,
        timing: { ...TIMING, statusMs: 1 },
        clock,
        onAction: (report) => reports.push(report),
      },
      database,
    );
    keeper = new Keeper(parts);
    parts.sameChain.whenChecked(() => keeper.begin());
    tend = () => parts.tableKeeping.tend(parts.stopping.signal);
  });

  after(async () => {
    await keeper.stop();
    await rpc.close();
    await market.close();
  });

  /** Each earns, and the keeper looks. @returns how many the largest transaction settled */
  async function settle(): Promise<number> {
    earned += PROFIT;
    for (const one of all) realize(market, one, earned);
    reports = [];
    later += MINUTE;
    expect(await keeper.once()).to.deep.equal([]);
    expect(new Set(reports.map(({ kind, outcome }) => `${kind} ${outcome.kind}`))).to.deep.equal(
      new Set(["settle confirmed"]),
    );
    const bySignature = new Map<string, number>();
    for (const { outcome } of reports) {
      if (outcome.kind !== "confirmed") throw new Error(outcome.kind);
      bySignature.set(outcome.signature, (bySignature.get(outcome.signature) ?? 0) + 1);
    }
    expect(all.map((one) => market.ledger(one).last)).to.deep.equal(Array(CROWD).fill(earned));
    return Math.max(...bySignature.values());
  }

  it("is settled by 14 at a time, and by more once it has a table", async () => {
    // Which of them share a look, and so a crowd, is the machine's to say: some have been in three only after more rounds.
    for (let round = 0; round < 6; round++) expect(await settle()).to.equal(WITHOUT);
    await tend();
    expect(await settle()).to.be.above(WITHOUT);
    const sent = rpc.sent.map((base64) => VersionedTransaction.deserialize(Buffer.from(base64, "base64")).message);
    const withTable = sent.filter(({ addressTableLookups }) => addressTableLookups.length > 0);
    expect(withTable).not.to.have.length(0);
    for (const message of withTable as MessageV0[]) {
      expect(message.staticAccountKeys.length + message.numAccountKeysFromLookups).to.be.at.most(64);
    }
  });

  it("is settled by 14 at a time at a node that does not know the table yet", async () => {
    judge = (method, params) => {
      if (method !== "simulateTransaction") return "pass";
      const { message } = VersionedTransaction.deserialize(Buffer.from(params[0] as string, "base64"));
      const text = "invalid transaction: Transaction address table lookup uses an invalid index";
      return message.addressTableLookups.length > 0 ? { error: { code: -32_602, message: text } } : "pass";
    };
    expect(await settle()).to.equal(WITHOUT);
    judge = () => "pass";
    await tend();
    expect(await settle()).to.be.above(WITHOUT);
  });

  it("is settled by 14 at a time if the table is gone", async () => {
    const { chain } = market.chain.localnet;
    for (const name of chain.accountsOwnedBy(AddressLookupTableProgram.programId.toBase58()).keys()) {
      chain.setAccount(name, null);
    }
    expect(await settle()).to.equal(WITHOUT);
    await tend();
    expect(await settle()).to.equal(WITHOUT);
  });
});
