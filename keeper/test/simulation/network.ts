/** Nodes behind an RPC that loses, doubles, delays and refuses, and the way of a transaction to the chain. */
import type { Chain } from "@profit-share/localnet";
import { Node } from "./node";
import type { Random } from "./random";
import type { Timeline } from "./timeline";
import type { Truth } from "./truth";
import { CALM, type Delivery, type Fate, type Fates, type Weather } from "./weather";

type Submitted = Parameters<Chain["submit"]>[0];
export type Fetch = (url: string, init: { body?: unknown; signal?: AbortSignal | null }) => Promise<Response>;

/** Milliseconds. */
const WAY = { least: 1, most: 60 };
const LATE = { least: 500, most: 25_000 };
const TO_LEADER = { least: 20, most: 600 };
/** Around the end of a blockhash's life. */
const LATE_TO_LEADER = { least: 1_000, most: 45_000 };
/** Slots that the answer of a node that is far behind misses. */
const STALE = { least: 3, most: 250 };
const JSON_TYPE = { "content-type": "application/json" };

export class Network {
  readonly nodes: Node[];
  /** How many requests had which fate. */
  readonly seen = new Map<string, number>();
  private fates: Fates = CALM.fates;
  private delivery: Delivery = CALM.delivery;
  private rebroadcast = 0;

  constructor(
    private readonly truth: Truth,
    private readonly timeline: Timeline,
    count: number,
    private readonly random: Random,
  ) {
    this.nodes = Array.from({ length: count }, (_, index) => {
      return new Node(`node-${index + 1}`, truth, timeline, (transaction) => this.forward(transaction));
    });
  }

  begin(weather: Weather): void {
    this.fates = weather.fates;
    this.delivery = weather.delivery;
    this.rebroadcast = weather.rebroadcast;
    for (const [index, node] of this.nodes.entries()) {
      node.nature = weather.natures[index]!;
    }
  }

  /** From now on nothing goes wrong any more. */
  calm(): void {
    this.fates = CALM.fates;
    this.delivery = CALM.delivery;
    for (const node of this.nodes) node.heal();
  }

  /** At `/node-1` the first node answers; elsewhere another one each time. */
  readonly fetch: Fetch = (url, { body, signal }) =>
    new Promise((resolve, reject) => {
      const { timeline, random } = this;
      const node = this.nodes.find(({ name }) => new URL(url).pathname === `/${name}`) ?? random.pick(this.nodes);
      const fate: Fate = node.isDown ? "refuse" : random.weighted(this.fates);
      this.seen.set(fate, (this.seen.get(fate) ?? 0) + 1);
      signal?.addEventListener("abort", () => reject(signal.reason));
      const text = String(body);
      const broken = () => reject(new TypeError("fetch failed"));
      const there = this.ms(WAY);
      const back = this.ms(fate === "late" ? LATE : WAY);
      const stale = fate === "stale" ? random.between(STALE.least, STALE.most) : 0;
      const answered = (response: () => Response) => timeline.after(back, () => resolve(response()));
      const refused = (status: number, said: string, headers: Record<string, string> = {}) =>
        answered(() => new Response(said, { status, headers: { "content-type": "text/plain", ...headers } }));
      timeline.after(there, () => {
        switch (fate) {
          case "hang":
            return;
          case "refuse":
          case "lose request":
            return broken();
          case "busy":
            return refused(429, "Too many requests");
          case "busy until":
            return refused(429, "Too many requests", { "retry-after": String(random.between(1, 5)) });
          case "fault":
            return refused(random.pick([500, 502, 503]), "Bad gateway");
          case "page":
            return answered(() => new Response("<html>Sorry</html>", { headers: { "content-type": "text/html" } }));
        }
        const answer = node.answer(text, stale);
        if (fate === "double") node.answer(text);
        if (fate === "lose answer") timeline.after(back, broken);
        else answered(() => new Response(answer, { headers: JSON_TYPE }));
      });
    });

  /** A transaction on its way to whoever makes the next block. */
  forward(transaction: Submitted): void {
    const { random, delivery } = this;
    if (!random.chance(delivery.lost)) this.arrive(transaction, random.chance(delivery.late));
    if (random.chance(delivery.twice)) this.arrive(transaction, random.chance(delivery.late));
  }

  /** What a fork took back, somebody may send again. */
  resend(records: readonly { transaction: Submitted }[]): void {
    for (const { transaction } of records) {
      if (this.random.chance(this.rebroadcast)) this.arrive(transaction, this.random.chance(this.delivery.late));
    }
  }

  private arrive(transaction: Submitted, late: boolean): void {
    this.timeline.after(this.ms(late ? LATE_TO_LEADER : TO_LEADER), () => {
      this.truth.catchUp();
      this.truth.chain.submit(transaction);
    });
  }

  private ms({ least, most }: { least: number; most: number }): number {
    return this.random.between(least, most);
  }
}
