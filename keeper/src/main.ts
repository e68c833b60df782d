/** The command line: `profit-share-keeper [run] --config FILE`, and the commands for who operates it. */
import { Command, CommanderError } from "commander";
import { runBackfill } from "./commands/backfill";
import { closes } from "./commands/closes";
import { doctor } from "./commands/doctor";
import { explain } from "./commands/explain";
import { inWords } from "./commands/finding";
import { keysOf } from "./commands/keys";
import { type OutboxOptions, outbox } from "./commands/outbox";
import { inWords as replayed, runReplay } from "./commands/replay";
import { runKeeper } from "./commands/run";
import { ConfigError, loadConfig } from "./config/config";
import { readWallet } from "./host/input";
import { newLogger } from "./send/logger";

const EXIT_CONFIGURATION = 2;

interface Config {
  config: string;
}

async function main(): Promise<void> {
  const program = new Command("profit-share-keeper")
    .description("Settles realized profit, funds escrows and pays creators")
    .exitOverride();
  const command = (name: string, description: string, isDefault = false) =>
    program
      .command(name, { isDefault })
      .description(description)
      .requiredOption("--config <file>", "YAML or JSON file; keeper/README.md lists the keys")
      .exitOverride();

  const DRY_RUN = ["--dry-run", "plan, simulate and log; send and store nothing", false] as const;
  const JSON_LINES = ["--json", "for a script; amounts are texts of base units", false] as const;

  command("run", "look after every subscription, until it is told to stop", true)
    .option("--once", "look after everything once and exit", false)
    .option(...DRY_RUN)
    .action(run);

  command("once", "look after everything once and exit")
    .option(...DRY_RUN)
    .action((options) => run({ ...options, once: true }));

  command(
    "explain <subscription>",
    "say what would be done for one subscription now, and why; send and store nothing",
  ).action(async (subscription: string, { config }: Config) => {
    const address = wallet(subscription);
    console.log(await explain(await quiet(config), address));
  });

  command("doctor", "check keys, nodes, program, database and subscriptions; send and store nothing").action(
    async ({ config }: Config) => {
      const findings = await doctor(loadConfig(config));
      for (const finding of findings) console.log(inWords(finding));
      process.exitCode = findings.some(({ state }) => state === "bad") ? 1 : 0;
    },
  );

  command("closes [subscription]", "list the closes that the database holds, and what became of each")
    .option("--pending", "only those that are not settled yet, and why", false)
    .option("--refused", "only those that never will be, and why", false)
    .option(...JSON_LINES)
    .action(
      (
        subscription: string | undefined,
        { config, ...how }: Config & Record<"pending" | "refused" | "json", boolean>,
      ) => {
        const only = subscription === undefined ? null : wallet(subscription).toBase58();
        return closes({ database: loadConfig(config).database, subscription: only, ...how }, console.log);
      },
    );

  command("replay <file>", "hand closes over again: each line as the body of POST /v1/closes; a trade is stored once")
    .option(...JSON_LINES)
    .action(async (file: string, { config, json }: Config & { json: boolean }) => {
      const report = await runReplay(file, loadConfig(config));
      console.log(json ? JSON.stringify(report) : replayed(report));
      process.exitCode = report.conflicts.length === 0 ? 0 : 1;
    });

  command("backfill [subscription]", "after a lost database: read what was settled from the chain's history")
    .option(...JSON_LINES)
    .action(async (subscription: string | undefined, { config, json }: Config & { json: boolean }) => {
      const only = subscription === undefined ? null : wallet(subscription);
      const { text, missing } = await runBackfill(await quiet(config), only, json);
      console.log(text);
      process.exitCode = missing ? 1 : 0;
    });

  command("outbox", "list messages that are not delivered")
    .option("--dead", "only those that were given up", false)
    .option("--retry <id>", "try one again that was given up")
    .action(async ({ config, ...how }: { config: string } & OutboxOptions) => {
      for (const line of await outbox(loadConfig(config), how)) console.log(line);
    });
  await program.parseAsync();
}

async function run({ config, ...how }: Config & { once: boolean; dryRun: boolean }): Promise<void> {
  const stop = new AbortController();
  // A second signal ends the process at once.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  process.exitCode = await runKeeper({ config: loadConfig(config), ...how, signal: stop.signal });
}

/** What a keeper of this configuration is made of, without a log. */
async function quiet(file: string) {
  const config = loadConfig(file);
  const options = { settings: config, database: config.database, logger: newLogger(config, "silent") };
  return { ...options, ...(await keysOf(config)) };
}

function wallet(text: string) {
  try {
    return readWallet(text, "subscription");
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

main().catch((error: Error) => {
  // Commander has said what is wrong, or shown its help.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_CONFIGURATION;
    return;
  }
  console.error(error.message);
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIGURATION : 1;
});
