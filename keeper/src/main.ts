/** The command line: `profit-share-keeper [run] --config FILE [--once] [--dry-run]`, and `doctor`, `explain SUBSCRIPTION`. */
import { Command, CommanderError } from "commander";
import { doctor } from "./commands/doctor";
import { explain } from "./commands/explain";
import { inWords } from "./commands/finding";
import { keysOf } from "./commands/keys";
import { runKeeper } from "./commands/run";
import { ConfigError, loadConfig } from "./config/config";
import { readWallet } from "./host/input";
import { newLogger } from "./send/logger";

const EXIT_CONFIGURATION = 2;

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

  command("run", "look after every subscription, until it is told to stop", true)
    .option("--once", "look after everything once and exit", false)
    .option("--dry-run", "plan, simulate and log; send and store nothing", false)
    .action(async ({ config, ...how }: { config: string; once: boolean; dryRun: boolean }) => {
      const stop = new AbortController();
      // A second signal ends the process at once.
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
      process.exitCode = await runKeeper({ config: loadConfig(config), ...how, signal: stop.signal });
    });

  command(
    "explain <subscription>",
    "say what would be done for one subscription now, and why; send and store nothing",
  ).action(async (subscription: string, { config: file }: { config: string }) => {
    const config = loadConfig(file);
    const address = wallet(subscription);
    const options = { settings: config, database: config.database, logger: newLogger(config, "silent") };
    console.log(await explain({ ...options, ...(await keysOf(config)) }, address));
  });
  command("doctor", "check keys, nodes, program, database and subscriptions; send and store nothing").action(
    async ({ config }: { config: string }) => {
      const findings = await doctor(loadConfig(config));
      for (const finding of findings) console.log(inWords(finding));
      process.exitCode = findings.some(({ state }) => state === "bad") ? 1 : 0;
    },
  );
  await program.parseAsync();
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
