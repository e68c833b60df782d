/** A local chain over JSON-RPC with one bot of each source and a subscription to each. Amounts are base units. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  attestedSubscriptionAddress,
  botAddress,
  keyFileText,
  type Subscribe,
  settle,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { openAccount, type Trader, trade } from "@profit-share/testing/chain/venue";
import { COMMITTED } from "@profit-share/testing/program-file";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { type BotPlan, deploy } from "../../src/deploy";
import { type Run, runBare } from "./command-line";

export const LEGAL_TEXT = "The creator takes a tenth of the profit.\n";
/** Its sha256, by `sha256sum`. */
export const LEGAL_HASH = "3e0f23931e8ee7549f14537ece35a0a62930ef7f0794e0ed6af05ed91c32eaec";

const DOLLAR = 1_000_000n;
const ONE_SOL = 1_000_000_000n;
const ACCOUNT_NO = 7;

export class World {
  readonly creator = Keypair.generate();
  readonly subscriber = Keypair.generate();
  readonly agent: Keypair;
  readonly eve = Keypair.generate();
  readonly keeperSigner = Keypair.generate();
  readonly verifiedBot = botAddress(this.creator.publicKey, Buffer.alloc(16, 1));
  readonly attestedBot = botAddress(this.creator.publicKey, Buffer.alloc(16, 2));
  readonly attested: PublicKey;
  readonly folder = mkdtempSync(join(tmpdir(), "profit-share-cli-test-"));
  private closes = 0;

  private constructor(
    readonly chain: LocalChain,
    readonly trader: Trader,
    readonly verified: PublicKey,
  ) {
    this.agent = trader.agent;
    this.attested = attestedSubscriptionAddress(this.agent.publicKey, ACCOUNT_NO);
  }

  /**
   * Both bots take 10 %. The verified subscription has a deposit of $10 and no minimum balance, the attested one $20 and
   * a minimum of $5.
   */
  static async open(): Promise<World> {
    const chain = await LocalChain.start({ withProgram: false });
    const trader = await openAccount(chain, Keypair.generate(), 1_000n * DOLLAR);
    const world = new World(chain, trader, verifiedSubscriptionAddress(trader.user));
    await world.build();
    return world;
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true });
    await this.chain.close();
  }

  /** Runs the command line against this chain. */
  run(...args: string[]): Promise<Run> {
    return runBare(...args, "--url", this.chain.localnet.rpcUrl);
  }

  /** A file with this content in the world's folder. */
  file(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  keyFile(keypair: Keypair): string {
    return this.file(`${keypair.publicKey.toBase58()}.json`, keyFileText(keypair));
  }

  /** The agent wins $100 on the venue. */
  earn(): Promise<void> {
    return this.win(100n);
  }

  /** The agent loses dollars on the venue. */
  lose(dollars: bigint): Promise<void> {
    return this.win(-dollars);
  }

  /** The agent wins dollars on the venue: buys 1 SOL at $100 and sells it for so much more. */
  async win(dollars: bigint): Promise<void> {
    await trade(this.chain, this.trader, { market: 0, base: ONE_SOL, quote: -100n * DOLLAR });
    await trade(this.chain, this.trader, { market: 0, base: -ONE_SOL, quote: (100n + dollars) * DOLLAR });
  }

  settle(): Promise<string> {
    return this.chain.send([settle({ subscription: this.verified, venueUser: this.trader.user })]);
  }

  /** The keeper attests a close. @param closePnl base units */
  async attest(closePnl: bigint): Promise<string> {
    this.closes += 1;
    const reference = Buffer.alloc(32, this.closes);
    const instruction = await this.chain.client.settleAttested(this.attested, { closePnl, reference });
    return this.chain.send([instruction], this.keeperSigner);
  }

  /** Base units in a wallet's own token account, or in a token account. */
  async tokens(account: PublicKey): Promise<bigint> {
    return BigInt((await this.chain.connection.getTokenAccountBalance(account)).value.amount);
  }

  private async build(): Promise<void> {
    const { chain, creator } = this;
    for (const { publicKey } of [creator, this.subscriber, this.eve]) chain.airdrop(publicKey);
    await chain.mintTo(this.subscriber.publicKey, 100n * DOLLAR);

    const common = { creator, minPayout: 10_000n, payoutWallet: creator.publicKey };
    const terms = {
      profitShareBps: 1_000,
      minDailyCap: DOLLAR,
      mint: chain.mint,
      hash: Buffer.from(LEGAL_HASH, "hex"),
    };
    const bots: BotPlan[] = [
      {
        ...common,
        id: Buffer.alloc(16, 1),
        terms: { ...terms, source: "drift", feeBasis: "high_water_mark", minBalance: 0n },
      },
      {
        ...common,
        id: Buffer.alloc(16, 2),
        terms: { ...terms, source: "attested", feeBasis: "each_close", minBalance: 5n * DOLLAR },
      },
    ];
    const keeper = { creator, id: Buffer.alloc(16, 3), signer: this.keeperSigner.publicKey };
    await deploy(chain.target, { program: readFileSync(COMMITTED), keeper, bots });
    await this.subscribe(this.verifiedBot, { venueUser: this.trader.user }, 10n * DOLLAR);
    await this.subscribe(this.attestedBot, { accountNo: ACCOUNT_NO }, 20n * DOLLAR);
  }

  /** Once more, where it was closed. @param deposit base units */
  subscribeVerified(deposit: bigint): Promise<void> {
    return this.subscribe(this.verifiedBot, { venueUser: this.trader.user }, deposit);
  }

  private async subscribe(bot: PublicKey, account: Subscribe["account"], deposit: bigint): Promise<void> {
    const { chain, subscriber, agent } = this;
    const { terms } = await chain.client.bot(bot);
    const instruction = chain.client.subscribe({
      subscriber: subscriber.publicKey,
      agent: agent.publicKey,
      payer: chain.payer.publicKey,
      bot,
      terms,
      account,
      dailyCap: 1_000n * DOLLAR,
      deposit,
    });
    await chain.send([instruction], subscriber, agent);
  }
}
