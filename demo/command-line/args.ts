/** The command line of the demo. */
import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

export const USAGE = `usage: npm start -- [options]

  --once              end when the story is over (otherwise the chain stays up for your experiments)
  --json              print the totals in base units as the last line
  --wide              print whole signatures (otherwise every line fits 120 columns)
  --port N            JSON-RPC port, 1 to 65532; WebSocket, web app and index take
                      the three above (default 8899)
  --venue-user FILE   let a real Drift account take part, from what \`solana account ADDRESS --output json\`
                      wrote; can be repeated
  --help              print this text`;

export interface Args {
  once: boolean;
  json: boolean;
  help: boolean;
  /** Whole signatures, and lines as long as they get. */
  wide: boolean;
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
    wide: values.wide ?? false,
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
        wide: { type: "boolean" },
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
  // WebSocket, web app and index take the three above.
  if (/^\d+$/.test(text) && value >= 1 && value <= 65_532) return value;
  throw new UsageError(`--port has to be a whole number from 1 to 65532, not "${text}"`);
}
