/** Does what was typed, from its input to what is shown. Loaded only when a command runs: the SDK behind it takes a while. */
import { connect, ProfitShareClient } from "@profit-share/sdk";
import { describeFailure } from "./failure";
import { type Cluster, chooseCluster } from "./input/cluster";
import { type Environment, readSolanaConfig } from "./input/solana-config";
import type { Io } from "./io";
import type { Outcome } from "./outcome";
import type { Context } from "./starting/context";
import { MIGRATING } from "./starting/migrating";
import { MONEY } from "./starting/money";
import { READING } from "./starting/reading";
import type { Starters } from "./starting/starters";
import { SUBSCRIBING } from "./starting/subscribing";
import { toJson } from "./text/json";
import type { CommandName, Typed } from "./typing/inputs";

/** @returns the exit code; a failure has been told by then */
export async function perform(typed: Typed, env: Environment, io: Io): Promise<number> {
  let cluster: Cluster | null = null;
  const { url, config: file, timeout, json: asJson } = typed.input;
  try {
    const config = readSolanaConfig(file, env);
    cluster = chooseCluster(url, env, config);
    const onBusy = (waitMs: number) =>
      io.err(`The node is asked too often; trying again in ${Math.ceil(waitMs / 1_000)} s`);
    const connection = connect(cluster.url, {
      timeoutMs: timeout * 1_000,
      onBusy,
      ...("rate" in typed.input ? { perSecond: typed.input.rate } : {}),
    });
    const { text, json, exitCode } = await start(typed, { client: new ProfitShareClient(connection), config, io });
    if (!asJson) io.out(text);
    else if (json !== undefined) io.out(toJson(json));
    return exitCode;
  } catch (error) {
    const { message, exitCode } = describeFailure(error, ACTIONS[typed.command], cluster);
    io.err(`error: ${message}`);
    return exitCode;
  }
}

const STARTERS: Starters<CommandName> = { ...READING, ...MONEY, ...SUBSCRIBING, ...MIGRATING };

const start = <Name extends CommandName>({ command, input }: Typed<Name>, context: Context): Promise<Outcome> =>
  STARTERS[command](input, context);

/** What a command does, after "refused to". */
const ACTIONS: Readonly<Record<CommandName, string>> = {
  terms: "show the terms",
  history: "show the history",
  report: "make the report",
  reconcile: "reconcile",
  list: "list",
  "bot list": "list the bots",
  "bot show": "show the bot",
  vault: "show the vault",
  earnings: "show the earnings",
  verify: "verify",
  receipt: "make the receipt",
  "verify-program": "verify the program",
  watch: "watch",
  claim: "claim",
  withdraw: "withdraw",
  deposit: "deposit",
  cap: "set the cap",
  settle: "settle",
  sync: "sync",
  payout: "pay out",
  waive: "waive",
  unsubscribe: "unsubscribe",
  close: "close the subscription",
  deploy: "deploy",
  migrate: "migrate",
  "subscribe prepare": "subscribe",
  "subscribe sign": "subscribe",
  "subscribe cosign": "subscribe",
  "bot publish": "publish the bot",
  "bot terms": "change the terms",
  "bot payout": "change the payouts",
  "bot open": "open the bot",
  "bot close": "close the bot",
  "bot transfer": "transfer the bot",
  "bot accept": "accept the bot",
  "keeper register": "register the keeper",
  "keeper rotate": "rotate the signer",
  "keeper transfer": "transfer the keeper",
  "keeper accept": "accept the keeper",
};
