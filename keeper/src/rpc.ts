/** The connection to a node, as a keeper uses it. */
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@solana/web3.js";
import type { KeeperSettings } from "./config";

/** A node that never answers must not hold up a subscription for good. */
const TIMEOUT_MS = 30_000;
/** Waits before a request is sent again that did not get through: a kept-alive socket that the node has closed, a restart. */
const RETRY_MS = [50, 250];

export function connect({ rpcUrl }: Pick<KeeperSettings, "rpcUrl">): Connection {
  return new Connection(rpcUrl, { commitment: "confirmed", fetch: patientFetch });
}

/** Where the node's notifications are: as configured, else by the custom of Solana's nodes. */
export function webSocketUrl({ rpcUrl, wsUrl }: Pick<KeeperSettings, "rpcUrl" | "wsUrl">): string {
  if (wsUrl !== null) return wsUrl;
  const url = new URL(rpcUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  // A node that is reached by its port has them at the port above; behind a proxy they are at the same address.
  if (url.port !== "") url.port = String(Number(url.port) + 1);
  return url.toString();
}

/** Every request may be sent twice: readings change nothing, and a node takes the same transaction once. */
const patientFetch: typeof fetch = async (url, init) => {
  const attempt = () => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  for (const wait of RETRY_MS) {
    try {
      return await attempt();
    } catch (error) {
      // What `fetch` throws when the connection failed; a timeout is another error.
      if (!(error instanceof TypeError)) throw error;
      await sleep(wait);
    }
  }
  return attempt();
};
