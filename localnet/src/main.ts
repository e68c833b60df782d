/** The command line: a local chain that stays up. Prints the addresses of its two servers. */
import { parseArgs } from "node:util";
import { MAX_LAMPORTS_PER_BYTE } from "./chain/rent";
import { startLocalnet } from "./localnet";

const USAGE = `usage: profit-share-localnet [options]

  --port N               JSON-RPC port (default 8899)
  --ws-port N            WebSocket port (default: the one above)
  --slot-ms N            milliseconds of a slot (default 200); 0 closes one after every transaction
  --lamports-per-byte N  rent of one byte (default 5080)
  --help                 this text`;

class UsageError extends Error {}

function integer(name: string, value: string | undefined, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value) && Number(value) <= max) return Number(value);
  throw new UsageError(`--${name} must be an integer from 0 to ${max}, not ${JSON.stringify(value)}`);
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string" },
        "ws-port": { type: "string" },
        "slot-ms": { type: "string" },
        "lamports-per-byte": { type: "string" },
        help: { type: "boolean" },
      },
    });
    if (values.help) return null;
    const port = integer("port", values.port, 65_535);
    const wsPort = integer("ws-port", values["ws-port"], 65_535);
    const slotMs = integer("slot-ms", values["slot-ms"], 3_600_000);
    const lamportsPerByte = integer("lamports-per-byte", values["lamports-per-byte"], MAX_LAMPORTS_PER_BYTE);
    return {
      ...(port === undefined ? {} : { port }),
      ...(wsPort === undefined ? {} : { wsPort }),
      ...(slotMs === undefined ? {} : { slotMs }),
      ...(lamportsPerByte === undefined ? {} : { lamportsPerByte }),
    };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

async function main(): Promise<void> {
  const given = options();
  if (given === null) {
    console.log(USAGE);
    return;
  }
  const localnet = await startLocalnet(given);
  localnet.chain.events.on("dropped", (signature, reason) => {
    console.error(`dropped ${signature}: ${JSON.stringify(reason)}`);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void localnet.close());
  console.log(`${localnet.rpcUrl} ${localnet.wsUrl}`);
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
