/** A dry run: looks, plans, simulates and says what a keeper would do. Sends nothing, and works on a copy of the database. */
import type { PublicKey } from "@solana/web3.js";
import type { Plan } from "../decide/actions";
import type { Fleet } from "../loop/fleet";
import type { Observed, Sighted } from "../observe/observed";
import { lackedBy, openCopy } from "../store/database";
import { assemble, fleetOf, type Parts } from "./assemble";
import { type KeeperOptions, loggerOf } from "./keeper";
import { looksAt } from "./survey";

/** @throws Error if the database is in use or cannot be opened */
export async function createDryRun(options: KeeperOptions): Promise<DryRun> {
  return new DryRun(assemble({ ...options, logger: loggerOf(options) }, await openCopy(options.database), true));
}

export class DryRun {
  private readonly fleet: Fleet;
  private loop: Promise<void> | null = null;

  /** Use `createDryRun`. */
  constructor(private readonly parts: Parts) {
    const { reconciler } = parts;
    this.fleet = fleetOf(parts, {
      work: async (sighting) => {
        await reconciler.dryRun(sighting.address, sighting);
        return { failed: false, acted: false, dueAt: null };
      },
      gone: () => false,
      forget: () => {},
    });
  }

  /** Looks at everything on every poll, until `stop`. */
  start(): void {
    this.loop ??= this.fleet.run();
  }

  /** Looks at everything once. @returns the subscriptions that could not be looked at */
  once(): Promise<PublicKey[]> {
    return this.fleet.once();
  }

  /**
   * What would be done for one subscription, and on what that rests.
   * @returns `refusal`: why its first action would fail now; null if it would not, or there is none
   * @throws Error what the RPC says
   */
  consider(address: PublicKey): Promise<{ observed: Observed; plan: Plan; refusal: string | null }> {
    return this.parts.reconciler.consider(address);
  }

  /**
   * A look at each subscription that is looked after.
   * @returns `unseen`: those that could not be looked at, base58, with the reason
   * @throws Error why they could not be listed
   */
  async survey(): Promise<{ seen: Sighted[]; unseen: Map<string, string> }> {
    const { discover, looker } = this.parts;
    const { found, problem } = await discover();
    if (problem !== null) throw problem;
    const seen: Sighted[] = [];
    const unseen = new Map<string, string>();
    for await (const { address, look } of looksAt(looker, found)) {
      if (look instanceof Error) unseen.set(address.toBase58(), look.message);
      else seen.push(look);
    }
    return { seen, unseen };
  }

  /** What the database lacks that this is a copy of: names of migrations; null if there is none yet. */
  get pendingMigrations(): string[] | null {
    return lackedBy(this.parts.database);
  }

  async stop(): Promise<void> {
    await this.fleet.stop();
    await this.loop;
    await this.parts.database.close();
  }
}
