/** What an operator has to mend, in sentences. */
import { formatDollars } from "@profit-share/sdk";
import type { Problem } from "../notify/alerting";
import type { SetAside } from "./set-aside";
import type { KeeperStatus } from "./status";

/** The loop comes round every second or so; one that does not for so long hangs. */
export const HANGS_MS = 30_000;
/** 0.05 SOL: some 10,000 transactions. */
export const LOW_LAMPORTS = 50_000_000n;
/** What takes so long is late, whatever the fleet's size. */
const LATE_MS = 600_000;

/** What keeps the keeper from its work. */
export function problemsOf({ loopMs, signer, lamports, lag, setAside, feed }: KeeperStatus): Problem[] {
  const problems: Problem[] = [];
  const add = (kind: string, sentence: string) => problems.push({ kind, sentence });
  if (loopMs === null || loopMs > HANGS_MS) add("loop", "The loop does not come round: restart the keeper");
  if (lamports === null) add("node", "No node says what the payer has: check rpcUrl");
  else if (lamports < LOW_LAMPORTS) add("sol", `The payer ${signer} has ${lamports} lamports: send it more SOL`);
  if (lag.neverLookedAt > 0) add("unseen", `${lag.neverLookedAt} subscriptions were not looked at yet`);
  const stopped = setAside.filter(({ cause }) => cause === "venue");
  const failing = setAside.filter(({ cause }) => cause !== "venue");
  if (failing.length > 0) add("failures", `Something failed with ${failing.length} subscriptions. ${firstOf(failing)}`);
  if (stopped.length > 0)
    add("venue", `The venue has stopped for ${stopped.length} subscriptions. ${firstOf(stopped)}`);
  if (feed !== null && !feed.connected) add("feed", "Notifications do not come: changes are found by polls only");
  return problems;
}

/** The same, and what operators want to know although the keeper works. */
export function alertsOf(status: KeeperStatus): Problem[] {
  const { lag, closes, debts } = status;
  const problems = problemsOf(status);
  const add = (kind: string, sentence: string) => problems.push({ kind, sentence });
  if (lag.oldestMs > LATE_MS) {
    add("lag", `The last look at a subscription is ${minutes(lag.oldestMs)} old: the node is too slow for the fleet`);
  }
  if (closes.oldestMs !== null && closes.oldestMs > LATE_MS) {
    const waits = closes.waiting === 1 ? "A close waits" : `${closes.waiting} closes wait`;
    add("closes", `${waits} to be settled, the oldest for ${minutes(closes.oldestMs)}: ask explain why`);
  }
  if (debts.subscriptions > 0) {
    const owing = debts.subscriptions === 1 ? "A subscription owes" : `${debts.subscriptions} subscriptions owe`;
    add("debts", `${owing} creators ${formatDollars(debts.owed)}: agents or venue accounts have too little`);
  }
  return problems;
}

const firstOf = ([first]: readonly SetAside[]): string => `The first is ${first!.subscription}: ${first!.reason}`;

const minutes = (ms: number): string => `${Math.floor(ms / 60_000)} minutes`;
