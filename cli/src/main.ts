/** The process: its arguments, its streams, its end. */
import { run } from "./program";

const io = { out: console.log, err: console.error };

void run(process.argv.slice(2), io, async (typed) => {
  const { perform } = await import("./perform.js");
  return perform(typed, process.env, io);
}).then((exitCode) => {
  // What was printed goes out first. A request that nobody waits for any more must not hold the process.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
});
