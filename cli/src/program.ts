/** The command line: what can be typed, and how each outcome is shown. */
import { ProfitShareClient } from "@profit-share/sdk";
import { Connection } from "@solana/web3.js";
import { Command, CommanderError } from "commander";
import { isUnreachable } from "./chain";
import { claim } from "./commands/claim";
import { history } from "./commands/history";
import type { Output } from "./commands/output";
import { terms } from "./commands/terms";
import { withdraw } from "./commands/withdraw";
import { EXIT, InputError } from "./errors";
import { parseAddress, readBytes, readKeypair } from "./input";
import { toJson } from "./json";
import { parseDollars } from "./money";

const DEFAULT_URL = "http://127.0.0.1:8899";

/** Where text goes: lines for the user, lines about errors. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

interface CommonOptions {
  url: string;
  json?: true;
}

interface MoneyOptions extends CommonOptions {
  keypair: string;
  to?: string;
}

/** @param args without the node and script names @returns the exit code: 0 done, 1 refused, 2 bad input */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let output: Output | null = null;
  try {
    await commandLine(io, (done) => {
      output = done;
    }).parseAsync(args, { from: "user" });
  } catch (error) {
    return failed(error, io);
  }
  // Assigned in the callback, which the compiler does not follow.
  return (output as Output | null)?.exitCode ?? EXIT.ok;
}

function commandLine(io: Io, done: (output: Output) => void): Command {
  const show = (output: Output, options: CommonOptions): void => {
    io.out(options.json ? toJson(output.json) : output.text);
    done(output);
  };
  const program = new Command("profit-share")
    .description("What creators and subscribers do with a profit-share subscription")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });

  const command = (name: string, description: string): Command =>
    program
      .command(`${name} <subscription>`)
      .description(description)
      .option("--url <url>", "JSON-RPC of the cluster; its WebSocket is at the port above", DEFAULT_URL)
      .option("--json", "print JSON; amounts in base units");
  const moneyCommand = (name: string, description: string, who: string): Command =>
    command(name, description)
      .requiredOption("--keypair <file>", `key file of the ${who}, as solana-keygen writes it; pays the fee`)
      .option("--to <address>", `wallet or token account that gets the money (default: the ${who})`);

  command("terms", "what the parties agreed to, and where the money stands")
    .option("--text <file>", "the legal text, to be checked against the terms")
    .action(async (subscription: string, options: CommonOptions & { text?: string }) => {
      const text = options.text === undefined ? {} : { text: readBytes("legal text", options.text) };
      show(await terms(...target(subscription, options), text), options);
    });

  command("history", "every settlement, proved and recomputed").action(
    async (subscription: string, options: CommonOptions) => {
      show(await history(...target(subscription, options)), options);
    },
  );

  moneyCommand("claim", "take the creator's share out of the escrow", "bot's owner")
    .argument("[amount]", "dollars, like 12.5 (default: all)")
    .action(async (subscription: string, amount: string | undefined, options: MoneyOptions) => {
      const input = { owner: readKeypair(options.keypair), amount: dollarsOrAll(amount), to: recipient(options) };
      show(await claim(...target(subscription, options), input), options);
    });

  moneyCommand("withdraw", "take the subscriber's balance out of the escrow", "subscriber")
    .argument("[amount]", "dollars, like 12.5")
    .option("--all", "everything above what is owed and the minimum balance")
    .action(async (subscription: string, amount: string | undefined, options: MoneyOptions & { all?: true }) => {
      if ((amount === undefined) !== (options.all === true)) {
        throw new InputError("How much? Pass either an amount in dollars or --all");
      }
      const input = { subscriber: readKeypair(options.keypair), amount: dollarsOrAll(amount), to: recipient(options) };
      show(await withdraw(...target(subscription, options), input), options);
    });
  return program;
}

const target = (subscription: string, { url }: CommonOptions) =>
  [client(url), parseAddress("subscription", subscription)] as const;

const dollarsOrAll = (amount: string | undefined) => (amount === undefined ? null : parseDollars(amount));

const recipient = ({ to }: MoneyOptions) => (to === undefined ? null : parseAddress("--to address", to));

function client(url: string): ProfitShareClient {
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url)) {
    throw new InputError(`--url "${url}" is no address of a JSON-RPC node: pass one like ${DEFAULT_URL}`);
  }
  return new ProfitShareClient(new Connection(url, "confirmed"));
}

function failed(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  if (isUnreachable(error)) {
    io.err("error: The node does not answer: start it, or pass another one with --url");
    return EXIT.refused;
  }
  io.err(`error: ${error instanceof Error ? error.message : String(error)}`);
  return error instanceof InputError ? EXIT.badInput : EXIT.refused;
}
