/** A connection to a node that may be slow, overloaded or no node at all: it waits a bounded time and says what is wrong. */
import { type Connection, type Finality, SolanaJSONRPCError } from "@solana/web3.js";
import { NodeFailure } from "../failures";
import { NodeConnection } from "./node-connection";

/** What an answer is waited for, in milliseconds. */
const TIMEOUT_MS = 30_000;
/** Waits before a request is sent again that did not get through: a kept-alive socket that the node has closed, a restart. */
const UNREACHED_MS = [50, 250];
/** Waits before a request is sent again to a node that is asked too often, where it does not say how long. */
const BUSY_MS = [500, 1_000, 2_000];

export interface ConnectOptions {
  /** Of what is read; "confirmed" if left out. */
  commitment?: Finality;
  /** The WebSocket, where it is not at the port above. */
  wsUrl?: string;
  /** Milliseconds that one request may take, 30,000 if left out; the waits for a node that is asked too often count. */
  timeoutMs?: number;
  /** Requests that begin in a second at most; left out, as many as are asked for. */
  perSecond?: number;
  /** Told before each such wait. */
  onBusy?: (waitMs: number) => void;
  /** Answers the requests instead: then the limits above are its own matter, and what it throws is thrown. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * A connection whose every fault of the node is a `NodeFailure`: no answer in time, a refusal (403, 429), a fault of its own
 * (500), or an answer that is none (a web page). A node that is asked too often is asked again three times, if the time allows.
 * @param url JSON-RPC, http or https
 */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const { commitment = "confirmed", wsUrl, timeoutMs = TIMEOUT_MS, onBusy = () => undefined } = options;
  const { fetch: answered = (input, init) => ask(input, init, timeoutMs, onBusy), perSecond } = options;
  const fetch = perSecond === undefined ? answered : paced(answered, perSecond);
  return new NodeConnection(url, {
    commitment,
    ...(wsUrl === undefined ? {} : { wsEndpoint: wsUrl }),
    // web3.js would wait in silence, for longer and longer.
    disableRetryOnRateLimit: true,
    fetch: (input, init) => fetch(input as string, init as RequestInit),
  });
}

/** Each begins so long after the one before it that no more than so many begin in a second. */
function paced(fetch: NonNullable<ConnectOptions["fetch"]>, perSecond: number): typeof fetch {
  let next = performance.now();
  return async (url, init) => {
    const now = performance.now();
    const begin = Math.max(now, next);
    next = begin + 1_000 / perSecond;
    if (begin > now) await pause(begin - now);
    return fetch(url, init);
  };
}

/** Whether the node is to blame, not who asked: another node may answer. */
export function isNodeFailure(error: unknown): boolean {
  return error instanceof NodeFailure || error instanceof SolanaJSONRPCError || isMisshapen(error);
}

/** What web3.js throws where a result is not what the method gives. It does not export the class. */
export const isMisshapen = (error: unknown): error is TypeError => error instanceof TypeError && "failures" in error;

async function ask(
  url: string,
  init: RequestInit,
  timeoutMs: number,
  onBusy: (waitMs: number) => void,
): Promise<Response> {
  const place = placeOf(url);
  const until = Date.now() + timeoutMs;
  for (let attempt = 0; ; attempt += 1) {
    const response = await answer(url, init, { until, timeoutMs, place });
    const { status } = response;
    const usual = BUSY_MS[attempt];
    const waitMs = status === 429 && usual !== undefined ? busyMs(response, usual) : null;
    if (waitMs !== null && Date.now() + waitMs < until) {
      onBusy(waitMs);
      await pause(waitMs);
      continue;
    }
    if (!response.ok) throw new NodeFailure(`The node ${place} ${refusal(status)}`, { status });
    if (!(await isJsonRpc(response.clone()))) {
      const what = response.headers.get("content-type")?.includes("html")
        ? "a web page"
        : "something else than JSON-RPC";
      throw new NodeFailure(`${place} answers with ${what}: it is no Solana node`);
    }
    return response;
  }
}

/** The whole answer: its body counts against the time, too. */
async function answer(
  url: string,
  init: RequestInit,
  { until, timeoutMs, place }: { until: number; timeoutMs: number; place: string },
): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(Math.max(0, until - Date.now()));
      const response = await fetch(url, { ...init, signal });
      const { status, statusText, headers } = response;
      return new Response(await response.arrayBuffer(), { status, statusText, headers });
    } catch (cause) {
      const late = cause instanceof DOMException && cause.name === "TimeoutError";
      if (late) throw new NodeFailure(`The node ${place} did not answer within ${timeoutMs / 1_000} s`, { cause });
      const wait = UNREACHED_MS[attempt];
      if (wait === undefined) throw new NodeFailure(`The node ${place} cannot be reached`, { cause });
      await pause(wait);
    }
  }
}

/** Whether it is an answer, or a list of answers; web3.js would throw what its parser thinks of anything else. */
async function isJsonRpc(response: Response): Promise<boolean> {
  const content: unknown = await response.json().catch(() => null);
  const answers: readonly unknown[] = Array.isArray(content) ? content : [content];
  return answers.every(
    (one) => typeof one === "object" && one !== null && "jsonrpc" in one && ("result" in one || "error" in one),
  );
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

function refusal(status: number): string {
  if (status === 401 || status === 403) return `refuses this client (${status}): it wants a key, or does not serve you`;
  if (status === 429) return "is asked too often (429): wait a while";
  if (status >= 500) return `has a fault of its own (${status})`;
  return `does not take the request (${status}): its address may be wrong`;
}

/** What the node asks for, in seconds, or what is usual. */
function busyMs(response: Response, usual: number): number {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : usual;
}

/** The node's address without what may be secret in it: path, query and user. */
export function placeOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
