/** A keeper on Surfpool: Solana's own runtime and JSON-RPC, which no code of this repository has a part in. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Subscription } from "@profit-share/sdk";
import { agent, anna, DOLLAR, Market, signer } from "@profit-share/testing/chain/market";
import { SurfpoolChain } from "@profit-share/testing/chain/surfpool-chain";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { lookBeside } from "../../../fixtures/beside";
import { createKeeper, DEFAULT_SETTINGS, type Keeper, MemoryAgents } from "../../src";
import { newDatabase } from "../support/database";
import { silent, TIMING } from "../support/keeper";

const surfpool = lookBeside("Surfpool", "bin/surfnet", "the keeper's whole way was tested on localnet only");
/** Agents' accounts of the attested subscriptions. */
const ACCOUNTS = [1, 2, 3, 4, 5];

/** Transactions are told by their signatures. */
class OnSurfpool extends Market<string, SurfpoolChain> {
  static async open(path: string): Promise<OnSurfpool> {
    return new OnSurfpool(await SurfpoolChain.start(path)).furnish();
  }

  protected async landed(signature: string): Promise<string> {
    return signature;
  }

  async ledger(address: PublicKey): Promise<Pick<Subscription, "sequence" | "accrued" | "credited" | "claimed">> {
    const { sequence, accrued, credited, claimed } = await this.client.subscription(address);
    return { sequence, accrued, credited, claimed };
  }

  /** Waits until so much was paid to the creator in all. */
  async paid(address: PublicKey, claimed: bigint): Promise<void> {
    while ((await this.ledger(address)).claimed !== claimed) await sleep(50);
  }

  /** Keeper and agents are who the market says. */
  keeperOn(database: string): Promise<Keeper> {
    const { rpcUrl, wsUrl } = this.chain.node;
    const agents = new MemoryAgents();
    agents.add(agent);
    const watched = { keeper: this.keeper, bots: [], agents: [agent.publicKey], subscriptions: [] };
    // What it learns, it learns from notifications.
    const settings = { ...DEFAULT_SETTINGS, rpcUrl, wsUrl, watched, pollIntervalMs: 3_600_000 };
    return createKeeper({ settings, signer, agents, database, logger: silent, timing: TIMING });
  }
}

const closeOf = (number: number, closePnl: bigint) => ({
  reference: number.toString(16).padStart(64, "0"),
  tradeId: `trade ${number}`,
  closePnl,
});

(surfpool.path === null ? describe.skip : describe)("a keeper on Surfpool", function () {
  this.timeout(120_000);
  surfpool.count();
  let market: OnSurfpool;
  let database: string;
  let keeper: Keeper;

  before(async () => {
    market = await OnSurfpool.open(surfpool.path!);
    for (const accountNo of ACCOUNTS) await market.subscribe({ accountNo }, 100n * DOLLAR);
    await market.subscribe({ venueUser: market.venueUser }, 100n * DOLLAR);
    database = await newDatabase();
    keeper = await market.keeperOn(database);
    keeper.start();
  });
  after(async () => {
    await keeper.stop();
    await market.close();
  });

  it("settles a close that it is handed, and pays the creator in the same transaction", async () => {
    const address = market.attested(1);
    const { close, share } = await keeper.settleClose(address, closeOf(1, 20n * DOLLAR));
    expect(share).to.equal(2n * DOLLAR);
    const all = { sequence: 1n, accrued: 2n * DOLLAR, credited: 2n * DOLLAR, claimed: 2n * DOLLAR };
    expect(await market.ledger(address)).to.deep.equal(all);
    const landed = await market.chain.connection.getTransaction(close.signature!, {
      commitment: "confirmed",
      maxSupportedTransactionVersion: 0,
    });
    expect(landed!.meta!.err).to.equal(null);
  });

  it("settles many closes together", async () => {
    const others = ACCOUNTS.slice(1);
    const settled = await Promise.all(
      others.map((accountNo) => keeper.settleClose(market.attested(accountNo), closeOf(accountNo, 10n * DOLLAR))),
    );
    const signatures = new Set(settled.map(({ close }) => close.signature));
    expect(signatures.size).to.be.below(others.length);
    for (const accountNo of others)
      expect(await market.ledger(market.attested(accountNo))).to.deep.include({ sequence: 1n, claimed: DOLLAR });
  });

  it("is told of another realized PnL on the venue, settles it and pays", async () => {
    await market.realize(50n * DOLLAR);
    await market.paid(market.verified, 5n * DOLLAR);
    expect(await market.ledger(market.verified)).to.deep.include({ accrued: 5n * DOLLAR, credited: 5n * DOLLAR });
  });

  it("answers the same of a close that it is handed again after another start", async () => {
    const address = market.attested(1);
    await keeper.stop();
    keeper = await market.keeperOn(database);
    keeper.start();
    const { close, share } = await keeper.settleClose(address, closeOf(1, 20n * DOLLAR));
    expect(share).to.equal(2n * DOLLAR);
    expect(close.sequence).to.equal(1n);
    expect((await market.ledger(address)).sequence).to.equal(1n);
  });

  it("pays out what somebody else has settled", async () => {
    const address = market.attested(2);
    await keeper.stop();
    // The market's own transactions are signed by the same signer.
    await market.attest(address, 10n * DOLLAR);
    keeper = await market.keeperOn(database);
    keeper.start();
    await market.paid(address, 2n * DOLLAR);
    expect(await market.ledger(address)).to.deep.include({ sequence: 2n, credited: 2n * DOLLAR });
  });

  it("closes a subscription that its subscriber leaves, and gives back what is not owed", async () => {
    const { chain, client, verified } = market;
    await market.realize(70n * DOLLAR);
    await market.paid(verified, 7n * DOLLAR);
    const purse = chain.purse(anna.publicKey);
    const tokens = async () => BigInt((await chain.connection.getTokenAccountBalance(purse)).value.amount);
    const before = await tokens();
    await market.send(await client.unsubscribe(verified, anna.publicKey));
    while ((await client.subscriptionIfAny(verified)) !== null) await sleep(50);
    expect((await tokens()) - before).to.equal(93n * DOLLAR);
  });
});
