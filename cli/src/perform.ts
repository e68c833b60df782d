/** Does what was typed, from its input to what is shown. Loaded only when a command runs: the SDK behind it takes a while. */
import { connect, ProfitShareClient, parseDollars } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { claim } from "./commands/claim";
import { history } from "./commands/history";
import type { Outcome } from "./commands/outcome";
import { terms } from "./commands/terms/terms";
import { withdraw } from "./commands/withdraw";
import { describeFailure } from "./failure";
import { parseAddress, parseInstance, readFile } from "./input/arguments";
import { type Cluster, chooseCluster } from "./input/cluster";
import { readKeyFile } from "./input/key-file";
import { type Environment, readSolanaConfig, type SolanaConfig } from "./input/solana-config";
import { toJson } from "./text/json";

/** Where text goes: lines for the user, lines about errors. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

/** What every command takes, as it was typed. */
interface Common {
  subscription: string;
  url?: string;
  config?: string;
  /** Seconds. */
  timeout: number;
  json?: true;
}

interface Reading extends Common {
  instance?: string;
}

interface Transfer extends Common {
  amount?: string;
  keypair?: string;
  to?: string;
}

/** A command as it was typed. */
export type Typed =
  | (Reading & { command: "terms"; text?: string })
  | (Reading & { command: "history" })
  | (Transfer & { command: "claim" })
  | (Transfer & { command: "withdraw" });

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
};

/** Reads the rest of the input and starts the command. */
function start(typed: Typed, client: ProfitShareClient, config: SolanaConfig | null): Promise<Outcome> {
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

/** How much, in base units, and where to; null is all, and the signer's own account. */
function moved({ amount, to }: Transfer): { amount: bigint | null; to: PublicKey | null } {
  return {
    amount: amount === undefined ? null : parseDollars(amount),
    to: to === undefined ? null : parseAddress("--to address", to),
  };
}
