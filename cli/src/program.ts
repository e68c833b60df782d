/** The command line: what can be typed. Only its parser is loaded, so that help and typing errors come at once. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../package.json";
import { EXIT } from "./exit-codes";
import { AFTER_HELP, examples } from "./help";
import type { Io, Typed } from "./perform";

/** Does what was typed. @returns the exit code */
export type Perform = (typed: Typed) => Promise<number>;
type Act = (typed: Typed) => Promise<void>;
/** What a command's options are called after parsing. */
type Options<Name extends Typed["command"]> = Omit<
  Extract<Typed, { command: Name }>,
  "command" | "subscription" | "address"
>;

/** @param args without the node and script names @returns the exit code */
export async function run(args: readonly string[], io: Io, perform: Perform): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = commandLine(io, async (typed) => {
    exitCode = await perform(typed);
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    throw error;
  }
}

function commandLine(io: Io, act: Act): Command {
  const program = new Command("profit-share")
    .description("Look into a profit-share subscription, and take money out of it.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help, also of a command")
    .helpCommand(false)
    .addHelpText("after", AFTER_HELP)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  addTerms(program, act);
  addHistory(program, act);
  addClaim(program, act);
  addWithdraw(program, act);
  addReport(program, act);
  return program;
}

function addTerms(program: Command, act: Act): void {
  addReading(program, "terms", "show what was agreed and where the money stands, or went")
    .option("--text <file>", "the legal text, to be checked against the terms")
    .addHelpText("after", examples("terms <subscription>", "terms <subscription> --text terms.txt -u devnet"))
    .action((subscription: string, options: Options<"terms">) => act({ command: "terms", subscription, ...options }));
}

function addHistory(program: Command, act: Act): void {
  addReading(program, "history", "show every settlement and movement of money, proved and recomputed")
    .addHelpText("after", examples("history <subscription>", "history <subscription> --json -u mainnet-beta"))
    .action((subscription: string, options: Options<"history">) =>
      act({ command: "history", subscription, ...options }),
    );
}

function addClaim(program: Command, act: Act): void {
  addTransfer(program, "claim", "take the creator's share out of the escrow", "bot's owner")
    .argument("[amount]", "dollars, like 12.5 (default: all)")
    .addHelpText("after", examples("claim <subscription>", "claim <subscription> 12.5 --keypair owner.json"))
    .action((subscription: string, amount: string | undefined, options: Options<"claim">) =>
      act({ command: "claim", subscription, ...(amount === undefined ? {} : { amount }), ...options }),
    );
}

function addWithdraw(program: Command, act: Act): void {
  const command = addTransfer(program, "withdraw", "take the subscriber's balance out of the escrow", "subscriber")
    .argument("[amount]", "dollars, like 12.5")
    .option("--all", "everything above what is owed and the minimum balance")
    .addHelpText("after", examples("withdraw <subscription> 12.5", "withdraw <subscription> --all --to <address>"))
    .action((subscription: string, amount: string | undefined, options: Options<"withdraw"> & { all?: true }) => {
      const { all, ...rest } = options;
      if ((amount === undefined) !== (all === true)) {
        command.error("error: How much? Pass either an amount in dollars or --all");
      }
      return act({ command: "withdraw", subscription, ...(amount === undefined ? {} : { amount }), ...rest });
    });
}

function addReport(program: Command, act: Act): void {
  const address = "a wallet's address; or a bot's (creator), or a subscription's (subscriber)";
  addCommand(program, "report", "sum up a year of a creator or subscriber, checked against the chain", [
    "<address>",
    address,
  ])
    .addOption(new Option("--role <role>", "whose side").choices(["creator", "subscriber"]).makeOptionMandatory())
    .requiredOption("--year <year>", "like 2026")
    .option("--time-zone <name>", "whose midnights begin days, months and the year, like Europe/Vienna", "UTC")
    .addOption(new Option("--csv", "print every entry as CSV; amounts in dollars").conflicts("json"))
    .option("--tax", "value income or fees in a currency; no tax advice")
    .option("--prices <file>", "CSV or JSON with a date and the price of one token in the currency")
    .option("--currency <code>", "the price file's column, like EUR")
    .addOption(
      new Option("--basis <basis>", "when a creator's share counts")
        .choices(["credited", "claimed"])
        .default("credited"),
    )
    .option("--earlier-price", "a day without a price has that of the nearest earlier one")
    .addHelpText(
      "after",
      examples(
        "report <wallet> --role creator --year 2026 --time-zone Europe/Vienna --csv",
        "report <wallet> --role subscriber --year 2026 --tax --prices usdc.csv --currency EUR",
      ),
    )
    .action((address: string, options: Options<"report">) => act({ command: "report", address, ...options }));
}

/** Its address, and what that is. */
const SUBSCRIPTION = ["<subscription>", "the subscription's address"] as const;

function addCommand(
  program: Command,
  name: Typed["command"],
  description: string,
  argument: readonly [name: string, description: string] = SUBSCRIPTION,
): Command {
  return program
    .command(name)
    .description(description)
    .argument(...argument)
    .option(
      "-u, --url <url>",
      "JSON-RPC of the cluster; or mainnet-beta, testnet, devnet, localhost, or the first letter of one",
    )
    .option("-C, --config <file>", "Solana's own settings (default: ~/.config/solana/cli/config.yml)")
    .option("--timeout <seconds>", "how long to wait for an answer of the node", seconds, 30)
    .option("--json", "print JSON; amounts in base units");
}

function addReading(program: Command, name: Typed["command"], description: string): Command {
  return addCommand(program, name, description).option(
    "--instance <number>",
    "which subscription of its bot, where the address was used again (default: the present one, else the last)",
  );
}

function addTransfer(program: Command, name: Typed["command"], description: string, who: string): Command {
  return addCommand(program, name, description)
    .option(
      "-k, --keypair <file>",
      `key file of the ${who}, as solana-keygen writes it; pays the fee (default: keypair_path of Solana's settings)`,
    )
    .option("--to <address>", `wallet or token account that gets the money (default: the ${who})`);
}

function seconds(text: string): number {
  const HOUR = 3_600;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= HOUR) return value;
  throw new InvalidArgumentError(`Pass seconds above 0 and up to ${HOUR}, like 30.`);
}
