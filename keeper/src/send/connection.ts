/** What a keeper asks of a node beyond a connection. */
import { connect, placeOf } from "@profit-share/sdk";
import { type Connection, SolanaJSONRPCError, SolanaJSONRPCErrorCode } from "@solana/web3.js";
import type { KeeperSettings } from "../config/config";
import { type Clock, systemClock } from "../time/clock";
import { Endpoints } from "./endpoints";
import type { Fetch } from "./node";

/** A slot takes 200 ms; nodes behind one address are seldom more than a few apart. */
const WAIT_MS = 200;
const MAX_WAITS = 30;
const { JSON_RPC_SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED: MIN_CONTEXT_SLOT_NOT_REACHED } = SolanaJSONRPCErrorCode;

/**
 * A connection over all endpoints that the settings name, beneath which they take each other's place.
 * @param fetch instead of the global one
 */
export function openConnection(
  { rpcUrl, requestsPerSecond, rpcUrls, sendUrls }: RpcSettings,
  { clock, fetch }: { clock: Clock; fetch?: Fetch | undefined },
): { connection: Connection; endpoints: Endpoints } {
  const reading = [{ url: rpcUrl, requestsPerSecond }, ...rpcUrls];
  const endpoints = new Endpoints({ reading, sending: sendUrls, clock, ...(fetch && { fetch }) });
  // Only the place: web3.js shows it to whoever asks, and the endpoints know their addresses.
  return { connection: connect(placeOf(rpcUrl), { fetch: endpoints.fetch }), endpoints };
}

type RpcSettings = Pick<KeeperSettings, "rpcUrl" | "requestsPerSecond" | "rpcUrls" | "sendUrls">;

/** Where the node's notifications are: as configured, else by the custom of Solana's nodes. */
export function webSocketUrl({ rpcUrl, wsUrl }: Pick<KeeperSettings, "rpcUrl" | "wsUrl">): string {
  if (wsUrl !== null) return wsUrl;
  const url = new URL(rpcUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  // A node that is reached by its port has them at the port above; behind a proxy they are at the same address.
  if (url.port !== "") url.port = String(Number(url.port) + 1);
  return url.toString();
}

/**
 * Asks again while the node is behind the slot that the request names.
 * @throws Error what the node says, and if it does not catch up within some seconds
 */
export async function whenCaughtUp<T>(request: () => Promise<T>, clock: Clock = systemClock): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await request();
    } catch (error) {
      const behind = error instanceof SolanaJSONRPCError && error.code === MIN_CONTEXT_SLOT_NOT_REACHED;
      if (!behind || waits === MAX_WAITS) throw error;
      await clock.sleep(WAIT_MS);
    }
  }
}
