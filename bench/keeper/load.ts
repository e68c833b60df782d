/** Makes closes: writes another realized PnL into accounts on the venue, and watches the chain for their settlements. */
import { DRIFT_PROGRAM_ID, fromBase58, PROGRAM_ID, subscriptionFilters } from "@profit-share/sdk";
import { fieldAt } from "@profit-share/testing/svm/idl";
import { PublicKey } from "@solana/web3.js";
import WebSocket from "ws";
import { answer } from "../processes/ipc";
import { type Member, venueUserData } from "./world";

/** 1e-6 quote: $0.50 to $5, and now and then a loss. */
const LEAST = 500_000;
const SPREAD = 4_500_000;
const LOSSES = 0.25;

export interface Load {
  members: Member[];
  perSecond: number;
  seconds: number;
  /** How long the last settlements are waited for. */
  patienceMs: number;
}

export interface Loaded {
  closes: number;
  settled: number;
  /** Settlements a second while closes came. */
  perSecond: number;
  /** Milliseconds from the close to its confirmed settlement, in no order. */
  latencies: number[];
}

interface Close {
  realized: bigint;
  at: number;
}

const LAST = fieldAt("Subscription", "last").offset;

class LoadGenerator {
  private readonly realized = new Map<string, bigint>();
  private readonly open = new Map<string, Close[]>();
  private latencies: number[] = [];

  constructor(private readonly rpcUrl: string) {}

  async listen(wsUrl: string): Promise<void> {
    const socket = new WebSocket(wsUrl, { perMessageDeflate: false });
    const [kind] = subscriptionFilters("bot", PublicKey.default);
    const config = { commitment: "confirmed", encoding: "base64", filters: [{ memcmp: kind }] };
    const ready = new Promise<void>((resolve) => {
      socket.on("message", (text) => {
        const message = JSON.parse(String(text));
        if (message.id === 1) resolve();
        else this.changed(message.params.result.value);
      });
    });
    socket.on("open", () => {
      socket.send(
        JSON.stringify({ jsonrpc: "2.0", id: 1, method: "programSubscribe", params: [PROGRAM_ID.toBase58(), config] }),
      );
    });
    await ready;
  }

  async run({ members, perSecond, seconds, patienceMs }: Load): Promise<Loaded> {
    this.latencies = [];
    this.open.clear();
    const closes = perSecond * seconds;
    const order = shuffled(members, closes);
    const start = performance.now();
    for (const [index, member] of order.entries()) {
      await until(start + (index * 1_000) / perSecond);
      void this.close(member);
    }
    await until(start + seconds * 1_000);
    const during = this.latencies.length;
    const end = performance.now() + patienceMs;
    while (this.latencies.length < closes && performance.now() < end) await until(performance.now() + 20);
    return { closes, settled: this.latencies.length, perSecond: during / seconds, latencies: this.latencies };
  }

  private async close({ subscription, venueUser, agent }: Member): Promise<void> {
    const pnl = BigInt(Math.round(LEAST + Math.random() * SPREAD)) * (Math.random() < LOSSES ? -1n : 1n);
    const realized = (this.realized.get(subscription) ?? 0n) + pnl;
    this.realized.set(subscription, realized);
    const waiting = this.open.get(subscription) ?? [];
    this.open.set(subscription, [...waiting, { realized, at: performance.now() }]);
    const data = venueUserData(fromBase58(agent), realized).toString("base64");
    const account = { lamports: 100_000_000, owner: DRIFT_PROGRAM_ID.toBase58(), data };
    const body = { jsonrpc: "2.0", id: 1, method: "localnet_setAccount", params: [venueUser, account] };
    const response = await fetch(this.rpcUrl, { method: "POST", body: JSON.stringify(body) });
    const { error } = (await response.json()) as { error?: object };
    if (error !== undefined) throw new Error(JSON.stringify(error));
  }

  /** What is settled is the newest PnL: closes before it are settled with it. */
  private changed({ pubkey, account }: { pubkey: string; account: { data: [string] } }): void {
    const waiting = this.open.get(pubkey);
    if (waiting === undefined) return;
    const last = Buffer.from(account.data[0], "base64").readBigInt64LE(LAST);
    const settled = waiting.findLastIndex(({ realized }) => realized === last) + 1;
    const now = performance.now();
    for (const { at } of waiting.slice(0, settled)) this.latencies.push(now - at);
    this.open.set(pubkey, waiting.slice(settled));
  }
}

/** So many of them in random order; one comes again only after all have come. */
function shuffled(members: readonly Member[], count: number): Member[] {
  const order: Member[] = [];
  while (order.length < count) {
    const round = members.map((member) => ({ member, rank: Math.random() })).sort((a, b) => a.rank - b.rank);
    order.push(...round.map(({ member }) => member));
  }
  return order.slice(0, count);
}

const until = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));

let generator: LoadGenerator;

answer({
  listen: async ({ rpcUrl, wsUrl }: { rpcUrl: string; wsUrl: string }) => {
    generator = new LoadGenerator(rpcUrl);
    await generator.listen(wsUrl);
  },
  run: (load: Load) => generator.run(load),
});
process.send!("ready");
