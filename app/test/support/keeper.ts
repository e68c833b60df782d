/** The real keeper beside a test's chain, with one agent, over HTTP. */
import { Cosigner, createKeeper, DEFAULT_SETTINGS, type Keeper, MemoryAgents, serveKeeper } from "@profit-share/keeper";
import { agent, anna, ben, type Market } from "@profit-share/testing/chain/market";
import { keyOf } from "@profit-share/testing/keys";
import type { PublicKey } from "@solana/web3.js";
import pino from "pino";

const logger = pino({ level: "silent" });

export class TestKeeper {
  private constructor(
    private readonly keeper: Keeper,
    private readonly server: Awaited<ReturnType<typeof serveKeeper>>,
  ) {}

  /** Anna and Ben trade through the market's agent; nobody else has one. */
  static async start({ chain, keeper: account }: Market<unknown>): Promise<TestKeeper> {
    const { rpcUrl, wsUrl } = chain.localnet;
    const agents = new MemoryAgents([agent]);
    const watched = { keeper: account, bots: [], agents: [agent.publicKey], subscriptions: [] };
    const keeper = await createKeeper({
      settings: { ...DEFAULT_SETTINGS, rpcUrl, wsUrl, watched, pollIntervalMs: 200, pollsPerSecond: 50 },
      signer: keyOf("market signer"),
      agents,
      database: null,
      logger,
      timing: { statusMs: 20, resendMs: 500 },
    });
    keeper.start();
    const isTheirs = (subscriber: PublicKey) => [anna, ben].some(({ publicKey }) => publicKey.equals(subscriber));
    const cosigner = new Cosigner({ client: chain.client, agents, isAgentOf: (_, subscriber) => isTheirs(subscriber) });
    const subscribing = {
      cosigner,
      agentOf: async (subscriber: PublicKey) => (isTheirs(subscriber) ? agent.publicKey : null),
      origins: [],
      requestsPerMinute: 30,
    };
    return new TestKeeper(keeper, await serveKeeper({ keeper, logger, subscribing }));
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.close();
    await this.keeper.stop();
  }
}
