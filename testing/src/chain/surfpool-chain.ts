/** A test chain on Surfpool: nobody but the program's own runtime says what is on it, and its time is today's. */
import { connect } from "@profit-share/sdk";
import { LAMPORTS_PER_SOL, type PublicKey } from "@solana/web3.js";
import { type RunningSurfpool, startSurfpool } from "../surfpool";
import { TestChain } from "./test-chain";

export class SurfpoolChain extends TestChain {
  private constructor(readonly node: RunningSurfpool) {
    super(connect(node.rpcUrl, { wsUrl: node.wsUrl }));
  }

  /** @param path of Surfpool's program */
  static async start(path: string): Promise<SurfpoolChain> {
    return new SurfpoolChain(await startSurfpool(path)).furnish(true);
  }

  close(): Promise<void> {
    return this.node.close();
  }

  async airdrop(to: PublicKey): Promise<void> {
    await this.ask("surfnet_setAccount", [to.toBase58(), { lamports: 100 * LAMPORTS_PER_SOL }]);
  }

  async setAccount(at: PublicKey, owner: PublicKey, data: Uint8Array): Promise<void> {
    const lamports = await this.connection.getMinimumBalanceForRentExemption(data.length);
    const state = { lamports, owner: owner.toBase58(), data: hexadecimal(data), executable: false };
    await this.ask("surfnet_setAccount", [at.toBase58(), state]);
  }

  protected async installProgram(address: PublicKey, elf: Uint8Array): Promise<void> {
    await this.ask("surfnet_writeProgram", [address.toBase58(), hexadecimal(elf), 0]);
  }

  private async ask(method: string, params: readonly unknown[]): Promise<void> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const response = await fetch(this.node.rpcUrl, { method: "POST", headers, body });
    const { error } = (await response.json()) as { error?: { message: string } };
    if (error !== undefined) throw new Error(`Surfpool refuses ${method}: ${error.message}`);
  }
}

const hexadecimal = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
