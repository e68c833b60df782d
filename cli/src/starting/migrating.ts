/** Starts the command that migrates a marketplace. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "@profit-share/sdk";
import { migrate } from "../commands/migrate";
import { parseAddress, parseSite } from "../input/arguments";
import { openWallet } from "../input/open-wallet";
import type { Wallet } from "../input/wallet";
import { sendingIn } from "./money";
import type { Starters } from "./starters";

export const MIGRATING: Starters<"migrate"> = {
  migrate: async (input, context) => {
    const { bots, subscribers, mint, keeper, owners, app, out } = input;
    const payer = await openWallet(input.keypair, context.config);
    if (owners !== undefined && payer === null) {
      throw new InvalidInput("Which wallet pays for the bots of --owners? Pass --keypair <file>");
    }
    const migration = {
      files: { bots, subscribers },
      mint: parseAddress("--mint address", mint),
      keeper: keeper === undefined ? null : parseAddress("--keeper address", keeper),
      out,
      app: app === undefined ? null : parseSite("--app", app),
      payer,
      owners: owners === undefined ? [] : await walletsIn(owners),
    };
    return migrate(migration, sendingIn(input, context));
  },
};

/** Of each key file in the folder. @throws InvalidInput if it has none, or one that is none */
async function walletsIn(folder: string): Promise<Wallet[]> {
  const files = keyFilesIn(folder);
  if (files.length === 0)
    throw new InvalidInput(`--owners ${folder} has no file that ends in .json: pass a folder of key files`);
  const wallets = await Promise.all(files.map((file) => openWallet(join(folder, file), null)));
  return wallets.filter((wallet) => wallet !== null);
}

function keyFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(".json"));
  } catch (error) {
    throw new InvalidInput(`--owners ${folder} cannot be read: ${(error as Error).message}`);
  }
}
