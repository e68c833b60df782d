/** One JSON-RPC endpoint: its rate, its faults, and how long it is left alone after them. */
import { NodeFailure, placeOf } from "@profit-share/sdk";
import type { Endpoint } from "../config/config";
import { AWAKE, type Clock } from "../time/clock";
import { TokenBucket } from "./token-bucket";

/** The wait after a first fault; each further one doubles it. */
const FIRST_REST_MS = 50;
/** The same after "too many requests" without a word on how long. */
const FIRST_BUSY_MS = 500;
const LAST_BUSY_MS = 60_000;
/** Between two looks at whether a request has found a node well again. */
const PROBE_MS = 50;
/** A longer answer is not searched for an error: those are short. */
const LONGEST_ERROR = 20_000;

/** How requests are made: `fetch`, or a stand-in for it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** An answer in JSON-RPC. */
export interface Answer {
  text: string;
  /** Of the node. */
  place: string;
  /** Of the error that it is; null if it is a result. */
  errorCode: number | null;
}

/** Why a node is left alone. */
export type Rest = "failed" | "busy";

export interface NodeOptions {
  fetch: Fetch;
  clock: Clock;
  /** Milliseconds for one answer. */
  timeoutMs: number;
  /** The longest that it is left alone after faults. */
  longestRestMs: number;
}

/** Of one method: a provider may leave one out, or have no time for it, and answer all others. */
interface Health {
  requests: number;
  failures: number;
  /** Faults in a row. */
  faults: number;
  faultAt: number;
  /** Until when it is left alone. */
  until: number;
  /** Requests on their way. */
  asked: number;
}

export class Node {
  /** Its address without what may be secret in it. */
  readonly place: string;
  private readonly health = new Map<string, Health>();
  private readonly url: string;
  private readonly authorization: Record<string, string>;
  private readonly bucket: TokenBucket;
  /** Until when it wants to be asked nothing; and how often in a row it said so. */
  private busy = { until: Number.NEGATIVE_INFINITY, times: 0 };

  constructor(
    { url, requestsPerSecond }: Endpoint,
    private readonly options: NodeOptions,
  ) {
    this.place = placeOf(url);
    const parsed = new URL(url);
    const { username, password } = parsed;
    // `fetch` refuses an address with a user in it, and quotes it.
    parsed.username = "";
    parsed.password = "";
    this.url = parsed.toString();
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.authorization = user === ":" ? {} : { authorization: `Basic ${Buffer.from(user).toString("base64")}` };
    this.bucket = new TokenBucket(requestsPerSecond, options.clock);
  }

  /** By method. */
  counts(): { method: string; requests: number; failures: number }[] {
    const all = [...this.health].map(([method, { requests, failures }]) => ({ method, requests, failures }));
    return all.filter(({ requests }) => requests > 0);
  }

  /** Milliseconds for which it is not asked this, and why; 0 if it may be. */
  resting(method: string): { ms: number; why: Rest } {
    const now = this.options.clock.now();
    const { until, faults, asked } = this.of(method);
    if (this.busy.until > now && this.busy.until >= until) return { ms: this.busy.until - now, why: "busy" };
    // After a fault one request finds out whether it is well again.
    const probe = faults > 0 && asked > 0 ? PROBE_MS : 0;
    return { ms: Math.max(0, until - now, probe), why: "failed" };
  }

  /** Milliseconds until it may be asked this; 0: now. */
  wait(method: string): number {
    return Math.max(this.resting(method).ms, this.bucket.wait());
  }

  /** Before each `ask`. */
  take(method: string): void {
    this.bucket.take();
    this.of(method).asked += 1;
  }

  /** @throws NodeFailure without its address's secrets */
  async ask(method: string, body: string): Promise<Answer> {
    const health = this.of(method);
    health.requests += 1;
    const startedAt = this.options.clock.now();
    try {
      const answer = await this.request(body);
      health.faults = 0;
      this.busy.times = 0;
      return answer;
    } catch (error) {
      health.failures += 1;
      if (error instanceof Fault) this.leaveAlone(health, startedAt);
      throw error;
    } finally {
      health.asked -= 1;
    }
  }

  private of(method: string): Health {
    const known = this.health.get(method);
    if (known !== undefined) return known;
    const never = Number.NEGATIVE_INFINITY;
    const health = { requests: 0, failures: 0, faults: 0, faultAt: never, until: never, asked: 0 };
    this.health.set(method, health);
    return health;
  }

  private async request(body: string): Promise<Answer> {
    const { status, text, retryAfter } = await this.fetch(body);
    if (status === 429) {
      this.isBusy(retryAfter);
      throw new NodeFailure(`The node ${this.place} is asked too often (429)`, { status });
    }
    if (status === 401 || status === 403 || status >= 500) {
      const why =
        status >= 500 ? "has a fault of its own" : "refuses this client: it wants a key, or does not serve it";
      throw new Fault(`The node ${this.place} ${why} (${status})`, { status });
    }
    if (status < 200 || status >= 300) {
      throw new NodeFailure(`The node ${this.place} does not take the request (${status})`, { status });
    }
    const errorCode = codeOf(text);
    if (errorCode !== undefined) return { text, place: this.place, errorCode };
    throw new Fault(`${this.place} answers with something else than JSON-RPC: it is no Solana node`);
  }

  /** The whole answer in time. A kept connection that the node has closed is tried once more at once. */
  private async fetch(body: string, isSecond = false): Promise<Fetched> {
    const { clock, timeoutMs } = this.options;
    const over = new AbortController();
    const headers = { "content-type": "application/json", ...this.authorization };
    const asked = this.options.fetch(this.url, { method: "POST", headers, body, signal: over.signal }).then(read);
    const late = clock.sleep(timeoutMs, over.signal).then(() => null);
    let answered: Fetched | null;
    try {
      answered = await Promise.race([asked, late]);
    } catch (error) {
      if (!isSecond) return this.fetch(body, true);
      // Without the cause: its text can quote the address.
      throw new Fault(`The node ${this.place} cannot be reached${codeIn(error)}`);
    } finally {
      over.abort(AWAKE);
    }
    if (answered !== null) return answered;
    asked.catch(() => {});
    throw new Fault(`The node ${this.place} did not answer within ${timeoutMs / 1_000} s`);
  }

  /** Requests that were on their way together count as one fault. */
  private leaveAlone(health: Health, startedAt: number): void {
    if (startedAt < health.faultAt) return;
    const now = this.options.clock.now();
    health.until = now + Math.min(this.options.longestRestMs, FIRST_REST_MS * 2 ** health.faults);
    health.faults += 1;
    health.faultAt = now;
  }

  /** @param retryAfter seconds that it asks for */
  private isBusy(retryAfter: number | null): void {
    const now = this.options.clock.now();
    if (this.busy.until > now && retryAfter === null) return;
    const usual = FIRST_BUSY_MS * 2 ** this.busy.times;
    const ms = Math.min(LAST_BUSY_MS, retryAfter === null ? usual : retryAfter * 1_000);
    this.busy = { until: Math.max(this.busy.until, now + ms), times: this.busy.times + 1 };
  }
}

/** A failure after which the node is left alone. */
class Fault extends NodeFailure {}

interface Fetched {
  status: number;
  text: string;
  /** Seconds. */
  retryAfter: number | null;
}

async function read(response: Response): Promise<Fetched> {
  const seconds = Number.parseFloat(response.headers.get("retry-after") ?? "");
  return {
    status: response.status,
    text: await response.text(),
    retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
  };
}

/** null for a result, undefined for what is no JSON-RPC. The long ones are results, and parsed once by who asked. */
function codeOf(text: string): number | null | undefined {
  if (text.length > LONGEST_ERROR && /^\s*\{"(jsonrpc"\s*:\s*"2\.0"|id"|result")/.test(text)) return null;
  try {
    const answer = JSON.parse(text) as { result?: unknown; error?: { code?: unknown } } | null;
    if (typeof answer !== "object" || answer === null) return undefined;
    if (Array.isArray(answer) || "result" in answer) return null;
    return typeof answer.error?.code === "number" ? answer.error.code : undefined;
  } catch {
    return undefined;
  }
}

/** The system's name of a failed connection, such as ECONNREFUSED; it holds no address. */
function codeIn(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? ` (${cause.code})` : "";
}
