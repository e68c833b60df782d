/** A marketplace on a test chain: one keeper, bots, subscriptions, and closes on the venue. */
import { driftSimulation } from "@profit-share/localnet";
import {
  botAddress,
  decodeBot,
  decodeSubscription,
  keeperAddress,
  publishBot,
  registerKeeper,
  type Subscription,
  subscribe,
  subscriptionAddress,
  type Terms,
  unsubscribe,
} from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { openAccount } from "@profit-share/testing/chain/venue";
import { createTransferInstruction } from "@solana/spl-token";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { DEFAULT_SETTINGS, type KeeperSettings, MemoryAgents } from "../../src";

/** One base unit is 1e-6 quote. */
export const USDC = 1_000_000n;
const TEN_PERCENT = 1_000;
const MARKET = 0;
/** 1e-9: one whole unit of the traded asset. */
export const ONE = 1_000_000_000n;

export interface TestSubscription {
  address: PublicKey;
  bot: PublicKey;
  payoutWallet: PublicKey;
  subscriber: Keypair;
  agent: Keypair;
  /** null if attested. */
  venueUser: PublicKey | null;
}

interface SubscriptionOptions {
  profitShareBps?: number;
  deposit?: bigint;
  dailyCap?: bigint;
  minPayout?: bigint;
  feeBasis?: Terms["feeBasis"];
}

interface MarketOptions {
  /** One of its own if left out. */
  chain?: LocalChain;
  newKey?: (name: string) => Keypair;
}

export class Market {
  readonly operator: Keypair;
  /** The keeper account's signer, and the process's fee payer. */
  readonly signer: Keypair;
  readonly keeper: PublicKey;
  /** Signs for every agent of this market, also for those still to come. */
  readonly agents = new MemoryAgents();
  readonly agentKeys: Keypair[] = [];
  private ids = 0;
  private traders = 0;

  private constructor(
    readonly chain: LocalChain,
    private readonly newKey: (name: string) => Keypair,
  ) {
    this.operator = newKey("operator");
    this.signer = newKey("signer");
    this.keeper = keeperAddress(this.operator.publicKey, idOf(1));
  }

  /** @param newKey asked once for each name */
  static async open({ chain, newKey = () => Keypair.generate() }: MarketOptions = {}): Promise<Market> {
    const market = new Market(chain ?? (await LocalChain.start()), newKey);
    await market.register();
    return market;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  /** A settings object that watches everything of this market. */
  settings(changes: Partial<KeeperSettings> = {}): KeeperSettings {
    return {
      ...DEFAULT_SETTINGS,
      rpcUrl: this.chain.localnet.rpcUrl,
      wsUrl: this.chain.localnet.wsUrl,
      watched: {
        keeper: this.keeper,
        bots: [],
        agents: this.agentKeys.map(({ publicKey }) => publicKey),
        subscriptions: [],
      },
      minSync: 1n,
      pollIntervalMs: 200,
      pollsPerSecond: 100,
      ...changes,
    };
  }

  /** High-water mark on the venue. The agent starts with 1,000 USDC deposited there. */
  async verified(options: SubscriptionOptions = {}): Promise<TestSubscription> {
    const agent = this.newAgent();
    const { user } = await openAccount(this.chain, agent, 1_000n * USDC);
    return this.subscribe(agent, "drift", { venueUser: user }, options);
  }

  /** Each close by default. */
  attested(options: SubscriptionOptions = {}): Promise<TestSubscription> {
    return this.subscribe(this.newAgent(), "attested", { accountNo: 0 }, { feeBasis: "each_close", ...options });
  }

  /** Opens a long of one whole unit at 100 and closes `part` of it (1e-9) with this PnL in base units, minus the fee. */
  async trade(subscription: TestSubscription, pnl: bigint, { part = ONE, fee = 0n } = {}): Promise<void> {
    await this.open(subscription);
    await this.reduce(subscription, pnl, { part, fee });
  }

  async open({ venueUser, agent }: TestSubscription): Promise<void> {
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: MARKET };
    await this.chain.send([driftSimulation.fill({ ...on, base: ONE, quote: -100n * USDC })], agent);
  }

  async reduce({ venueUser, agent }: TestSubscription, pnl: bigint, { part = ONE, fee = 0n } = {}): Promise<void> {
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: MARKET };
    const cost = (100n * USDC * part) / ONE;
    await this.chain.send([driftSimulation.fill({ ...on, base: -part, quote: cost + pnl, fee })], agent);
    await this.coverGain(pnl);
  }

  ledger({ address }: TestSubscription): Subscription {
    return decodeSubscription(this.chain.localnet.chain.account(address.toBase58())!.data);
  }

  escrowTokens(subscription: TestSubscription): bigint {
    return this.chain.tokens(this.ledger(subscription).escrow);
  }

  payoutTokens({ payoutWallet }: TestSubscription): bigint {
    return this.chain.tokens(this.chain.purse(payoutWallet));
  }

  agentTokens({ agent }: TestSubscription): bigint {
    return this.chain.tokens(this.chain.purse(agent.publicKey));
  }

  /** Leaves a wallet with this many tokens, whatever it had before. */
  setTokens(wallet: PublicKey, amount: bigint): void {
    this.chain.setTokens(this.chain.purse(wallet), wallet, amount);
  }

  /** Number of transactions that landed. */
  get landed(): number {
    return this.chain.localnet.chain.ledger.count;
  }

  /** Sends tokens to the escrow that are no deposit. */
  async donate(subscription: TestSubscription, amount: bigint): Promise<void> {
    const { escrow } = this.ledger(subscription);
    const owner = this.chain.payer.publicKey;
    const from = await this.chain.mintTo(owner, amount);
    await this.chain.send([createTransferInstruction(from, escrow, owner, amount)]);
  }

  /** The subscriber unsubscribes. */
  async leave(subscription: TestSubscription): Promise<void> {
    const { address, bot, subscriber, venueUser } = subscription;
    const { instance } = this.ledger(subscription);
    const parties = { signer: subscriber.publicKey, subscription: address, bot, instance, venueUser };
    await this.chain.send([unsubscribe(parties)], subscriber);
  }

  async enterLiquidation({ venueUser }: TestSubscription): Promise<void> {
    await this.chain.send([driftSimulation.enterLiquidation(venueUser!)]);
  }

  /** The payout wallet's associated token account exists, and its owner is somebody else. */
  seizePayoutAccount({ payoutWallet }: TestSubscription): void {
    this.chain.setTokens(this.chain.purse(payoutWallet), Keypair.generate().publicKey, 0n);
  }

  /** What other traders lost reaches the venue's vault. */
  private async coverGain(pnl: bigint): Promise<void> {
    if (pnl <= 0n) return;
    this.traders += 1;
    await openAccount(this.chain, this.newKey(`other trader ${this.traders}`), pnl);
  }

  private async register(): Promise<void> {
    const { chain, operator, signer } = this;
    chain.airdrop(signer.publicKey);
    const parties = { creator: operator.publicKey, payer: chain.payer.publicKey };
    await chain.send([registerKeeper({ ...parties, id: idOf(1), signer: signer.publicKey })], operator);
  }

  private async subscribe(
    agent: Keypair,
    source: "drift" | "attested",
    account: { venueUser: PublicKey } | { accountNo: number },
    options: SubscriptionOptions,
  ): Promise<TestSubscription> {
    const { chain } = this;
    const {
      profitShareBps = TEN_PERCENT,
      deposit = 100n * USDC,
      dailyCap = 1_000n * USDC,
      minPayout = 10_000n,
    } = options;
    const id = idOf(++this.ids);
    const creator = this.newKey(`creator ${this.ids}`);
    const payoutWallet = this.newKey(`payout wallet ${this.ids}`).publicKey;
    const terms = {
      source,
      feeBasis: options.feeBasis ?? ("high_water_mark" as const),
      profitShareBps,
      minBalance: 0n,
      minDailyCap: 1n,
      keeper: source === "attested" ? this.keeper : null,
      mint: chain.mint,
      hash: new Uint8Array(32),
    };
    const payer = chain.payer.publicKey;
    await chain.send([publishBot({ creator: creator.publicKey, payer, id, terms, minPayout, payoutWallet })], creator);
    const bot = botAddress(creator.publicKey, id);
    const published = decodeBot(chain.localnet.chain.account(bot.toBase58())!.data);

    const subscriber = this.newKey(`subscriber ${this.ids}`);
    const depositFrom = deposit === 0n ? null : await chain.mintTo(subscriber.publicKey, deposit);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer, bot };
    await chain.send(
      [subscribe({ ...parties, depositFrom, terms: published.terms, account, dailyCap, deposit })],
      subscriber,
      agent,
    );
    const address = subscriptionAddress({ agent: agent.publicKey, account });
    const venueUser = "venueUser" in account ? account.venueUser : null;
    return { address, bot, payoutWallet, subscriber, agent, venueUser };
  }

  private newAgent(): Keypair {
    const agent = this.newKey(`agent ${this.agentKeys.length + 1}`);
    this.agents.add(agent);
    this.agentKeys.push(agent);
    return agent;
  }
}

/** Of a Drift user's `settled_perp_pnl`. */
const SETTLED_PERP_PNL = 4_296;

/** Writes what the account has realized so far, base units, without a trade. */
export function realize({ chain }: Market, { venueUser }: TestSubscription, pnl: bigint): void {
  const name = venueUser!.toBase58();
  const account = chain.localnet.chain.account(name)!;
  const data = Buffer.from(account.data);
  data.writeBigInt64LE(pnl, SETTLED_PERP_PNL);
  chain.localnet.chain.setAccount(name, { ...account, data });
}

function idOf(number: number): Uint8Array {
  return Uint8Array.of(...new Array(15).fill(0), number);
}
