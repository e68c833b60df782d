import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebSocketServer } from "ws";
import { Chain } from "./chain/chain";
import { MAX_LAMPORTS_PER_BYTE } from "./chain/rent";
import type { RequestListener } from "./rpc/answer";
import { createHttpServer } from "./rpc/http";
import { createWebSocketServer } from "./rpc/websocket";

/** Only this machine may reach the chain: its own methods write any account. */
const HOST = "127.0.0.1";
const FREE_PORT_ATTEMPTS = 20;
const GOODBYE_MS = 500;

export interface LocalnetOptions {
  /** HTTP port; 0 takes a free one. Default 8899. */
  port?: number;
  /** WebSocket port. Default: the HTTP port + 1, where web3.js' `Connection` looks for it. */
  wsPort?: number;
  /** Milliseconds per slot; 0: every submitted transaction closes its slot. Default 200, as on mainnet in November 2026. */
  slotMs?: number;
  /** Lamports that keep one byte of an account alive. Default 5,080, as on mainnet in November 2026. */
  lamportsPerByte?: number;
  /** Where the chain's time starts, unix seconds; it runs on from there. Default: now. */
  clock?: number;
  /** Programs to deploy, as ELF bytes by address. */
  programs?: Readonly<Record<string, Uint8Array>>;
  /** Told of each JSON-RPC request over HTTP before it is answered, with its parameters as they came. */
  onRequest?: RequestListener;
}

export interface Localnet {
  rpcUrl: string;
  wsUrl: string;
  chain: Chain;
  /** Ends every connection, both servers, the slot timer and all listeners of the chain. */
  close(): Promise<void>;
}

/** Starts a chain behind JSON-RPC and WebSocket. Throws if a port is taken or a program cannot be loaded. */
export async function startLocalnet(options: LocalnetOptions = {}): Promise<Localnet> {
  const slotMs = options.slotMs ?? 200;
  if (!Number.isInteger(slotMs) || slotMs < 0) throw new RangeError(`slotMs must be an integer from 0, not ${slotMs}`);
  const { lamportsPerByte } = options;
  if (lamportsPerByte !== undefined && !isRent(lamportsPerByte)) {
    throw new RangeError(
      `lamportsPerByte must be an integer from 0 to ${MAX_LAMPORTS_PER_BYTE}, not ${lamportsPerByte}`,
    );
  }
  const chain = new Chain({
    slotPerTransaction: slotMs === 0,
    ...(options.clock === undefined ? {} : { startTime: options.clock }),
    ...(lamportsPerByte === undefined ? {} : { lamportsPerByte }),
  });
  for (const [address, elf] of Object.entries(options.programs ?? {})) chain.loadProgram(address, elf);
  const { http, ws } = await listen(chain, options);
  const timer = slotMs === 0 ? null : setInterval(() => chain.advanceSlots(), slotMs);
  const stop = async () => {
    if (timer !== null) clearInterval(timer);
    await Promise.all([closeHttp(http), closeWebSocket(ws)]);
    chain.events.removeAllListeners();
    chain.changes.removeAllListeners();
  };
  let stopped: Promise<void> | undefined;
  return {
    rpcUrl: `http://${HOST}:${portOf(http)}`,
    wsUrl: `ws://${HOST}:${portOf(ws)}`,
    chain,
    close() {
      stopped ??= stop();
      return stopped;
    },
  };
}

const isRent = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= MAX_LAMPORTS_PER_BYTE;

/** Both servers. With a free HTTP port the one above it may be taken by somebody: then another pair is tried. */
async function listen(
  chain: Chain,
  { port = 8899, wsPort, onRequest }: LocalnetOptions,
): Promise<{ http: Server; ws: WebSocketServer }> {
  for (let attempt = 1; ; attempt += 1) {
    const http = createHttpServer(chain, onRequest);
    http.listen(port, HOST);
    await once(http, "listening");
    const ws = createWebSocketServer(chain, HOST, wsPort ?? portOf(http) + 1);
    try {
      await once(ws, "listening");
      return { http, ws };
    } catch (error) {
      await closeHttp(http);
      if (port !== 0 || wsPort !== undefined || attempt === FREE_PORT_ATTEMPTS) throw error;
    }
  }
}

function portOf(server: Server | WebSocketServer): number {
  return (server.address() as AddressInfo).port;
}

async function closeHttp(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Says goodbye properly, because clients reconnect in a tight loop after a cut; who does not answer is cut off. */
async function closeWebSocket(server: WebSocketServer): Promise<void> {
  const closed = once(server, "close");
  for (const client of server.clients) client.close(1000, "the chain has stopped");
  const cut = setTimeout(() => {
    for (const client of server.clients) client.terminate();
  }, GOODBYE_MS);
  server.close();
  await closed;
  clearTimeout(cut);
}
