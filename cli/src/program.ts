/** The command line: what can be typed. Only its parser is loaded, so that help and typing errors come at once. */
import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { EXIT } from "./exit-codes";
import { AFTER_HELP } from "./help";
import type { Io } from "./io";
import { addCompletions } from "./typing/completions";
import { addBots, addDeploy, addKeepers, addMigrate } from "./typing/creator";
import type { Act } from "./typing/define";
import type { Typed } from "./typing/inputs";
import { addMoneyCommands } from "./typing/money";
import { addReading } from "./typing/reading";
import { addSubscribe } from "./typing/subscribe";

/** Does what was typed. @returns the exit code */
export type Perform = (typed: Typed) => Promise<number>;

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
    .description("Everything that a party of a profit share can do: look, verify, pay, take money out, publish, leave.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help, also of a command")
    .helpCommand(false)
    .addHelpText("after", AFTER_HELP)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  addReading(program, act);
  addMoneyCommands(program, act);
  addSubscribe(program, act);
  addBots(program, act);
  addKeepers(program, act);
  addDeploy(program, act);
  addMigrate(program, act);
  addCompletions(program, io.out);
  return program;
}
