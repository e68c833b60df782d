/** The market of the tests behind real RPC, with the app beside it. */
import { type AppServer, serveApp } from "@profit-share/app/serve";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { anna, DOLLAR, Market } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";
import { TestKeeper } from "./keeper";

export interface WorldOptions {
  /** A keeper runs beside it, and takes subscriptions at the app's own `/keeper`. */
  keeper?: boolean;
  /** Milliseconds of a slot; if left out, each transaction closes its own. */
  slotMs?: number;
}

export class AppWorld extends Market<string> {
  private app: AppServer | null = null;
  private running: TestKeeper | null = null;

  /** @param more of `config.json` */
  static async start(
    more: Record<string, string> = {},
    { keeper = false, slotMs = 0 }: WorldOptions = {},
  ): Promise<AppWorld> {
    const world = new AppWorld(await LocalChain.start({ slotMs }));
    try {
      await world.furnish();
      const { rpcUrl, wsUrl } = world.chain.localnet;
      if (keeper) world.running = await TestKeeper.start(world);
      const reached = { cluster: "localnet", rpcUrl, wsUrl, ...more };
      world.app =
        world.running === null
          ? await serveApp(reached)
          : await serveApp({ ...reached, keeperUrl: "/keeper" }, 0, { "/keeper": world.running.url });
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  get url(): string {
    return this.app!.url;
  }

  override async close(): Promise<void> {
    await this.app?.close();
    await this.running?.stop();
    await super.close();
  }

  /** Anna subscribes to both bots. */
  async join(deposit = 100n * DOLLAR): Promise<{ verified: PublicKey; attested: PublicKey }> {
    await this.subscribe({ venueUser: this.venueUser }, deposit, anna);
    await this.subscribe({ accountNo: 0 }, deposit, anna);
    return { verified: this.verified, attested: this.attested(0) };
  }

  protected override async landed(signature: string): Promise<string> {
    return signature;
  }
}
