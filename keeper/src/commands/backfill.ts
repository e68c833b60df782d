/** `backfill`: says how far it is, what it has read, and what it could not get. */
import type { PublicKey } from "@solana/web3.js";
import { type BackfillReport, backfill } from "../process/backfill";
import type { KeeperOptions } from "../process/keeper";

/** @returns what is to be printed, and whether something is missing */
export async function runBackfill(
  options: KeeperOptions,
  only: PublicKey | null,
  json: boolean,
): Promise<{ text: string; missing: boolean }> {
  const { isTTY } = process.stderr;
  const report = await backfill(options, only, (done, of) => {
    if (isTTY) process.stderr.write(`\r${done} of ${of} subscriptions${done === of ? "\n" : ""}`);
  });
  return { text: json ? JSON.stringify(report) : inWords(report), missing: report.missing.length > 0 };
}

function inWords({ subscriptions, verified, settlements, missing }: BackfillReport): string {
  return [
    `${subscriptions} subscriptions, ${verified} of them verified, which have no closes.`,
    `${settlements} settlements were read from the chain's history.`,
    ...(missing.length === 0 ? ["Nothing is missing."] : [`Of ${missing.length} not all could be got:`]),
    ...missing.map(({ subscription, reason }) => `  ${subscription}: ${reason}`),
  ].join("\n");
}
