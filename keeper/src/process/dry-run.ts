/** A dry run: looks, plans, simulates and says what a keeper would do. Sends nothing, and works on a copy of the database. */
import type { PublicKey } from "@solana/web3.js";
import { Controller } from "../loop/controller";
import { openCopy } from "../store/database";
import { assemble, type Parts } from "./assemble";
import type { KeeperOptions } from "./keeper";

/** @throws Error if the database is in use or cannot be opened */
export async function createDryRun(options: KeeperOptions): Promise<DryRun> {
  return new DryRun(assemble(options, await openCopy(options.database)));
}

export class DryRun {
  private readonly controller: Controller;
  private loop: Promise<void> | null = null;

  /** Use `createDryRun`. */
  constructor(private readonly parts: Parts) {
    const { discover, settings, logger, reconciler } = parts;
    this.controller = new Controller({
      discover,
      work: async (address) => {
        await reconciler.dryRun(address);
        return { failed: false };
      },
      forget: () => {},
      pollIntervalMs: settings.pollIntervalMs,
      logger,
    });
  }

  /** Looks at everything on every poll, until `stop`. */
  start(): void {
    this.loop ??= this.controller.run();
  }

  /** Looks at everything once. @returns the subscriptions that could not be looked at */
  once(): Promise<PublicKey[]> {
    return this.controller.once();
  }

  async stop(): Promise<void> {
    await this.controller.stop();
    await this.loop;
    await this.parts.database.close();
  }
}
