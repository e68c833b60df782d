/** Starts the marketplace from its environment. The keeper runs beside it: see the README. */
import { connect, ProfitShareClient } from "@profit-share/sdk";
import { createApp } from "./app";
import { Closes } from "./closes";
import { openDatabase } from "./database";
import { readSettings } from "./settings";

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const { db, close } = await openDatabase(settings.databaseUrl);
  const closes = new Closes({ db, ...settings });
  const client = new ProfitShareClient(connect(settings.rpcUrl));
  const server = createApp({ db, client, settings, closes }).listen(settings.port, "127.0.0.1", () => {
    console.log(`The marketplace answers at http://127.0.0.1:${settings.port}`);
    closes.start();
  });
  const stop = (): void => {
    server.close(() => void closes.stop().then(close));
    server.closeIdleConnections();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
