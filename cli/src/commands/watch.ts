/** `watch`: a line for each change of subscriptions, as long as one of them exists. */
import { claimable, formatDollars, owed, type ProfitShareClient } from "@profit-share/sdk";
import { type Watched, watchSubscriptions } from "@profit-share/sdk/watching";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { Io } from "../io";
import type { Outcome } from "../outcome";
import { plain } from "../text/json";

/** @param options.everyMs milliseconds between two looks @param options.json a line of JSON for each change @throws WrongAccount */
export async function watch(
  client: ProfitShareClient,
  addresses: readonly PublicKey[],
  { everyMs, json, io }: { everyMs: number; json: boolean; io: Io },
): Promise<Outcome> {
  for (const address of addresses) await client.subscriptionIfAny(address);
  const living = new Set(addresses.map((address) => address.toBase58()));
  return new Promise((ended) => {
    const finish = (text: string) => {
      watching.stop();
      ended({ text, json: undefined, exitCode: EXIT.done });
    };
    const onChange = (watched: Watched) => {
      io.out(json ? JSON.stringify(plain(watched)) : lineOf(watched));
      if (watched.subscription !== null) return;
      living.delete(watched.address.toBase58());
      if (living.size === 0) queueMicrotask(() => finish("All of them are closed, or never were there."));
    };
    const onTrouble = (error: unknown) => io.err(error instanceof Error ? error.message : String(error));
    const watching = watchSubscriptions(client, addresses, { onChange, onTrouble, pollMs: everyMs });
    io.onInterrupt(() => finish("Stopped."));
  });
}

function lineOf({ address, subscription, slot }: Watched): string {
  const where = `slot ${slot}  ${address.toBase58()}`;
  if (subscription === null) return `${where}  closed: there is no subscription`;
  const { state, sequence, balance, accrued, last } = subscription;
  return (
    `${where}  ${state}, ${sequence} settlements, realized PnL ${formatDollars(last)}, balance ${formatDollars(balance)}, ` +
    `share ${formatDollars(accrued)}, claimable ${formatDollars(claimable(subscription))}, owed ${formatDollars(owed(subscription))}`
  );
}
