/** Does what was typed, from its input to what is shown. Loaded only when a command runs: the SDK behind it takes a while. */
import { connect, InvalidInput, ProfitShareClient, parseDollars } from "@profit-share/sdk";
import { Prices, type TaxOptions, Zone } from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { claim } from "./commands/claim";
import { history } from "./commands/history";
import type { Outcome } from "./commands/outcome";
import { type ReportOptions, report } from "./commands/report";
import { terms } from "./commands/terms/terms";
import { withdraw } from "./commands/withdraw";
import { describeFailure } from "./failure";
import { parseAddress, parseInstance, parseYear, readFile } from "./input/arguments";
import { type Cluster, chooseCluster } from "./input/cluster";
import { readKeyFile } from "./input/key-file";
import { type Environment, readSolanaConfig, type SolanaConfig } from "./input/solana-config";
import type { Role } from "./report/gather";
import { toJson } from "./text/json";

/** Where text goes: lines for the user, lines about errors. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

/** What every command takes, as it was typed. */
interface Common {
  url?: string;
  config?: string;
  /** Seconds. */
  timeout: number;
  json?: true;
}

interface OnSubscription extends Common {
  subscription: string;
}

interface Reading extends OnSubscription {
  instance?: string;
}

interface Transfer extends OnSubscription {
  amount?: string;
  keypair?: string;
  to?: string;
}

interface TaxInput {
  tax?: true;
  prices?: string;
  currency?: string;
  basis: TaxOptions["basis"];
  earlierPrice?: true;
}

interface Report extends Common, TaxInput {
  address: string;
  role: Role;
  year: string;
  timeZone: string;
  csv?: true;
}

/** A command as it was typed. */
export type Typed =
  | (Reading & { command: "terms"; text?: string })
  | (Reading & { command: "history" })
  | (Transfer & { command: "claim" })
  | (Transfer & { command: "withdraw" })
  | (Report & { command: "report" });

/** @returns the exit code; a failure has been told by then */
export async function perform(typed: Typed, env: Environment, io: Io): Promise<number> {
  let cluster: Cluster | null = null;
  try {
    const config = readSolanaConfig(typed.config, env);
    cluster = chooseCluster(typed.url, env, config);
    const onBusy = (waitMs: number) =>
      io.err(`The node is asked too often; trying again in ${Math.ceil(waitMs / 1_000)} s`);
    const connection = connect(cluster.url, { timeoutMs: typed.timeout * 1_000, onBusy });
    const { text, json, exitCode } = await start(typed, new ProfitShareClient(connection), config);
    io.out(typed.json ? toJson(json) : text);
    return exitCode;
  } catch (error) {
    const { message, exitCode } = describeFailure(error, ACTIONS[typed.command], cluster);
    io.err(`error: ${message}`);
    return exitCode;
  }
}

/** What a command does, after "refused to". */
const ACTIONS: Readonly<Record<Typed["command"], string>> = {
  terms: "show the terms",
  history: "show the history",
  claim: "claim",
  withdraw: "withdraw",
  report: "make the report",
};

/** Reads the rest of the input and starts the command. */
function start(typed: Typed, client: ProfitShareClient, config: SolanaConfig | null): Promise<Outcome> {
  if (typed.command === "report") return startReport(typed, client);
  const subscription = parseAddress("subscription", typed.subscription);
  switch (typed.command) {
    case "terms": {
      const text = typed.text === undefined ? {} : { text: readFile("legal text", typed.text) };
      return terms(client, subscription, { ...text, instance: parseInstance(typed.instance) });
    }
    case "history":
      return history(client, subscription, { instance: parseInstance(typed.instance) });
    case "claim": {
      const owner = readKeyFile(typed.keypair, config, "bot's owner");
      return claim(client, subscription, { owner, ...moved(typed) });
    }
    case "withdraw": {
      const subscriber = readKeyFile(typed.keypair, config, "subscriber");
      return withdraw(client, subscription, { subscriber, ...moved(typed) });
    }
  }
}

function startReport(
  { address, role, year, timeZone, csv, ...tax }: Report,
  client: ProfitShareClient,
): Promise<Outcome> {
  return report(client, parseAddress("address", address), {
    role,
    year: parseYear(year),
    zone: new Zone(timeZone),
    csv: csv === true,
    tax: taxed(tax),
  });
}

/** What values tokens in a currency; null if nothing does. */
function taxed({ tax, prices, currency, basis, earlierPrice }: TaxInput): ReportOptions["tax"] {
  const earlier = earlierPrice === true;
  if (tax === undefined) {
    if (prices === undefined && currency === undefined && !earlier) return null;
    throw new InvalidInput("--prices, --currency and --earlier-price are for values in a currency: pass --tax, too");
  }
  if (prices === undefined || currency === undefined) {
    throw new InvalidInput("--tax values tokens in a currency: pass --prices FILE and --currency, like EUR");
  }
  const file = new TextDecoder().decode(readFile("price file", prices));
  return { basis, prices: Prices.parse(file, currency), missing: earlier ? "nearest_earlier" : "error" };
}

/** How much, in base units, and where to; null is all, and the signer's own account. */
function moved({ amount, to }: Transfer): { amount: bigint | null; to: PublicKey | null } {
  return {
    amount: amount === undefined ? null : parseDollars(amount),
    to: to === undefined ? null : parseAddress("--to address", to),
  };
}
