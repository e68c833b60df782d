/** A marketplace on a test chain: one keeper, bots, subscriptions, and closes on the venue. */
import { driftInstructions, driftSimulation } from "@profit-share/localnet";
import {
  botAddress,
  DRIFT_PROGRAM_ID,
  decodeBot,
  decodeSubscription,
  keeperAddress,
  publishBot,
  registerKeeper,
  type Subscription,
  subscribe,
  subscriptionAddress,
  type Terms,
  venueUserAddress,
} from "@profit-share/sdk";
import { TestChain, tokenAccountData } from "@profit-share/testing/chain/test-chain";
import { createTransferInstruction, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { type KeeperSettings, MemoryAgents } from "../../src";

/** One base unit is 1e-6 quote. */
export const USDC = 1_000_000n;
const TEN_PERCENT = 1_000;
const MARKET = 0;
/** 1e-9: one whole unit of the traded asset. */
const ONE = 1_000_000_000n;

export interface Agreement {
  address: PublicKey;
  bot: PublicKey;
  payoutWallet: PublicKey;
  subscriber: Keypair;
  agent: Keypair;
  /** null if attested. */
  venueUser: PublicKey | null;
}

interface AgreementOptions {
  profitShareBps?: number;
  deposit?: bigint;
  dailyCap?: bigint;
  minPayout?: bigint;
  feeBasis?: Terms["feeBasis"];
}

export class Market {
  readonly operator = Keypair.generate();
  /** The keeper account's signer, and the process's fee payer. */
  readonly signer = Keypair.generate();
  readonly keeper: PublicKey;
  /** Signs for every agent of this market, also for those still to come. */
  readonly agents = new MemoryAgents();
  readonly agentKeys: Keypair[] = [];
  private ids = 0;

  private constructor(readonly chain: TestChain) {
    this.keeper = keeperAddress(this.operator.publicKey, idOf(1));
  }

  static async open(): Promise<Market> {
    const chain = await TestChain.start();
    const market = new Market(chain);
    chain.giveSol(market.signer.publicKey);
    await chain.send(
      [
        registerKeeper({
          creator: market.operator.publicKey,
          payer: chain.payer.publicKey,
          id: idOf(1),
          signer: market.signer.publicKey,
        }),
      ],
      market.operator,
    );
    return market;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  /** A settings object that watches everything of this market. */
  settings(changes: Partial<KeeperSettings> = {}): KeeperSettings {
    return {
      rpcUrl: this.chain.net.rpcUrl,
      wsUrl: this.chain.net.wsUrl,
      watched: {
        keeper: this.keeper,
        bots: [],
        agents: this.agentKeys.map(({ publicKey }) => publicKey),
        subscriptions: [],
      },
      policy: { kind: "immediate" },
      venueMarginBuffer: 0n,
      minFunding: 1n,
      computeUnitPrice: 0n,
      pollIntervalMs: 200,
      ...changes,
    };
  }

  /** High-water mark on the venue. The agent starts with 1,000 USDC deposited there. */
  async verified(options: AgreementOptions = {}): Promise<Agreement> {
    const agent = this.newAgent();
    const authority = agent.publicKey;
    const { chain } = this;
    const by = { authority, payer: chain.payer.publicKey };
    await chain.send([
      driftInstructions.initializeUserStats(by),
      driftInstructions.initializeUser({ ...by, subAccountId: 0 }),
    ]);
    const user = venueUserAddress(DRIFT_PROGRAM_ID, authority, 0);
    const from = chain.giveTokens(authority, 1_000n * USDC);
    await chain.send([driftInstructions.deposit({ user, authority, from, amount: 1_000n * USDC })], agent);
    return this.subscribe(agent, "drift", { venueUser: user }, options);
  }

  /** Each close by default. */
  attested(options: AgreementOptions = {}): Promise<Agreement> {
    return this.subscribe(this.newAgent(), "attested", { accountNo: 0 }, { feeBasis: "each_close", ...options });
  }

  /** Opens a long of one whole unit at 100 and closes `part` of it (1e-9) with this PnL in base units, minus the fee. */
  async trade(agreement: Agreement, pnl: bigint, { part = ONE, fee = 0n } = {}): Promise<void> {
    await this.open(agreement);
    await this.reduce(agreement, pnl, { part, fee });
  }

  async open({ venueUser, agent }: Agreement): Promise<void> {
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: MARKET };
    await this.chain.send([driftSimulation.fill({ ...on, base: ONE, quote: -100n * USDC })], agent);
  }

  async reduce({ venueUser, agent }: Agreement, pnl: bigint, { part = ONE, fee = 0n } = {}): Promise<void> {
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: MARKET };
    const cost = (100n * USDC * part) / ONE;
    await this.chain.send([driftSimulation.fill({ ...on, base: -part, quote: cost + pnl, fee })], agent);
    await this.coverGain(pnl);
  }

  ledger({ address }: Agreement): Subscription {
    return decodeSubscription(this.chain.net.chain.account(address.toBase58())!.data);
  }

  escrowTokens(agreement: Agreement): bigint {
    return this.chain.tokens(this.ledger(agreement).escrow);
  }

  payoutTokens({ payoutWallet }: Agreement): bigint {
    return this.chain.tokens(this.chain.tokenAccount(payoutWallet));
  }

  agentTokens({ agent }: Agreement): bigint {
    return this.chain.tokens(this.chain.tokenAccount(agent.publicKey));
  }

  /** Sends tokens to the escrow that are no deposit. */
  async donate(agreement: Agreement, amount: bigint): Promise<void> {
    const { escrow } = this.ledger(agreement);
    const owner = this.chain.payer.publicKey;
    const from = this.chain.giveTokens(owner, amount);
    await this.chain.send([createTransferInstruction(from, escrow, owner, amount)]);
  }

  async enterLiquidation({ venueUser }: Agreement): Promise<void> {
    await this.chain.send([driftSimulation.enterLiquidation(venueUser!)]);
  }

  /** The payout wallet's associated token account exists, and its owner is somebody else. */
  seizePayoutAccount({ payoutWallet }: Agreement): void {
    const at = this.chain.tokenAccount(payoutWallet);
    this.chain.setAccount(at, TOKEN_PROGRAM_ID, tokenAccountData(this.chain.mint, Keypair.generate().publicKey, 0n));
  }

  /** What other traders lost reaches the venue's vault. */
  private async coverGain(pnl: bigint): Promise<void> {
    if (pnl <= 0n) return;
    const other = Keypair.generate();
    const from = this.chain.giveTokens(other.publicKey, pnl);
    const by = { authority: other.publicKey, payer: this.chain.payer.publicKey };
    const user = venueUserAddress(DRIFT_PROGRAM_ID, other.publicKey, 0);
    await this.chain.send(
      [
        driftInstructions.initializeUserStats(by),
        driftInstructions.initializeUser({ ...by, subAccountId: 0 }),
        driftInstructions.deposit({ user, authority: other.publicKey, from, amount: pnl }),
      ],
      other,
    );
  }

  private async subscribe(
    agent: Keypair,
    source: "drift" | "attested",
    account: { venueUser: PublicKey } | { accountNo: number },
    options: AgreementOptions,
  ): Promise<Agreement> {
    const { chain } = this;
    const {
      profitShareBps = TEN_PERCENT,
      deposit = 100n * USDC,
      dailyCap = 1_000n * USDC,
      minPayout = 10_000n,
    } = options;
    const creator = Keypair.generate();
    const payoutWallet = Keypair.generate().publicKey;
    const id = idOf(++this.ids);
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
    const published = decodeBot(chain.net.chain.account(bot.toBase58())!.data);

    const subscriber = Keypair.generate();
    const depositFrom = deposit === 0n ? null : chain.giveTokens(subscriber.publicKey, deposit);
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
    const agent = Keypair.generate();
    this.agents.add(agent);
    this.agentKeys.push(agent);
    return agent;
  }
}

function idOf(number: number): Uint8Array {
  return Uint8Array.of(...new Array(15).fill(0), number);
}
