/** A marketplace on a local chain for the client's tests: one bot of each source, and who subscribes to them. */
import {
  attestedSubscriptionAddress,
  botAddress,
  keeperAddress,
  ProfitShareClient,
  type Terms,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import type { PublicKey } from "@solana/web3.js";
import {
  agent,
  creator,
  DOLLAR,
  keypair,
  payoutWallet,
  realize,
  type Send,
  sendWithWeb3,
  startChain,
  subscriber,
  venueUser,
} from "./parties";

/** The keeper's. */
export const signer = keypair(4);
const KEEPER_ID = new Uint8Array(16).fill(1);
const ATTESTED_ID = new Uint8Array(16).fill(2);
const VERIFIED_ID = new Uint8Array(16).fill(3);

/** 10 % each, a minimum balance of nothing; the attested bot shares each close. */
const TERMS: Omit<Terms, "version" | "source" | "feeBasis" | "keeper"> = {
  profitShareBps: 1_000,
  minBalance: 0n,
  minDailyCap: 1n,
  mint: MINT,
  hash: new Uint8Array(32).fill(9),
};

export class Market {
  readonly client: ProfitShareClient;
  readonly send: Send;
  readonly keeper = keeperAddress(creator.publicKey, KEEPER_ID);
  readonly attestedBot = botAddress(creator.publicKey, ATTESTED_ID);
  readonly verifiedBot = botAddress(creator.publicKey, VERIFIED_ID);
  /** The one verified subscription. */
  readonly verified = verifiedSubscriptionAddress(venueUser);
  private closes = 0;

  private constructor(readonly chain: LocalChain) {
    this.client = new ProfitShareClient(chain.connection);
    this.send = sendWithWeb3(chain);
  }

  static async open(): Promise<Market> {
    const market = new Market(await startChain());
    const { client, keeper } = market;
    const bot = { creator: creator.publicKey, minPayout: 10_000n, payoutWallet };
    await market.send([
      client.registerKeeper({ creator: creator.publicKey, id: KEEPER_ID, signer: signer.publicKey }),
      client.publishBot({
        ...bot,
        id: ATTESTED_ID,
        terms: { ...TERMS, source: "attested", feeBasis: "each_close", keeper },
      }),
      client.publishBot({
        ...bot,
        id: VERIFIED_ID,
        terms: { ...TERMS, source: "drift", feeBasis: "high_water_mark", keeper: null },
      }),
    ]);
    return market;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  /** Of the agent's account with this number. */
  attested(accountNo: number): PublicKey {
    return attestedSubscriptionAddress(agent.publicKey, accountNo);
  }

  /** @param deposit base units */
  async subscribe(account: { venueUser: PublicKey } | { accountNo: number }, deposit: bigint): Promise<string> {
    const bot = "venueUser" in account ? this.verifiedBot : this.attestedBot;
    const { terms } = await this.client.bot(bot);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: creator.publicKey };
    const input = { ...parties, bot, terms, account, dailyCap: 10n * DOLLAR, deposit };
    return this.send(this.client.subscribe(input), subscriber, agent);
  }

  /** A close of an attested subscription. @param closePnl base units */
  async attest(subscription: PublicKey, closePnl: bigint): Promise<string> {
    return this.send(await this.client.settleAttested(subscription, this.nextClose(closePnl)), signer);
  }

  /** One batch. */
  async attestAll(closes: readonly (readonly [subscription: PublicKey, closePnl: bigint])[]): Promise<string> {
    const rows = closes.map(([subscription, closePnl]) => ({ subscription, close: this.nextClose(closePnl) }));
    return this.send(await this.client.settleBatch(rows), signer);
  }

  /** The verified subscription on a realized PnL. */
  async settleAt(realizedPnl: bigint): Promise<string> {
    realize(this.chain, realizedPnl);
    return this.send(await this.client.settle(this.verified));
  }

  async deposit(subscription: PublicKey, amount: bigint): Promise<string> {
    return this.send(await this.client.deposit(subscription, { owner: subscriber.publicKey, amount }), subscriber);
  }

  async withdraw(subscription: PublicKey, amount: bigint): Promise<string> {
    return this.send(await this.client.withdraw(subscription, { amount }), subscriber);
  }

  /** Unsubscribes, lets the clock end it, and closes it. @returns the closing's signature */
  async end(subscription: PublicKey): Promise<string> {
    await this.send(await this.client.unsubscribe(subscription), subscriber);
    this.chain.passDays(40);
    return this.send(await this.client.closeSubscription(subscription));
  }

  private nextClose(closePnl: bigint) {
    this.closes += 1;
    const reference = new Uint8Array(32);
    new DataView(reference.buffer).setUint32(0, this.closes);
    return { closePnl, reference };
  }
}
