/** A chain with two bots and some people around them: what tests of whoever follows money let happen. Amounts are base units. */
import { encodeDriftUser } from "@profit-share/localnet";
import {
  attestedSubscriptionAddress,
  botAddress,
  DRIFT_PROGRAM_ID,
  keeperAddress,
  type ProfitShareClient,
  type Terms,
  transferTokens,
  venueUserAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { keyOf } from "../keys";
import { LocalChain } from "./local-chain";
import type { TestChain } from "./test-chain";

export const DOLLAR = 1_000_000n;
export const creator = keyOf("market creator");
export const buyer = keyOf("market buyer");
export const anna = keyOf("market anna");
export const ben = keyOf("market ben");
export const agent = keyOf("market agent");
export const signer = keyOf("market signer");
const EVERYBODY = [creator, buyer, anna, ben, agent, signer];
const KEEPER_ID = new Uint8Array(16).fill(1);

/** `Told` is what its user makes of each transaction that landed. */
export abstract class Market<Told, Where extends TestChain = LocalChain> {
  readonly keeper = keeperAddress(creator.publicKey, KEEPER_ID);
  readonly attestedBot = botAddress(creator.publicKey, new Uint8Array(16).fill(2));
  readonly verifiedBot = botAddress(creator.publicKey, new Uint8Array(16).fill(3));
  readonly venueUser = venueUserAddress(DRIFT_PROGRAM_ID, agent.publicKey, 0);
  readonly verified = verifiedSubscriptionAddress(this.venueUser);
  private closes = 0;

  constructor(readonly chain: Where) {}

  /** @param clock unix seconds at which the chain begins */
  protected static chain(clock?: number): Promise<LocalChain> {
    const startTime = clock === undefined ? {} : { startTime: clock };
    return LocalChain.inProcess({ slotPerTransaction: true, ...startTime });
  }

  /** Called with each transaction that landed. */
  protected abstract landed(signature: string): Promise<Told>;

  /** Two bots with 10 % each; everybody has $1,000. */
  protected async furnish(): Promise<this> {
    await this.realize(0n);
    for (const { publicKey } of EVERYBODY) {
      await this.chain.airdrop(publicKey);
      await this.chain.mintTo(publicKey, 1_000n * DOLLAR);
    }
    await this.publish();
    return this;
  }

  get client(): ProfitShareClient {
    return this.chain.client;
  }

  close(): Promise<void> {
    return this.chain.close();
  }

  attested(accountNo: number): PublicKey {
    return attestedSubscriptionAddress(agent.publicKey, accountNo);
  }

  /** The agent's account on the venue is flat, with this realized PnL. */
  async realize(settledPerpPnl: bigint): Promise<void> {
    const data = encodeDriftUser({ authority: agent.publicKey, settledPerpPnl });
    await this.chain.setAccount(this.venueUser, DRIFT_PROGRAM_ID, data);
  }

  /** Sends one transaction, which whoever of the market it needs signs. */
  async send(
    instructions: TransactionInstruction | TransactionInstruction[],
    ...signers: (typeof creator)[]
  ): Promise<Told> {
    const list = [instructions].flat();
    const needed = new Set(
      list.flatMap(({ keys }) => keys.filter(({ isSigner }) => isSigner).map(({ pubkey }) => pubkey.toBase58())),
    );
    const known = EVERYBODY.filter(({ publicKey }) => needed.has(publicKey.toBase58()));
    return this.landed(await this.chain.send(list, ...known, ...signers));
  }

  async subscribe(
    where: { venueUser: PublicKey } | { accountNo: number },
    deposit: bigint,
    subscriber = anna,
  ): Promise<Told> {
    const bot = "venueUser" in where ? this.verifiedBot : this.attestedBot;
    const { terms } = await this.client.bot(bot);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: this.chain.payer.publicKey };
    return this.send(
      this.client.subscribe({ ...parties, bot, terms, account: where, dailyCap: 1_000n * DOLLAR, deposit }),
    );
  }

  nextClose(closePnl: bigint) {
    this.closes += 1;
    const reference = new Uint8Array(32);
    new DataView(reference.buffer).setUint32(0, this.closes);
    return { closePnl, reference };
  }

  async attest(subscription: PublicKey, closePnl: bigint): Promise<Told> {
    return this.send(await this.client.settleAttested(subscription, this.nextClose(closePnl)));
  }

  /** The verified subscription on this realized PnL. */
  async settleAt(realized: bigint): Promise<Told> {
    await this.realize(realized);
    return this.send(await this.client.settle(this.verified));
  }

  /** Tokens that reach an escrow without a deposit. */
  async donate(subscription: PublicKey, amount: bigint): Promise<Told> {
    return this.send(this.transfer((await this.client.subscription(subscription)).escrow, amount));
  }

  /** Ben's tokens to any token account. */
  transfer(to: PublicKey, amount: bigint): TransactionInstruction {
    const from = this.chain.purse(ben.publicKey);
    return transferTokens({ from, mint: this.chain.mint, to, owner: ben.publicKey, amount, decimals: 6 });
  }

  private async publish(): Promise<void> {
    const { client, keeper } = this;
    const bot = { creator: creator.publicKey, minPayout: 10_000n, payoutWallet: creator.publicKey };
    const terms: Omit<Terms, "version" | "source" | "feeBasis" | "keeper"> = {
      profitShareBps: 1_000,
      minBalance: 0n,
      minDailyCap: 1n,
      mint: this.chain.mint,
      hash: new Uint8Array(32).fill(9),
    };
    await this.send([
      client.registerKeeper({ creator: creator.publicKey, id: KEEPER_ID, signer: signer.publicKey }),
      client.publishBot({
        ...bot,
        id: new Uint8Array(16).fill(2),
        terms: { ...terms, source: "attested", feeBasis: "each_close", keeper },
      }),
      client.publishBot({
        ...bot,
        id: new Uint8Array(16).fill(3),
        terms: { ...terms, source: "drift", feeBasis: "high_water_mark", keeper: null },
      }),
    ]);
  }
}
