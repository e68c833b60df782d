/** The command line: `profit-share-indexer --config FILE`. */
import { InvalidInput } from "@profit-share/sdk";
import { Command, CommanderError } from "commander";
import pino from "pino";
import { loadConfig } from "./process/config";
import { run } from "./process/run";

const EXIT_CONFIGURATION = 2;

async function main(): Promise<void> {
  const program = new Command("profit-share-indexer")
    .description("Follows the program, keeps what happened and answers over HTTP, until it is told to stop")
    .requiredOption("--config <file>", "YAML or JSON file; config.example.yaml lists the keys")
    .exitOverride()
    .action(async ({ config }: { config: string }) => {
      const stop = new AbortController();
      // A second signal ends the process at once.
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
      await run(loadConfig(config, process.env), pino(), stop.signal);
    });
  await program.parseAsync();
}

main().catch((error: Error) => {
  // Commander has said what is wrong, or shown its help.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_CONFIGURATION;
    return;
  }
  console.error(error.message);
  process.exitCode = error instanceof InvalidInput ? EXIT_CONFIGURATION : 1;
});
