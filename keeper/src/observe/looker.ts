/**
 * Looks at many subscriptions at once. Wishes that come together share calls of up to 100 accounts; all accounts of one
 * subscription are in one call, so that they are of one slot. Which accounts those are is itself read from the chain, so a first
 * look takes some rounds; later ones take one.
 */
import { base58Of, tokenAddress } from "@profit-share/sdk";
import { type PublicKey, SYSVAR_CLOCK_PUBKEY } from "@solana/web3.js";
import { whenCaughtUp } from "../send/connection";
import type { Endpoints } from "../send/endpoints";
import { type Priority, rankOf } from "../send/priority";
import type { Clock } from "../time/clock";
import { CLOCK, clockIn, dependenciesOf } from "./dependencies";
import { interpret, type Keys } from "./interpret";
import type { Sighted } from "./observed";
import { type AnsweredAccounts, type DigestedReading, readAccounts } from "./read-accounts";
import { type Addresses, addressesOf } from "./reading";

/** The most accounts that a node returns in one call. */
const MOST_ACCOUNTS = 100;
const MAX_ROUNDS = 6;

/** What a look at one subscription showed. */
export interface Sighting {
  address: PublicKey;
  slot: number;
  /** Unix seconds of the cluster's clock. */
  now: bigint;
  /** Another one if any account that it depends on is another one; time alone does not change it. */
  digest: string;
  /** Decoded only when it is asked for. @throws Error if the bot does not exist */
  interpret(): Sighted;
}

export interface LookerOptions {
  endpoints: Pick<Endpoints, "call">;
  keys: Keys;
  clock: Clock;
  /** Also what only a later step of a plan would need: for telling a whole plan from one look. */
  complete: boolean;
}

/** What the last look at a subscription left behind. */
interface Known {
  keys: Addresses;
  digest: string;
}

interface Wish {
  address: PublicKey;
  keys: Addresses;
  minContextSlot: number;
  priority: Priority;
  round: number;
  resolve: (sighting: Sighting) => void;
  reject: (error: unknown) => void;
}

interface Call {
  keys: Map<string, PublicKey>;
  wishes: Wish[];
  minContextSlot: number;
  /** The most urgent of its wishes'. */
  priority: Priority;
}

export class Looker {
  private readonly known = new Map<string, Known>();
  private readonly purses = new Map<string, PublicKey>();
  private waiting: Wish[] = [];
  /** The newest slot that a reading was of. */
  private seen = 0;

  constructor(private readonly options: LookerOptions) {}

  /**
   * @param minContextSlot the reading is of this slot or a later one
   * @throws NoSubscription, or what the RPC says
   */
  look(address: PublicKey, minContextSlot = 0, priority: Priority = "looking"): Promise<Sighting> {
    const keys = this.keysOf(address);
    return new Promise((resolve, reject) =>
      this.wish({ address, keys, minContextSlot, priority, round: 1, resolve, reject }),
    );
  }

  /** As many of them, from the first on, as one call can show; one at least. */
  fitting(addresses: Iterable<PublicKey>): PublicKey[] {
    const taken: PublicKey[] = [];
    const names = new Set<string>();
    for (const address of addresses) {
      for (const name of this.keysOf(address).keys()) names.add(name);
      if (names.size > MOST_ACCOUNTS && taken.length > 0) break;
      taken.push(address);
    }
    return taken;
  }

  forget(address: PublicKey): void {
    this.known.delete(base58Of(address));
  }

  private keysOf(address: PublicKey): Addresses {
    return this.known.get(base58Of(address))?.keys ?? addressesOf([address, SYSVAR_CLOCK_PUBKEY]);
  }

  private wish(wish: Wish): void {
    this.waiting.push(wish);
    if (this.waiting.length === 1) void this.options.clock.sleep(0).then(() => this.flush());
  }

  private flush(): void {
    const wishes = this.waiting;
    this.waiting = [];
    // A node that has yet to reach a slot keeps those waiting who need it, and no others.
    const [late, rest] = partition(wishes, ({ minContextSlot }) => minContextSlot > this.seen);
    for (const call of [...pack(late), ...pack(rest)]) void this.carryOut(call);
  }

  private async carryOut({ keys, wishes, minContextSlot, priority }: Call): Promise<void> {
    const { endpoints, clock } = this.options;
    const wanted = { names: [...keys.keys()], minContextSlot, priority };
    try {
      const reading = await whenCaughtUp(() => readAccounts(endpoints, wanted), clock);
      this.seen = Math.max(this.seen, reading.slot);
      for (const wish of wishes) this.answer(wish, reading);
    } catch (error) {
      for (const { reject } of wishes) reject(error);
    }
  }

  private answer(wish: Wish, { slot, accounts }: DigestedReading): void {
    const { address, keys, round, resolve, reject } = wish;
    const name = base58Of(address);
    try {
      let digest = digestOf(keys, accounts);
      // The same bytes name the same accounts: nothing of them has to be decoded.
      if (digest !== this.known.get(name)?.digest) {
        const { complete } = this.options;
        const wanted = dependenciesOf(address, accounts, this.purseOf, complete);
        if ([...wanted.keys()].some((account) => !accounts.has(account))) {
          if (round === MAX_ROUNDS)
            throw new Error(`The accounts of ${name} changed during each of ${MAX_ROUNDS} looks`);
          this.wish({ ...wish, keys: wanted, round: round + 1 });
          return;
        }
        digest = digestOf(wanted, accounts);
        this.known.set(name, { keys: wanted, digest });
      }
      const decode = () => interpret(address, { slot, accounts }, this.options.keys, this.purseOf);
      resolve({ address, slot, now: clockIn(accounts), digest, interpret: decode });
    } catch (error) {
      reject(error);
    }
  }

  /** Derived once: it takes longer than decoding all the rest. */
  private readonly purseOf = (mint: PublicKey, owner: PublicKey): PublicKey => {
    const name = `${mint.toBase58()} ${owner.toBase58()}`;
    let purse = this.purses.get(name);
    if (purse === undefined) {
      purse = tokenAddress(mint, owner);
      this.purses.set(name, purse);
    }
    return purse;
  };
}

/** Whole wishes to a call. */
function pack(wishes: readonly Wish[]): Call[] {
  const calls: Call[] = [];
  for (const wish of wishes) {
    const { keys, minContextSlot, priority } = wish;
    let call = calls.at(-1);
    const added = [...keys.keys()].filter((name) => !call?.keys.has(name)).length;
    if (call === undefined || call.keys.size + added > MOST_ACCOUNTS) {
      call = { keys: new Map(), wishes: [], minContextSlot: 0, priority };
      calls.push(call);
    }
    for (const [name, key] of keys) call.keys.set(name, key);
    call.wishes.push(wish);
    call.minContextSlot = Math.max(call.minContextSlot, minContextSlot);
    if (rankOf(priority) < rankOf(call.priority)) call.priority = priority;
  }
  return calls;
}

/** Time alone makes no other one of it. */
function digestOf(keys: Addresses, accounts: AnsweredAccounts): string {
  const names = [...keys.keys()].filter((name) => name !== CLOCK);
  return names.map((name) => accounts.digest(name)).join(" ");
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
