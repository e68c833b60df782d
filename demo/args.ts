/** The command line of the demo. */
import { parseArgs } from "node:util";
import { UsageError } from "./errors";

export const USAGE = `usage: npm start -- [options]

  --once              exit when the story is over (default: stay up for experiments)
  --json              print the totals in base units as the last line
  --port N            JSON-RPC port, 1 to 65534; WebSocket is the port above (default 8899)
  --venue-user FILE   a Drift account as \`solana account ADDRESS --output json\` writes it takes part; repeatable
  --help              this text`;

export interface Args {
  once: boolean;
  json: boolean;
  help: boolean;
  port: number;
  /** Files of real venue accounts, in the order given. */
  venueUsers: string[];
}

const DEFAULT_PORT = 8899;

/** @throws UsageError naming the option that is wrong */
export function parseDemoArgs(argv: readonly string[]): Args {
  const { values } = parse(argv);
  return {
    once: values.once ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
    port: values.port === undefined ? DEFAULT_PORT : port(values.port),
    venueUsers: values["venue-user"] ?? [],
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        once: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean" },
        port: { type: "string" },
        "venue-user": { type: "string", multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function port(text: string): number {
  const value = Number(text);
  // The WebSocket server takes the port above.
  if (/^\d+$/.test(text) && value >= 1 && value <= 65_534) return value;
  throw new UsageError(`--port has to be a whole number from 1 to 65534, not "${text}"`);
}
