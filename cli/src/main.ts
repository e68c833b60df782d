import { run } from "./program";

void run(process.argv.slice(2), { out: console.log, err: console.error }).then((exitCode) => {
  process.exitCode = exitCode;
});
