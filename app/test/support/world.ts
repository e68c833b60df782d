/** The market of the tests behind real RPC, with the app beside it. */
import { type AppServer, serveApp } from "@profit-share/app/serve";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { anna, DOLLAR, Market } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";

export class AppWorld extends Market<string> {
  private app: AppServer | null = null;

  /** @param more of `config.json` */
  static async start(more: Record<string, string> = {}): Promise<AppWorld> {
    const world = new AppWorld(await LocalChain.start());
    try {
      await world.furnish();
      const { rpcUrl, wsUrl } = world.chain.localnet;
      world.app = await serveApp({ cluster: "localnet", rpcUrl, wsUrl, ...more });
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
