/** The command line: `profit-share-indexer --config FILE`. */
import { InvalidInput } from "@profit-share/sdk";
import { Command, CommanderError } from "commander";
import pino from "pino";
import { loadConfig } from "./process/config";
import { startIndexer } from "./process/indexer";

const EXIT_CONFIGURATION = 2;

async function main(): Promise<void> {
  const program = new Command("profit-share-indexer")
    .description("Follows the program, keeps what happened and answers over HTTP, until it is told to stop")
    .requiredOption("--config <file>", "YAML or JSON file; config.example.yaml lists the keys")
    .exitOverride()
    .action(async ({ config }: { config: string }) => {
      const indexer = await startIndexer(loadConfig(config, process.env), pino());
      // A second signal ends the process at once. What ends it by itself, `ended` says.
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => indexer.stop().catch(() => {}));
      await indexer.ended;
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
