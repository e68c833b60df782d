/** The chain as a process of its own. It counts what is asked of it, and whose accounts were read. */
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { answer } from "../processes/ipc";
import { Foreign } from "./foreign";
import { type Member, World } from "./world";

const READING = new Set(["getMultipleAccounts", "getAccountInfo"]);

export interface Seen {
  /** Requests over HTTP since `count`, by method. */
  requests: Record<string, number>;
  /** Milliseconds since then. */
  ms: number;
  /** Subscriptions whose venue account, or own account if attested, was read since then. */
  lookedAt: number;
  /** Milliseconds until the last of them was; null while one is missing. */
  allLookedAtMs: number | null;
}

export interface Place {
  rpcUrl: string;
  wsUrl: string;
  bots: string[];
}

async function main(): Promise<void> {
  let requests: Record<string, number> = {};
  let since = performance.now();
  let lastNew = since;
  const lookedAt = new Set<string>();
  const watched = new Set<string>();
  const chain = await LocalChain.start({
    slotMs: 200,
    clock: Math.floor(Date.now() / 1_000),
    onRequest: (method, params) => {
      if (method.startsWith("localnet_")) return;
      requests[method] = (requests[method] ?? 0) + 1;
      if (!READING.has(method)) return;
      for (const address of [params[0]].flat() as string[]) {
        if (!watched.has(address) || lookedAt.has(address)) continue;
        lookedAt.add(address);
        lastNew = performance.now();
      }
    },
  });
  const world = new World(chain);
  let foreign: Foreign | null = null;

  answer({
    place: (): Place => ({
      rpcUrl: chain.localnet.rpcUrl,
      wsUrl: chain.localnet.wsUrl,
      bots: world.bots.map((bot) => bot.toBase58()),
    }),
    /** To so many subscriptions. */
    grow: (count: number): Member[] => {
      world.grow(count);
      for (const { venueUser } of world.members) watched.add(venueUser);
      return world.members;
    },
    /** From now on. */
    count: () => {
      requests = {};
      lookedAt.clear();
      since = performance.now();
    },
    seen: (): Seen => ({
      requests,
      ms: performance.now() - since,
      lookedAt: lookedAt.size,
      allLookedAtMs: lookedAt.size === watched.size ? lastNew - since : null,
    }),
    /** Loses every transaction that names one of them, until it is called again. */
    lose: (accounts: string[]) => {
      chain.localnet.chain.losing.clear();
      for (const account of accounts) chain.localnet.chain.losing.add(account);
    },
    /** An attested subscription with so many settlements. @returns its keeper account */
    foreign: (settlements: number) => {
      foreign = new Foreign(chain);
      foreign.settle(settlements);
      watched.add(foreign.subscription);
      return foreign.keeper;
    },
    settleForeign: () => foreign!.settle(1),
  });
}

void main().then(() => process.send!("ready"));
