/** `npm start`: the story of a profit share on a local chain, then a chain to experiment with. */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder, writeKeyFile } from "@profit-share/testing/chain/keys";
import { Stage } from "@profit-share/testing/chain/local-chain";
import { type Args, parseDemoArgs, USAGE } from "./args";
import { CREATOR, SUBSCRIBERS } from "./cast";
import { readDumps, type VenueUserDump } from "./dump";
import { UsageError } from "./errors";
import { logFile } from "./keeper";
import { Show } from "./performance";
import { conservationLines, experiments, HEADER, standings, title } from "./print";
import { report, totals } from "./report";
import { scenes } from "./story";

/** How often it looks for what experiments did. */
const NEWS_MS = 500;
const EXIT = { ok: 0, failed: 1, badInput: 2 } as const;

async function main(): Promise<number> {
  const args = parseDemoArgs(process.argv.slice(2));
  if (args.help) {
    console.log(USAGE);
    return EXIT.ok;
  }
  const dumps = readDumps(args.venueUsers);
  const stage = await Stage.open(args.port);
  const folder = temporaryFolder();
  try {
    const exitCode = await perform(stage, dumps, folder, args);
    rmSync(folder, { recursive: true });
    return exitCode;
  } catch (error) {
    console.error(`The story could not go on. The keeper's log: ${logFile(folder)}`);
    throw error;
  } finally {
    await stage.close();
  }
}

/** @returns the exit code: whether everything was conserved when it ended */
async function perform(stage: Stage, dumps: VenueUserDump[], folder: string, args: Args): Promise<number> {
  const show = new Show(stage, folder, console.log);
  try {
    console.log(HEADER);
    console.log(title("The stage"));
    await show.prepare(dumps);
    for (const scene of scenes(dumps.length)) {
      console.log(title(scene.title));
      await scene.play(show);
    }
    const conserved = await conclude(show, args);
    if (args.once) return conserved ? EXIT.ok : EXIT.failed;

    console.error(`\n${invitation(show, folder)}`);
    await experimentsAreOver(show);
    return (await conclude(show, args)) ? EXIT.ok : EXIT.failed;
  } finally {
    await show.stopKeeper();
  }
}

/** Prints where everything stands. @returns whether everything is conserved */
async function conclude(show: Show, { json }: Args): Promise<boolean> {
  console.log(title("The end"));
  const found = await report(show);
  console.log(standings(found.standings));
  console.log(`\n${conservationLines(found.conservation, found.supply, found.tokenAccounts)}`);
  if (json) console.log(totals(found));
  return found.conservation.conserved && found.standings.every(({ verified }) => verified);
}

/** Where the chain is, and what can be tried. */
function invitation({ stage: { localnet }, members }: Show, folder: string): string {
  const url = localnet.rpcUrl === "http://127.0.0.1:8899" ? "" : ` --url ${localnet.rpcUrl}`;
  const [first] = members;
  const subscription = first!.address.toBase58();
  const creator = writeKeyFile(folder, "creator", CREATOR);
  const files = SUBSCRIBERS.map(({ name, wallet }) => writeKeyFile(folder, name.toLowerCase(), wallet));
  return [
    "The chain and the keeper stay up. Ctrl+C reads everything once more and ends.",
    experiments([
      ["JSON-RPC", localnet.rpcUrl],
      ["WebSocket", localnet.wsUrl],
      ["keys, worthless elsewhere", folder],
      ["the keeper's log", logFile(folder)],
      [`what ${first!.subscriber.name} agreed to`, `npx profit-share terms ${subscription}${url}`],
      ["every settlement, proved", `npx profit-share history ${subscription}${url}`],
      ["claim for the creator", `npx profit-share claim ${members[1]!.address.toBase58()} --keypair ${creator}${url}`],
      ["withdraw", `npx profit-share withdraw ${subscription} --all --keypair ${files[0]}${url}`],
    ]),
  ].join("\n");
}

/** Tells what happens until somebody interrupts. */
async function experimentsAreOver(show: Show): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  while (!interrupted.signal.aborted) {
    await show.tellNews();
    await sleep(NEWS_MS, undefined, { signal: interrupted.signal }).catch(() => {});
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof UsageError ? `error: ${error.message}` : error);
    process.exitCode = error instanceof UsageError ? EXIT.badInput : EXIT.failed;
  },
);
