/** How a command is declared: its words, its arguments, the options that it shares with others. Only the parser is loaded here. */
import { type Command, InvalidArgumentError } from "commander";
import type { CommandName, Inputs, Typed } from "./inputs";

/** Does what was typed. */
export type Act = (typed: Typed) => Promise<void>;

type Argument = readonly [name: string, description: string];

/** An argument of many commands, and what it is. */
export const SUBSCRIPTION: Argument = ["<subscription>", "the subscription's address"];
export const BOT: Argument = ["<bot>", "the bot's address"];
export const KEEPER: Argument = ["<keeper>", "the address of the keeper's account"];

/**
 * @param group what the command is added to: the program, or the command of its first word
 * @param commands each without the program's name, as examples
 */
export function define<Name extends CommandName>(
  group: Command,
  act: Act,
  {
    name,
    description,
    args,
    commands,
  }: { name: Name; description: string; args: readonly Argument[]; commands: readonly string[] },
): Command {
  const command = group.command(name.slice(name.lastIndexOf(" ") + 1)).description(description);
  for (const argument of args) command.argument(...argument);
  addCommon(command);
  command.addHelpText("after", `\nExamples:\n${commands.map((line) => `  $ profit-share ${line}`).join("\n")}`);
  // The names of arguments and options are those of the input.
  return command.action(() => act({ command: name, input: inputOf(command) as unknown as Inputs[Name] } as Typed));
}

function inputOf(command: Command): Record<string, unknown> {
  const args = command.registeredArguments.map((argument, index) => [argument.name(), command.processedArgs[index]]);
  return { ...Object.fromEntries(args.filter(([, value]) => value !== undefined)), ...command.opts() };
}

function addCommon(command: Command): void {
  command
    .option(
      "-u, --url <url>",
      "JSON-RPC of the cluster; or mainnet-beta, testnet, devnet, localhost, or the first letter of one",
    )
    .option("-C, --config <file>", "Solana's own settings (default: ~/.config/solana/cli/config.yml)")
    .option("--timeout <seconds>", "how long to wait for an answer of the node", seconds, 30)
    .option("--json", "print JSON; amounts in base units");
}

/**
 * Options of a command that makes a transaction.
 * @param who signs it @param options.elsewhere whether it can be signed at another place instead
 */
export function addMoney(command: Command, who: string, { elsewhere = true } = {}): Command {
  addWallet(command, who);
  if (elsewhere) {
    command.option(
      "--unsigned <address>",
      `sign and send nothing: print the transaction for the ${who} at this address to sign elsewhere, such as a multisig's vault`,
    );
  }
  return command.option(
    "--dry-run",
    "send nothing: print the transaction in words and in base64, and what it would change",
  );
}

/** Who signs, and whether it is asked for. */
export const addWallet = (command: Command, who: string): Command =>
  command
    .option(
      "-k, --keypair <file>",
      `key file of the ${who}, as solana-keygen writes it, or usb://ledger; pays the fee (default: keypair_path of Solana's settings)`,
    )
    .option("-y, --yes", "do not ask before it is sent");

/** Options of a command that reads much of the past. */
export const addWalking = (command: Command): Command =>
  command.option("--rate <number>", "requests to the node in a second at most (default: as many as it takes)", rate);

export const addInstance = (command: Command): Command =>
  command.option(
    "--instance <number>",
    "which subscription of its bot, where the address was used again (default: the present one, else the last)",
  );

export function seconds(text: string): number {
  const HOUR = 3_600;
  const value = decimal(text);
  if (value > 0 && value <= HOUR) return value;
  throw new InvalidArgumentError(`Pass seconds above 0 and up to ${HOUR}, like 30.`);
}

function rate(text: string): number {
  const value = decimal(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Pass requests per second above 0, like 5.");
}

/** 0 if it is no plain decimal number. */
const decimal = (text: string): number => (/^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0);
