/**
 * The chain as a process of its own, with the marketplace on it. What landed is in a file, not in its memory. It prints where it
 * answers, and stays until it is ended, so that several runs can use it.
 *
 *     tsx bench/index/chain.ts SUBSCRIPTIONS FILE
 */
import { statSync } from "node:fs";
import { PROGRAM_ID } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { rounded } from "../rounded";
import { Lander } from "./lander";
import { botAt, creator, furnish, type Member, membersOf } from "./marketplace";
import { serve } from "./node";
import { type Moment, Rounds } from "./rounds";

/** Slots that are not final: more than the fork takes back. */
const UNFINAL = 64;
/** Slots behind a fork, so that a node that is on it is as far as one that was not. */
const BEHIND_A_FORK = 8;

export interface Place {
  /** base58. */
  creator: string;
  /** The one whose subscriptions settle alone half of the time. */
  bot: string;
  subscriptions: string[];
  /** Transactions of a round. */
  transactions: number;
}

export interface Landed {
  settlements: number;
  /** Of them, those that had a transaction of their own. */
  alone: number;
  /** Of the program, also those before the first settlement. */
  transactions: number;
  /** The newest in which something landed. */
  slot: number;
  /** Spent on settling, seconds. */
  seconds: number;
  rssMb: number;
  archiveMb: number;
}

class Bench {
  private moment: Moment | null = null;
  private seconds = 0;

  private constructor(
    private readonly chain: LocalChain,
    private readonly members: readonly Member[],
    private readonly rounds: Rounds,
    private readonly archive: string,
  ) {}

  static async open(subscriptions: number, archive: string): Promise<Bench> {
    const now = Date.now();
    // The time stands still between rounds, so that two indexes of the same transactions have the same to say.
    const chain = await LocalChain.inProcess({ archive, nowMs: () => now });
    const lander = new Lander(chain.localnet.chain);
    const members = membersOf(subscriptions);
    await furnish(chain, lander, members);
    const rounds = new Rounds(chain, lander, members);
    return new Bench(chain, members, rounds, archive);
  }

  serve(): Promise<string> {
    const orders = {
      place: () => this.place(),
      settle: (transactions: number) => this.settle(transactions),
      before: (slots: number) => this.before(slots),
      fork: (slots: number) => this.fork(slots),
    };
    return serve(this.chain.localnet.chain, orders, UNFINAL);
  }

  private place(): Place {
    return {
      creator: creator.publicKey.toBase58(),
      bot: botAt(0).toBase58(),
      subscriptions: this.members.map(({ subscription }) => subscription.toBase58()),
      transactions: this.rounds.transactions,
    };
  }

  private settle(transactions: number): Landed {
    const since = performance.now();
    this.rounds.settle(transactions);
    this.seconds += (performance.now() - since) / 1_000;
    return this.landed();
  }

  /** Lets so many slots happen, which `fork` takes back. */
  private before(slots: number): Landed {
    this.moment = this.rounds.remember();
    this.fill(slots);
    return this.landed();
  }

  /** Takes back what happened since `before`, and lets other things happen. */
  private fork(slots: number): Landed {
    this.rounds.goBack(this.moment!);
    this.fill(slots + BEHIND_A_FORK);
    return this.landed();
  }

  /** New slots: what lands in the open one stays when a fork comes. */
  private fill(slots: number): void {
    const { chain } = this.chain.localnet;
    chain.advanceSlots();
    for (const end = chain.slots.slot + slots; chain.slots.slot < end; ) this.rounds.settle(1);
  }

  private landed(): Landed {
    const { ledger } = this.chain.localnet.chain;
    const listed = ledger.mentioning(PROGRAM_ID.toBase58());
    const { settled, alone } = this.rounds;
    return {
      ...{ settlements: settled, alone, transactions: listed.length, slot: listed.at(-1)!.slot },
      seconds: rounded(this.seconds),
      rssMb: rounded(process.memoryUsage().rss / 1e6, 0),
      archiveMb: rounded(statSync(this.archive).size / 1e6, 0),
    };
  }
}

async function main(): Promise<void> {
  const [subscriptions, archive] = process.argv.slice(2);
  const bench = await Bench.open(Number(subscriptions), archive!);
  console.log(await bench.serve());
}

void main();
