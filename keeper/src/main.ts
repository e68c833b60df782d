/** The command line: `profit-share-keeper --config FILE [--once] [--dry-run]`. */
import { Command, CommanderError } from "commander";
import { runKeeper } from "./commands/run";
import { ConfigError, loadConfig } from "./config/config";

const EXIT_CONFIGURATION = 2;

async function main(): Promise<number> {
  const { config, once, dryRun } = parse();
  const stop = new AbortController();
  // A second signal ends the process at once.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  return runKeeper({ config: loadConfig(config), once, dryRun, signal: stop.signal });
}

function parse(): { config: string; once: boolean; dryRun: boolean } {
  const program = new Command("profit-share-keeper")
    .description("Settles realized profit, funds escrows and pays creators")
    .requiredOption("--config <file>", "JSON file; keeper/README.md lists the keys")
    .option("--once", "look after everything once and exit", false)
    .option("--dry-run", "plan, simulate and log; send and store nothing", false)
    .exitOverride();
  program.parse();
  return program.opts();
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    // Commander has said what is wrong, or shown its help.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_CONFIGURATION;
      return;
    }
    console.error(error.message);
    process.exitCode = error instanceof ConfigError ? EXIT_CONFIGURATION : 1;
  },
);
