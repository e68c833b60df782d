/** What a failure means: words for a person, an exit code for a script. */
import {
  HistoryUnavailable,
  InvalidInput,
  isNodeFailure,
  NodeFailure,
  NotFound,
  WrongAccount,
} from "@profit-share/sdk";
import { FateUnknown, Refused } from "@profit-share/sdk/sending";
import { SolanaJSONRPCError } from "@solana/web3.js";
import { EXIT } from "./exit-codes";
import { type Cluster, placeOf } from "./input/cluster";
import { SourceFailure } from "./reconcile/failure";

export interface Failure {
  /** Lines. */
  message: string;
  exitCode: number;
}

/**
 * @param action what was to be done, as an infinitive
 * @param cluster null if it failed before one was chosen
 */
export function describeFailure(error: unknown, action: string, cluster: Cluster | null): Failure {
  // What was typed is wrong whatever the cluster.
  if (error instanceof InvalidInput) return { message: printable(error.message), exitCode: EXIT.badInput };

  // Neither: the node has nothing to do with it.
  if (error instanceof SourceFailure) return { message: printable(error.message), exitCode: EXIT.nodeFailure };

  const exitCode = exitCodeOf(error);
  // What may have landed has to be looked up before anything is tried again.
  const advised = exitCode === EXIT.nodeFailure && !(error instanceof FateUnknown);
  const lines = [
    printable(wordsOf(error, action, cluster)),
    cluster === null || cluster.chosenBy === null ? null : `cluster: ${placeOf(cluster)} (${cluster.chosenBy})`,
    advised ? "Try again, or pass another node with --url" : null,
  ];
  return { message: lines.filter((line) => line !== null).join("\n"), exitCode };
}

function exitCodeOf(error: unknown): number {
  if (error instanceof NotFound || error instanceof WrongAccount) return EXIT.badInput;
  return isNodeFailure(error) || error instanceof HistoryUnavailable ? EXIT.nodeFailure : EXIT.refused;
}

function wordsOf(error: unknown, action: string, cluster: Cluster | null): string {
  if (error instanceof Refused) {
    const { name, message, code } = error.explanation;
    return `The chain refused to ${action}. ${message} (${code === null ? name : `${name}, ${code}`})`;
  }
  const node = cluster === null ? "The node" : `The node ${placeOf(cluster)}`;
  if (error instanceof SolanaJSONRPCError) {
    const code = Number(error.code);
    return `${node} ${JSON_RPC_WORDS[code] ?? "answers with an error"} (${code}): ${error.message}`;
  }
  if (isNodeFailure(error) && !(error instanceof NodeFailure)) {
    return `${node} answers something that this program does not understand: it may be of another version, or no Solana node`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** By JSON-RPC's codes and Solana's own. */
const JSON_RPC_WORDS: Readonly<Record<number, string>> = {
  [-32004]: "does not have the block yet",
  [-32005]: "is behind the cluster, or asked too often",
  [-32010]: "keeps no index of this program's accounts",
  [-32011]: "keeps no history of transactions",
  [-32016]: "is behind the cluster",
  [-32601]: "does not offer what is asked",
  [-32603]: "has a fault of its own",
};

const LONGEST = 600;

/** On one line of a terminal whatever a node has put into it, and not endless. */
export function printable(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
