/**
 * Several JSON-RPC endpoints as one, beneath a web3.js connection: what one does not answer, the next one does; each is asked
 * at its own rate, and left alone for a growing while after a fault; a transaction goes to all at once.
 */
import { NodeFailure } from "@profit-share/sdk";
import { SolanaJSONRPCError } from "@solana/web3.js";
import type { Endpoint } from "../config/config";
import type { Clock } from "../time/clock";
import { type Answer, type Fetch, Node } from "./node";
import { type Priority, priorityOf, rankOf } from "./priority";

/** An answer of one of them is waited for so long. */
const ANSWER_MS = 15_000;
/** The longest that one is left alone after faults, while others take its place. */
const LONGEST_REST_MS = 30_000;
/** The same of one that has no other beside it: while it rests, everything waits. */
const LONGEST_REST_ALONE_MS = 1_000;
/** A request that finds no free endpoint for so long is given up. */
const TURN_MS = 30_000;
/** All of them have failed: who asks hears of it rather than wait longer. */
const PATIENCE_MS = 1_000;
/** A request is tried so often, at whichever endpoint. */
const MAX_TRIES = 4;
/**
 * Errors that another node need not have: unhealthy, no such block or no history here, behind the slot that was named, a method
 * that this provider leaves out.
 */
const ELSEWHERE: readonly number[] = [-32_005, -32_004, -32_010, -32_011, -32_014, -32_016, -32_601];

export interface EndpointsOptions {
  /** In the order in which they are preferred. */
  reading: readonly Endpoint[];
  /** Transactions go to all of these; empty: to all of `reading`. */
  sending: readonly Endpoint[];
  clock: Clock;
  fetch?: Fetch;
}

/** Requests so far. */
export interface EndpointCount {
  /** Without what may be secret in the address. */
  place: string;
  method: string;
  requests: number;
  failures: number;
}

/** Waits for an endpoint that is free. */
interface Waiting {
  method: string;
  nodes: readonly Node[];
  rank: number;
  since: number;
  /** null: none of them will be in time. */
  resolve: (node: Node | null) => void;
}

export class Endpoints {
  private readonly reading: readonly Node[];
  private readonly sending: readonly Node[];
  private readonly clock: Clock;
  /** Those of the lowest rank first, in each the oldest. */
  private readonly waiting: Waiting[] = [];
  private wakesAt = Number.POSITIVE_INFINITY;
  private readonly answered = new Map<string, string>();

  constructor({ reading, sending, clock, fetch = globalThis.fetch }: EndpointsOptions) {
    const nodesAt = (all: readonly Endpoint[]): Node[] => {
      const longestRestMs = all.length === 1 ? LONGEST_REST_ALONE_MS : LONGEST_REST_MS;
      return all.map((endpoint) => new Node(endpoint, { fetch, clock, timeoutMs: ANSWER_MS, longestRestMs }));
    };
    this.clock = clock;
    this.reading = nodesAt(reading);
    this.sending = sending.length === 0 ? this.reading : nodesAt(sending);
  }

  /** For web3.js's connection, in place of `fetch`; the URL is not looked at. @throws NodeFailure */
  readonly fetch = (_url: unknown, init?: { body?: unknown }): Promise<Response> => this.answer(init?.body);

  /** The same at one priority, whatever the method. */
  readonly fetchAt =
    (priority: Priority) =>
    (_url: unknown, init?: { body?: unknown }): Promise<Response> =>
      this.answer(init?.body, priority);

  /**
   * Calls a method that reads without web3.js, which checks and copies every field of a result, whoever looks at it.
   * @returns the result, which may be anything, and the place of the node that said it
   * @throws NodeFailure, and SolanaJSONRPCError where the node answers with an error
   */
  async call(
    method: string,
    params: readonly unknown[],
    priority: Priority,
  ): Promise<{ result: unknown; place: string }> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const { text, place } = await this.read(method, body, priority);
    const { result, error } = parsed(text, place);
    if (error !== undefined) throw new SolanaJSONRPCError(error, `The node ${place} refuses ${method}`);
    return { result, place };
  }

  /** Where the last answer to this method came from. */
  answeredBy(method: string): string {
    return this.answered.get(method) ?? this.reading[0]!.place;
  }

  counts(): EndpointCount[] {
    const all = [...new Set([...this.reading, ...this.sending])];
    return all.flatMap((node) => node.counts().map((count) => ({ place: node.place, ...count })));
  }

  private async answer(sent: unknown, priority?: Priority): Promise<Response> {
    const body = String(sent);
    const { method = "a batch" } = JSON.parse(body) as { method?: string };
    const isSending = method === "sendTransaction";
    const { text } = await (isSending ? this.send(method, body, priority) : this.read(method, body, priority));
    return new Response(text, { headers: { "content-type": "application/json" } });
  }

  private async read(method: string, body: string, priority = priorityOf(method)): Promise<Answer> {
    let nodes = this.reading;
    let last: Answer | NodeFailure | null = null;
    for (let tries = 0; tries < MAX_TRIES && nodes.length > 0; tries++) {
      const node = await this.turn(nodes, method, priority);
      if (node === null) break;
      try {
        const answer = await node.ask(method, body);
        this.answered.set(method, node.place);
        if (answer.errorCode === null || !ELSEWHERE.includes(answer.errorCode)) return answer;
        // It can be asked, and does not know: so is the next, and what the first of them says counts.
        nodes = nodes.filter((other) => other !== node);
        if (last === null || last instanceof NodeFailure) last = answer;
      } catch (error) {
        if (!(error instanceof NodeFailure)) throw error;
        last ??= error;
        // It refuses this request alone.
        if (node.resting(method).ms === 0) nodes = nodes.filter((other) => other !== node);
      }
    }
    if (last === null) throw this.exhausted(method);
    if (last instanceof NodeFailure) throw last;
    return last;
  }

  /** The first that takes it answers; a tracker sends again what is lost. */
  private async send(method: string, body: string, priority = priorityOf(method)): Promise<Answer> {
    const well = this.sending.filter((node) => node.resting(method).ms === 0);
    const asked = (well.length === 0 ? this.sending : well).map(async (node) => {
      if ((await this.turn([node], method, priority)) === null) throw this.exhausted(method);
      const answer = await node.ask(method, body);
      if (answer.errorCode !== null) throw answer;
      return answer;
    });
    try {
      return await Promise.any(asked);
    } catch (error) {
      const { errors } = error as AggregateError;
      const refusal = errors.find((one) => !(one instanceof Error)) as Answer | undefined;
      if (refusal === undefined) throw errors[0];
      return refusal;
    }
  }

  /** One that may be asked now; null if none will be in time. */
  private turn(nodes: readonly Node[], method: string, priority: Priority): Promise<Node | null> {
    const rank = rankOf(priority);
    return new Promise((resolve) => {
      const after = this.waiting.findLastIndex((other) => other.rank <= rank);
      this.waiting.splice(after + 1, 0, { nodes, method, rank, since: this.clock.now(), resolve });
      this.serve();
    });
  }

  private serve(): void {
    const now = this.clock.now();
    let next = Number.POSITIVE_INFINITY;
    const all = this.waiting.splice(0);
    for (const one of all) {
      const waits = one.nodes.map((node) => node.wait(one.method));
      const free = waits.indexOf(0);
      const wait = Math.min(...waits);
      if (free >= 0) {
        const node = one.nodes[free]!;
        node.take(one.method);
        one.resolve(node);
      } else if (wait > this.patience(one, now)) one.resolve(null);
      else {
        next = Math.min(next, now + wait);
        this.waiting.push(one);
      }
    }
    if (next >= this.wakesAt) return;
    this.wakesAt = next;
    void this.clock.sleep(next - now).then(() => {
      if (this.wakesAt === next) this.wakesAt = Number.POSITIVE_INFINITY;
      this.serve();
    });
  }

  /** Milliseconds that it may wait on. */
  private patience({ nodes, method, since }: Waiting, now: number): number {
    const allFailed = nodes.every((node) => {
      const { ms, why } = node.resting(method);
      return ms > 0 && why === "failed";
    });
    return (allFailed ? PATIENCE_MS : TURN_MS) - (now - since);
  }

  private exhausted(method: string): NodeFailure {
    const nodes = this.reading.map((node) => {
      const { ms, why } = node.resting(method);
      if (ms === 0) return `${node.place} has no room at the rate it is asked at`;
      return `${node.place} ${why === "busy" ? "is asked too often" : "has failed"} and is left alone for ${Math.ceil(ms / 1_000)} s`;
    });
    return new NodeFailure(`No node can be asked: ${nodes.join("; ")}`);
  }
}

/** Of a long answer no more is known so far than how it begins. @throws NodeFailure */
function parsed(text: string, place: string): { result?: unknown; error?: ErrorAnswer } {
  try {
    return JSON.parse(text) as { result?: unknown; error?: ErrorAnswer };
  } catch {
    throw new NodeFailure(`The node ${place} answers with JSON that breaks off: ask another node`);
  }
}

type ErrorAnswer = ConstructorParameters<typeof SolanaJSONRPCError>[0];
