/** Batches, the end of a subscription and what comes after it, over real JSON-RPC on the local chain. */

import {
  attestedSubscriptionAddress,
  botAddress,
  keeperAddress,
  ProfitShareClient,
  type Terms,
  vaultAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { readClosings, readHistory, readLife } from "@profit-share/sdk/history";
import { explainError, skippedRows } from "@profit-share/sdk/sending";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import {
  agent,
  creator,
  DOLLAR,
  keypair,
  payoutWallet,
  purse,
  realize,
  type Send,
  sendWithWeb3,
  startChain,
  subscriber,
  venueUser,
} from "./parties";

const signer = keypair(4);
const KEEPER_ID = new Uint8Array(16).fill(1);
const keeper = keeperAddress(creator.publicKey, KEEPER_ID);
const attestedBot = botAddress(creator.publicKey, new Uint8Array(16).fill(2));
const verifiedBot = botAddress(creator.publicKey, new Uint8Array(16).fill(3));
const verified = verifiedSubscriptionAddress(venueUser);
/** Two accounts of one agent. */
const first = attestedSubscriptionAddress(agent.publicKey, 0);
const second = attestedSubscriptionAddress(agent.publicKey, 1);

const TERMS: Omit<Terms, "version" | "source" | "feeBasis" | "keeper"> = {
  profitShareBps: 1_000,
  minBalance: 2n * DOLLAR,
  minDailyCap: 1n,
  mint: MINT,
  hash: new Uint8Array(32).fill(9),
};

const reference = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe("a subscription's life", function () {
  this.timeout(60_000);
  let chain: LocalChain;
  let client: ProfitShareClient;
  /** The transaction that set the terms of the attested subscriptions. */
  let offered: string;
  let send: Send;

  async function subscribe(bot: PublicKey, account: { venueUser: PublicKey } | { accountNo: number }): Promise<void> {
    const { terms } = await client.bot(bot);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: creator.publicKey };
    const input = { ...parties, bot, terms, account, dailyCap: 10n * DOLLAR, deposit: 3n * DOLLAR };
    await send(client.subscribe(input), subscriber, agent);
  }

  const tokens = async (account: PublicKey): Promise<bigint> =>
    BigInt((await chain.connection.getTokenAccountBalance(account)).value.amount);

  const failure = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => "succeeded",
      (error: Error) => error.message,
    );

  before(async () => {
    chain = await startChain();
    send = sendWithWeb3(chain);
    client = new ProfitShareClient(chain.connection);
    const bot = { creator: creator.publicKey, minPayout: 10_000n, payoutWallet };
    await send([
      client.registerKeeper({ creator: creator.publicKey, id: KEEPER_ID, signer: signer.publicKey }),
      client.publishBot({
        ...bot,
        id: new Uint8Array(16).fill(2),
        terms: { ...TERMS, source: "attested", feeBasis: "each_close", keeper },
      }),
      client.publishBot({
        ...bot,
        id: new Uint8Array(16).fill(3),
        terms: { ...TERMS, source: "drift", feeBasis: "high_water_mark", keeper: null },
      }),
    ]);
    // Two versions in one transaction; subscriptions are made under the third.
    offered = await send([
      await client.updateTerms(attestedBot, { minDailyCap: 2n }),
      await client.updateTerms(attestedBot, { minDailyCap: 3n }),
    ]);
    await subscribe(attestedBot, { accountNo: 0 });
    await subscribe(attestedBot, { accountNo: 1 });
    await subscribe(verifiedBot, { venueUser });
  });

  after(() => chain.close());

  describe("a batch", () => {
    it("settles its rows, and skips and names a bad one", async () => {
      await send(await client.settleAttested(first, { closePnl: DOLLAR, reference: reference(1) }), signer);
      realize(chain, 2n * DOLLAR);
      const signature = await send(
        await client.settleBatch([
          { subscription: second, close: { closePnl: 4n * DOLLAR, reference: reference(2) } },
          // The reference of the close before.
          { subscription: first, close: { closePnl: 4n * DOLLAR, reference: reference(1) } },
          { subscription: verified },
        ]),
        signer,
      );
      const { meta } = (await chain.connection.getTransaction(signature, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: 1,
      }))!;
      const [skipped, ...others] = skippedRows(meta!.logMessages!);
      expect(others).to.deep.equal([]);
      expect(skipped!.map(({ row, error }) => [row, error.name, error.code])).to.deep.equal([
        [1, "ReferenceRepeated", 6083],
      ]);
      expect(meta!.innerInstructions!.flatMap(({ instructions }) => instructions)).to.have.length(1);
    });

    it("stands in each history like a settlement alone", async () => {
      const of = async (address: PublicKey) => {
        const { events, report, closed } = await readHistory(client, address);
        expect(closed).to.equal(null);
        expect(report.mismatch).to.equal(null);
        return events.map(({ record }) => [record.sequence, record.profit, record.accrued]);
      };
      expect(await of(first)).to.deep.equal([[1n, 1_000_000n, 100_000n]]);
      expect(await of(second)).to.deep.equal([[1n, 4_000_000n, 400_000n]]);
      expect(await of(verified)).to.deep.equal([[1n, 5_000_000n, 500_000n]]);
    });

    it("is not built from what does not go together", async () => {
      const close = { closePnl: DOLLAR, reference: reference(3) };
      expect(await failure(client.settleBatch([{ subscription: first }]))).to.equal(
        `${first.toBase58()} is attested: state its close`,
      );
      expect(await failure(client.settleBatch([{ subscription: verified, close }]))).to.equal(
        `${verified.toBase58()} is verified: its venue user says the PnL, leave out the close`,
      );
    });
  });

  describe("its owner and its subscriber", () => {
    it("change what is theirs to change", async () => {
      await send([
        await client.updateTerms(verifiedBot, { profitShareBps: 500 }),
        await client.updateTerms(attestedBot, { minDailyCap: 4n }),
        await client.setPayout(verifiedBot, { minPayout: 20_000n }),
        await client.setOpen(attestedBot, false),
        await client.setOpen(attestedBot, true),
      ]);
      const bot = await client.bot(verifiedBot);
      expect(bot.terms).to.deep.include({ version: 2, profitShareBps: 500, minBalance: 2_000_000n, source: "drift" });
      expect(bot.minPayout).to.equal(20_000n);
      expect(bot.payoutWallet.equals(payoutWallet)).to.equal(true);

      await send(await client.setCap(verified, 9n * DOLLAR), subscriber);
      expect(await client.subscription(verified)).to.deep.include({
        dailyCap: 10_000_000n,
        nextDailyCap: 9_000_000n,
        nextDailyCapDay: 20_001,
      });
    });

    it("hand bot and keeper over in two steps", async () => {
      const heir = keypair(7);
      expect(await failure(client.acceptBot(attestedBot))).to.equal(
        `${attestedBot.toBase58()} is not handed over: its owner starts with transferBot`,
      );
      expect(await failure(client.acceptKeeper(keeper))).to.equal(
        `${keeper.toBase58()} is not handed over: its admin starts with transferKeeper`,
      );
      await send([
        await client.transferBot(attestedBot, heir.publicKey),
        await client.transferKeeper(keeper, heir.publicKey),
        await client.setKeeperSigner(keeper, keypair(8).publicKey),
      ]);
      await send([await client.acceptBot(attestedBot), await client.acceptKeeper(keeper)], heir);
      const bot = await client.bot(attestedBot);
      expect([bot.owner, bot.payoutWallet].every((wallet) => wallet.equals(heir.publicKey))).to.equal(true);
      const { admin, signer: hot } = await client.keeper(keeper);
      expect(admin.equals(heir.publicKey)).to.equal(true);
      expect(hot.equals(keypair(8).publicKey)).to.equal(true);
    });
  });

  describe("its end", () => {
    it("is not before unsubscribing", async () => {
      const error = await send(await client.closeSubscription(verified)).then(() => null, explainError);
      expect(error).to.deep.include({ name: "NotEnded", code: 6087 });
    });

    it("comes with unsubscribing when the venue account is flat", async () => {
      realize(chain, 4n * DOLLAR);
      await send(await client.unsubscribe(verified, agent.publicKey), agent);
      const subscription = await client.subscription(verified);
      expect(subscription.state).to.equal("ended");
      expect(subscription.accrued).to.equal(700_000n);
      const error = await send(await client.unsubscribe(verified), subscriber).then(() => null, explainError);
      expect(error).to.deep.include({ name: "AlreadyClosing", code: 6086 });
    });

    it("divides the escrow between vault and subscriber", async () => {
      const before = await tokens(purse(subscriber.publicKey));
      await send(await client.closeSubscription(verified));
      expect(await tokens(vaultAddress(verifiedBot))).to.equal(700_000n);
      expect((await tokens(purse(subscriber.publicKey))) - before).to.equal(2_300_000n);
      expect(await chain.connection.getAccountInfo(verified)).to.equal(null);
      await send(await client.claimVault(verifiedBot));
      expect(await tokens(vaultAddress(verifiedBot))).to.equal(0n);
    });

    it("leaves a history that ends at its head, under the terms of its time", async () => {
      const { subscription, events, closed, report } = await readHistory(client, verified);
      expect(report).to.deep.include({ verified: 2, startMark: -3_000_000n, mismatch: null });
      expect(report.head).to.deep.equal(closed!.head);
      expect(closed).to.deep.include({ instance: 1n, sequence: 2n, toVault: 700_000n, toSubscriber: 2_300_000n });
      expect(closed).to.deep.include({ writtenOff: 0n });
      expect(subscription.terms).to.deep.include({ version: 1, profitShareBps: 1_000 });
      expect(events.at(-1)!.record.flags.ended).to.equal(true);
      const movements = (await readLife(client, verified)).movements;
      expect(movements.map(({ name }) => name)).to.deep.equal(["Subscribed", "CapSet", "Unsubscribed"]);
    });

    it("lets the venue account be subscribed again, both histories apart", async () => {
      await subscribe(verifiedBot, { venueUser });
      realize(chain, 5n * DOLLAR);
      await send(await client.settle(verified));

      const now = await readHistory(client, verified);
      expect(now.closed).to.equal(null);
      expect(now.subscription).to.deep.include({ instance: 2n, sequence: 1n });
      expect(now.report).to.deep.include({ verified: 1, startMark: 4_000_000n, mismatch: null });
      // A twentieth of one dollar, under the new terms.
      expect(now.events.map(({ record }) => record.accrued)).to.deep.equal([50_000n]);

      const [closing, ...others] = await readClosings(client, verified);
      expect(others).to.deep.equal([]);
      const before = await readHistory(client, verified, closing);
      expect(before.report).to.deep.include({ verified: 2, startMark: -3_000_000n, mismatch: null });
      expect(before.events.map(({ record }) => record.accrued)).to.deep.equal([500_000n, 700_000n]);
      expect((await readLife(client, verified)).movements.map(({ name }) => name)).to.deep.equal(["Subscribed"]);
      expect((await readLife(client, verified, closing)).movements.map(({ name }) => name)).to.deep.equal([
        "Subscribed",
        "CapSet",
        "Unsubscribed",
      ]);
    });

    it("finds no history where nobody ever subscribed", async () => {
      const nowhere = attestedSubscriptionAddress(agent.publicKey, 9);
      expect(await failure(readHistory(client, nowhere))).to.equal(
        `No such subscription exists or was closed at ${nowhere.toBase58()}: check address and cluster`,
      );
      expect(await failure(readHistory(client, verified, { bot: verifiedBot, instance: 3n }))).to.equal(
        `No such subscription exists or was closed at ${verified.toBase58()}: check address and cluster`,
      );
    });

    it("comes by the clock for an attested one, its refund wherever the subscriber signs for", async () => {
      await send(await client.unsubscribe(second), subscriber);
      const { closingAt } = await client.subscription(second);
      chain.localnet.chain.setTime(Number(closingAt) + 7 * 86_400);
      await send(await client.closeSubscription(second, purse(payoutWallet)), subscriber);
      // Its deposit of 3, less a tenth of the profit of 4.
      expect(await tokens(purse(payoutWallet))).to.equal(102_600_000n);
      const { report, closed, subscription } = await readHistory(client, second);
      expect(report).to.deep.include({ verified: 1, mismatch: null });
      expect(subscription.terms).to.deep.equal({
        ...TERMS,
        version: 3,
        minDailyCap: 3n,
        source: "attested",
        feeBasis: "each_close",
        keeper,
      });
      expect(closed).to.deep.include({ instance: 2n, toVault: 400_000n, toSubscriber: 2_600_000n });
    });

    it("has no verdict where the node no longer tells its terms", async () => {
      const cut = async (signature: string) => {
        const { connection } = chain;
        const getTransaction = async (of: string, options: { commitment: "confirmed" }) => {
          const found = await connection.getTransaction(of, { ...options, maxSupportedTransactionVersion: 1 });
          return of === signature ? { ...found, meta: { ...found!.meta, logMessages: ["Log truncated"] } } : found;
        };
        const deaf = Object.assign(Object.create(connection), { getTransaction });
        return failure(readHistory(new ProfitShareClient(deaf), second));
      };
      const message =
        `The node no longer keeps what tells the terms of instance 2 of bot ${attestedBot.toBase58()}: ` +
        "ask an archive node";
      expect(await cut(offered)).to.equal(message);
      const [subscribed] = (await readLife(client, second)).movements;
      expect(await cut(subscribed!.signature)).to.equal(message);
    });
  });
});
