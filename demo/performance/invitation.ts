/** Where the chain is while it stays up, and what can be tried on it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";
import { CREATOR, SUBSCRIBERS } from "../cast/people";
import type { Demo } from "./demo";
import { logFile } from "./keeper";

/** Where pages and the index are. */
interface Site {
  appUrl: string;
  indexUrl: string;
}

/** Writes key files into the folder, for the commands that it names. */
export function invitation({ chain, members }: Demo, folder: string, site: Site): string {
  const { localnet } = chain;
  const [first, second] = members;
  const creator = writeKeyFile(folder, "creator", CREATOR);
  const keyFiles = SUBSCRIBERS.map(({ name, wallet }) => writeKeyFile(folder, name.toLowerCase(), wallet));
  const command = (what: string, subscription: string, ...options: string[]) =>
    `${what}:\n  npx profit-share ${subscription} \\\n    ${[...options, "--url", localnet.rpcUrl].join(" ")}`;
  const subscription = first!.address.toBase58();
  const { name } = first!.subscriber;
  return [
    "The chain and the keeper stay up. Ctrl+C reads everything once more and ends.",
    "",
    `web app    ${site.appUrl}`,
    `index      ${site.indexUrl}/v1/bots (${site.indexUrl}/v1/openapi.json says what else)`,
    `JSON-RPC   ${localnet.rpcUrl}`,
    `WebSocket  ${localnet.wsUrl}`,
    `keys       ${folder} (worthless elsewhere)`,
    `log        ${logFile(folder)} (the keeper's)`,
    "",
    `For the quick starts of README.md:\n  export KEYS=${folder} MINT=${chain.mint.toBase58()}`,
    command(`What ${name} agreed to`, `terms ${subscription}`),
    command("Every settlement of hers, proved", `history ${subscription}`),
    command("Claim for the creator", `claim ${second!.address.toBase58()}`, "--keypair", creator),
    command(`Withdraw for ${name}`, `withdraw ${subscription} --all`, "--keypair", keyFiles[0]!),
  ].join("\n");
}

function writeKeyFile(folder: string, name: string, keypair: Keypair): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, keyFileText(keypair), { mode: 0o600 });
  return file;
}
