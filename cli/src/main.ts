/** The process: its arguments, its streams, its end. */
import { createInterface } from "node:readline";
import type { Io } from "./io";
import { run } from "./program";

const io: Io = {
  out: console.log,
  err: console.error,
  confirm: process.stdin.isTTY && process.stderr.isTTY ? confirm : null,
  onInterrupt: (stop) => process.once("SIGINT", stop),
};

/** y and yes are yes; everything else, the end of the input and Ctrl-C are no. */
function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((answered) => {
    terminal.once("close", () => answered(false));
    terminal.question(question, (answer) => {
      answered(/^y(es)?$/i.test(answer.trim()));
      terminal.close();
    });
  });
}

void run(process.argv.slice(2), io, async (typed) => {
  const { perform } = await import("./perform.js");
  return perform(typed, process.env, io);
}).then((exitCode) => {
  // What was printed goes out first. A request that nobody waits for any more must not hold the process.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
});
