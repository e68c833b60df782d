/** Opens the database that its argument names, says so, and keeps it open until it is killed. */
import { open } from "./tables";

async function main(): Promise<void> {
  await open(process.argv[2]!);
  console.log(`open by ${process.pid}`);
  setInterval(() => {}, 1_000);
}

main().catch((error: Error) => {
  console.log(error.message);
  process.exitCode = 1;
});
