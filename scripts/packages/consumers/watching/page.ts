/** A subscription that changes on a chain, listed and watched by a page over the browser's own WebSocket. */
import { connect, ProfitShareReader } from "@profit-share/sdk";
import { listSubscriptions } from "@profit-share/sdk/listing";
import { watchSubscriptions } from "@profit-share/sdk/watching";

/** Then it has been told of changes, not only of how it was at first. */
const ENOUGH = 3;

async function main(): Promise<string> {
  if ("Buffer" in globalThis || "process" in globalThis) throw new Error("The page has globals of Node");
  const reader = new ProfitShareReader(connect(new URLSearchParams(location.search).get("rpc")!));
  const addresses = [];
  for await (const page of listSubscriptions(reader)) addresses.push(...page.map(({ address }) => address));
  const balances = new Set<bigint>();
  return new Promise((told, failed) => {
    const watch = watchSubscriptions(reader, addresses, {
      // What is seen beyond the first is a notification's.
      pollMs: 3_600_000,
      onChange({ subscription }) {
        balances.add(subscription!.balance);
        if (balances.size < ENOUGH) return;
        told(`${addresses.length} ${balances.size} ${watch.isNotified()}`);
        watch.stop();
      },
      onTrouble: failed,
    });
  });
}

void main()
  .catch(String)
  .then((text) => {
    document.body.dataset.result = text;
  });
