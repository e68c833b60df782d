/** The client over real JSON-RPC, against the compiled program on the local chain. */

import {
  attestedSubscriptionAddress,
  botAddress,
  keeperAddress,
  PROGRAM_ID,
  ProfitShareClient,
  previewVerified,
  type Terms,
  TOKEN_PROGRAM_ID,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { readHistory, readLife } from "@profit-share/sdk/history";
import { explainError } from "@profit-share/sdk/sending";
import { type LocalChain, NOON } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import type { Connection, PublicKey, VersionedTransactionResponse } from "@solana/web3.js";
import { expect } from "chai";
import {
  agent,
  creator,
  DOLLAR,
  keypair,
  payoutWallet,
  purse,
  realize as realizeOn,
  type Send,
  sendWithWeb3,
  startChain,
  subscriber,
  venueUser,
} from "./parties";

const signer = keypair(4);
const KEEPER_ID = new Uint8Array(16).fill(1);
const ATTESTED_ID = new Uint8Array(16).fill(2);
const VERIFIED_ID = new Uint8Array(16).fill(3);
const keeper = keeperAddress(creator.publicKey, KEEPER_ID);
const attestedBot = botAddress(creator.publicKey, ATTESTED_ID);
const verifiedBot = botAddress(creator.publicKey, VERIFIED_ID);
const attested = attestedSubscriptionAddress(agent.publicKey, 0);
const verified = verifiedSubscriptionAddress(venueUser);

const TERMS: Omit<Terms, "version" | "source" | "feeBasis" | "keeper"> = {
  profitShareBps: 1_000,
  minBalance: 2n * DOLLAR,
  minDailyCap: 1n,
  mint: MINT,
  hash: new Uint8Array(32).fill(9),
};

const reference = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

/** The connection, except for what it returns for one transaction. */
function changing(
  connection: Connection,
  of: string,
  change: (found: VersionedTransactionResponse) => VersionedTransactionResponse | null,
): Connection {
  const getTransaction = async (signature: string) => {
    const found = await connection.getTransaction(signature, {
      commitment: "confirmed",
      maxSupportedTransactionVersion: 1,
    });
    return found !== null && signature === of ? change(found) : found;
  };
  return Object.assign(Object.create(connection), { getTransaction });
}

describe("ProfitShareClient", function () {
  this.timeout(60_000);
  let chain: LocalChain;
  let connection: Connection;
  let client: ProfitShareClient;

  let send: Send;

  const realize = (realizedPnl: bigint): void => realizeOn(chain, realizedPnl);

  before(async () => {
    chain = await startChain();
    send = sendWithWeb3(chain);
    connection = chain.connection;
    client = new ProfitShareClient(connection);
    await send([
      client.registerKeeper({ creator: creator.publicKey, id: KEEPER_ID, signer: signer.publicKey }),
      client.publishBot({
        creator: creator.publicKey,
        id: ATTESTED_ID,
        terms: { ...TERMS, source: "attested", feeBasis: "each_close", keeper },
        minPayout: 10_000n,
        payoutWallet,
      }),
      client.publishBot({
        creator: creator.publicKey,
        id: VERIFIED_ID,
        terms: { ...TERMS, source: "drift", feeBasis: "high_water_mark", keeper: null },
        minPayout: 10_000n,
        payoutWallet,
      }),
    ]);
  });

  after(() => chain.close());

  it("reads keeper and bots", async () => {
    expect((await client.keeper(keeper)).signer.equals(signer.publicKey)).to.equal(true);
    const bot = await client.bot(attestedBot);
    expect(bot.address.equals(attestedBot)).to.equal(true);
    expect(bot.terms).to.deep.equal({ ...TERMS, version: 1, source: "attested", feeBasis: "each_close", keeper });
    expect(bot.minPayout).to.equal(10_000n);
    const owned = await client.bots(creator.publicKey);
    expect(owned.map(({ address }) => address.toBase58())).to.have.members([
      attestedBot.toBase58(),
      verifiedBot.toBase58(),
    ]);
  });

  it("says what is wrong with an address", async () => {
    const nobody = keypair(99).publicKey;
    const failure = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => "found",
        (error: Error) => error.message,
      );
    expect(await failure(client.bot(nobody))).to.equal(
      `There is no bot at ${nobody.toBase58()}: check the address and the cluster`,
    );
    expect(await failure(client.bot(MINT))).to.equal(
      `${MINT.toBase58()} is no bot, it is a mint: pass the address of a bot`,
    );
    expect(await failure(client.subscription(attestedBot))).to.equal(
      `${attestedBot.toBase58()} is no subscription, it is a bot: pass the address of a subscription`,
    );
  });

  it("subscribes the same agent to both bots", async () => {
    for (const [bot, account] of [
      [attestedBot, { accountNo: 0 }],
      [verifiedBot, { venueUser }],
    ] as const) {
      const { terms } = await client.bot(bot);
      const input = {
        subscriber: subscriber.publicKey,
        agent: agent.publicKey,
        bot,
        terms,
        account,
        dailyCap: DOLLAR,
        deposit: 3n * DOLLAR,
      };
      await send(client.subscribe(input), subscriber, agent);
    }
    const mine = await client.subscriptionsOfSubscriber(subscriber.publicKey);
    expect(mine.map(({ address }) => address.toBase58())).to.have.members([attested.toBase58(), verified.toBase58()]);
    const ofAgent = await client.subscriptionsOfAgent(agent.publicKey);
    expect(ofAgent.map(({ address }) => address.toBase58())).to.have.members([
      attested.toBase58(),
      verified.toBase58(),
    ]);
    const ofKeeper = await client.subscriptionsOfKeeper(keeper);
    expect(ofKeeper.map(({ address }) => address.toBase58())).to.deep.equal([attested.toBase58()]);
    const [ofBot, ...others] = await client.subscriptionsOfBot(verifiedBot);
    expect(others).to.deep.equal([]);
    expect(ofBot!.address.equals(verified)).to.equal(true);
    expect(ofBot!.mark).to.equal(-3n * DOLLAR);
    expect(ofBot!.balance).to.equal(3n * DOLLAR);
    expect(await client.escrowAmount(ofBot!)).to.equal(3n * DOLLAR);
  });

  it("has an empty history right after", async () => {
    for (const [address, startMark] of [
      [attested, 0n],
      [verified, -3_000_000n],
    ] as const) {
      const { events, report } = await readHistory(client, address);
      expect(events).to.deep.equal([]);
      expect(report).to.deep.include({ verified: 0, startMark, mismatch: null });
    }
  });

  it("settles, funds, pays out, claims and withdraws the attested one", async () => {
    const close = async (closePnl: bigint, trade: number) =>
      send(await client.settleAttested(attested, { closePnl, reference: reference(trade) }), signer);
    await close(6n * DOLLAR, 1);
    await close(-2n * DOLLAR, 2);
    // 0.40 of the day's dollar is left: 4.000009 of profit fit, the rest is dropped.
    await close(5n * DOLLAR, 3);
    await send(await client.payout(attested));
    await send(await client.deposit(attested, { owner: creator.publicKey, amount: 250_000n }));
    chain.localnet.chain.setTime(NOON + 86_400);
    await close(2n * DOLLAR, 4);
    await send(await client.claim(attested));
    await send(await client.withdraw(attested, { amount: 50_000n }), subscriber);

    const subscription = await client.subscription(attested);
    // 6.000000 + 4.000009 + 2.000000 of profit; a tenth of it is 1.200000 and a remainder.
    expect(subscription.profitTotal).to.equal(12_000_009n);
    expect(subscription.accrued).to.equal(1_200_000n);
    expect(subscription.credited).to.equal(1_200_000n);
    expect(subscription.claimed).to.equal(1_200_000n);
    expect(subscription.balance).to.equal(2_000_000n);
    expect(await client.escrowAmount(subscription)).to.equal(2_000_000n);
    const tokens = async (owner: PublicKey) =>
      BigInt((await connection.getTokenAccountBalance(purse(owner))).value.amount);
    expect(await tokens(payoutWallet)).to.equal(101_000_000n);
    expect(await tokens(creator.publicKey)).to.equal(99_950_000n);
    expect(await tokens(subscriber.publicKey)).to.equal(94_050_000n);
  });

  it("verifies the attested history", async () => {
    const { events, report, subscription } = await readHistory(client, attested);
    expect(report.mismatch).to.equal(null);
    expect(report.verified).to.equal(4);
    expect(report.startMark).to.equal(0n);
    expect(report.head).to.deep.equal(subscription.head);
    expect(events.map(({ record }) => [record.sequence, record.closePnl, record.profit, record.dropped])).to.deep.equal(
      [
        [1n, 6_000_000n, 6_000_000n, 0n],
        [2n, -2_000_000n, 0n, 0n],
        [3n, 5_000_000n, 4_000_009n, 999_991n],
        [4n, 2_000_000n, 2_000_000n, 0n],
      ],
    );
    expect(events.every(({ signature, slot, time }) => signature.length > 80 && slot > 0 && time! >= NOON)).to.equal(
      true,
    );
  });

  it("lists the money's movements, oldest first", async () => {
    const movements = (await readLife(client, attested)).movements;
    expect(movements.map(({ name }) => name)).to.deep.equal([
      "Subscribed",
      "Claimed",
      "Funded",
      "Claimed",
      "Withdrawn",
    ]);
    const [, paidOut, funded] = movements;
    expect(paidOut!.data).to.deep.include({ amount: 1_000_000n });
    expect(funded!.data).to.deep.include({ amount: 250_000n, balance: 2_250_000n });
  });

  it("settles the verified one on what the venue account holds, and verifies its history", async () => {
    realize(2n * DOLLAR);
    const user = await client.venueUser(await client.subscription(verified));
    expect(user?.realizedPnl).to.equal(2n * DOLLAR);
    const preview = previewVerified(await client.subscription(verified), user, BigInt(chain.localnet.chain.time()))!;
    expect(preview.records).to.equal(true);
    await send(await client.settle(verified));
    expect(await client.subscription(verified)).to.deep.include(preview.settlement.ledger);
    realize(-1n * DOLLAR);
    await send(await client.settle(verified));
    realize(3n * DOLLAR);
    await send(await client.settle(verified));
    await send(client.sync(verified));

    const { events, report, subscription } = await readHistory(client, verified);
    expect(report).to.deep.include({ verified: 2, startMark: -3_000_000n, mismatch: null });
    expect(events.map(({ record }) => [record.last, record.realized, record.profit])).to.deep.equal([
      [-3_000_000n, 2_000_000n, 5_000_000n],
      [-1_000_000n, 3_000_000n, 1_000_000n],
    ]);
    expect(subscription.accrued).to.equal(600_000n);
    expect(subscription.sequence).to.equal(2n);
  });

  it("recomputes the first record only from the logged start, and says when it could not", async () => {
    const movements = (await readLife(client, verified)).movements;
    const { signature, data } = movements[0]!;
    expect(data).to.deep.include({ instance: 1n, mark: -3_000_000n, deposit: 3_000_000n });

    const historyWhere = (change: (found: VersionedTransactionResponse) => VersionedTransactionResponse | null) =>
      readHistory(new ProfitShareClient(changing(connection, signature, change)), verified);
    const missing = await historyWhere(() => null);
    expect(missing.report).to.deep.include({ verified: 2, startMark: null, mismatch: null });
    const cut = await historyWhere((found) => ({ ...found, meta: { ...found.meta!, logMessages: ["Log truncated"] } }));
    expect(cut.report).to.deep.include({ verified: 2, startMark: null, mismatch: null });

    // A start of −2 dollars instead of −3, in the eight bytes before the event's last eight, the loss.
    const line = "Program data: ";
    const shifted = (log: string): string => {
      if (!log.startsWith(line)) return log;
      const event = Buffer.from(log.slice(line.length), "base64");
      event.writeBigInt64LE(-2_000_000n, event.length - 16);
      return line + event.toString("base64");
    };
    const lied = await historyWhere((found) => ({
      ...found,
      meta: { ...found.meta!, logMessages: found.meta!.logMessages!.map(shifted) },
    }));
    expect(lied.report).to.deep.include({
      verified: 0,
      startMark: -2_000_000n,
      mismatch: { sequence: 1n, what: "its profit is 5000000, the rule gives 4000000" },
    });
  });

  it("refuses to build what the other source needs", async () => {
    const failure = async (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => "built",
        (error: Error) => error.message,
      );
    expect(await failure(client.settle(attested))).to.equal(
      `${attested.toBase58()} is attested: its keeper settles it`,
    );
    const close = { closePnl: 1n, reference: reference(5) };
    expect(await failure(client.settleAttested(verified, close))).to.equal(
      `${verified.toBase58()} is verified: use settle`,
    );
    expect(await failure(client.venueUser(await client.subscription(attested)))).to.equal(
      "An attested subscription has no venue user",
    );
  });

  it("explains a refusal as web3.js throws it", async () => {
    const withdrawal = await client.withdraw(attested, { amount: DOLLAR });
    const error = await send(withdrawal, subscriber).then(() => null, explainError);
    expect(error).to.deep.include({ name: "BalanceTooLow", code: 6101, program: PROGRAM_ID.toBase58() });
  });

  it("tells a short purse from a refusal of the program", async () => {
    const deposit = await client.deposit(attested, { owner: subscriber.publicKey, amount: 1_000n * DOLLAR });
    const error = await send(deposit, subscriber).then(() => null, explainError);
    expect(error).to.deep.include({ name: "InsufficientFunds", program: TOKEN_PROGRAM_ID.toBase58() });
  });
});
