/**
 * Looks at many subscriptions at once. Wishes that come together share calls of up to 100 accounts; all accounts of one
 * subscription are in one call, so that they are of one slot. Which accounts those are is itself read from the chain, so a first
 * look takes some rounds; later ones take one.
 */
import { createHash } from "node:crypto";
import { tokenAddress } from "@profit-share/sdk";
import { type Connection, type PublicKey, SYSVAR_CLOCK_PUBKEY } from "@solana/web3.js";
import { whenCaughtUp } from "../send/connection";
import type { Clock } from "../time/clock";
import { CLOCK, clockIn, dependenciesOf } from "./dependencies";
import { interpret, type Keys } from "./interpret";
import type { Sighted } from "./observed";
import { type Account, type Addresses, addressesOf, type Reading } from "./reading";

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
  connection: Connection;
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
  round: number;
  resolve: (sighting: Sighting) => void;
  reject: (error: unknown) => void;
}

interface Call {
  keys: Map<string, PublicKey>;
  wishes: Wish[];
  minContextSlot: number;
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
  look(address: PublicKey, minContextSlot = 0): Promise<Sighting> {
    const keys = this.keysOf(address);
    return new Promise((resolve, reject) => this.wish({ address, keys, minContextSlot, round: 1, resolve, reject }));
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
    this.known.delete(address.toBase58());
  }

  private keysOf(address: PublicKey): Addresses {
    return this.known.get(address.toBase58())?.keys ?? addressesOf([address, SYSVAR_CLOCK_PUBKEY]);
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

  private async carryOut({ keys, wishes, minContextSlot }: Call): Promise<void> {
    try {
      const reading = await this.read(keys, minContextSlot);
      this.seen = Math.max(this.seen, reading.slot);
      const digests = new Map<string, string>();
      for (const wish of wishes) this.answer(wish, reading, digests);
    } catch (error) {
      for (const { reject } of wishes) reject(error);
    }
  }

  private answer(wish: Wish, reading: Reading, digests: Map<string, string>): void {
    const { address, keys, round, resolve, reject } = wish;
    const name = address.toBase58();
    try {
      let digest = digestOf(keys, reading, digests);
      // The same bytes name the same accounts: nothing of them has to be decoded.
      if (digest !== this.known.get(name)?.digest) {
        const { complete } = this.options;
        const wanted = dependenciesOf(address, reading.accounts, this.purseOf, complete);
        if ([...wanted.keys()].some((account) => !reading.accounts.has(account))) {
          if (round === MAX_ROUNDS)
            throw new Error(`The accounts of ${name} changed during each of ${MAX_ROUNDS} looks`);
          this.wish({ ...wish, keys: wanted, round: round + 1 });
          return;
        }
        digest = digestOf(wanted, reading, digests);
        this.known.set(name, { keys: wanted, digest });
      }
      const decode = () => interpret(address, reading, this.options.keys, this.purseOf);
      resolve({ address, slot: reading.slot, now: clockIn(reading.accounts), digest, interpret: decode });
    } catch (error) {
      reject(error);
    }
  }

  private async read(keys: Addresses, minContextSlot: number): Promise<Reading> {
    const config = { commitment: "confirmed", ...(minContextSlot === 0 ? {} : { minContextSlot }) } as const;
    const { connection, clock } = this.options;
    const { context, value } = await whenCaughtUp(
      () => connection.getMultipleAccountsInfoAndContext([...keys.values()], config),
      clock,
    );
    return {
      slot: context.slot,
      accounts: new Map([...keys.keys()].map((name, index) => [name, value[index] ?? null])),
    };
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
    const { keys, minContextSlot } = wish;
    let call = calls.at(-1);
    const added = [...keys.keys()].filter((name) => !call?.keys.has(name)).length;
    if (call === undefined || call.keys.size + added > MOST_ACCOUNTS) {
      call = { keys: new Map(), wishes: [], minContextSlot: 0 };
      calls.push(call);
    }
    for (const [name, key] of keys) call.keys.set(name, key);
    call.wishes.push(wish);
    call.minContextSlot = Math.max(call.minContextSlot, minContextSlot);
  }
  return calls;
}

function digestOf(keys: Addresses, { accounts }: Reading, known: Map<string, string>): string {
  const digest = (name: string): string => {
    let value = known.get(name);
    if (value === undefined) {
      value = accountDigest(accounts.get(name) ?? null);
      known.set(name, value);
    }
    return value;
  };
  return [...keys.keys()]
    .filter((name) => name !== CLOCK)
    .map(digest)
    .join(" ");
}

/** 128 bits: nobody gains from two accounts that look the same, but somebody could make them. */
function accountDigest(account: Account): string {
  if (account === null) return "-";
  const hash = createHash("sha256").update(account.owner.toBytes()).update(account.data);
  return hash.digest("base64url").slice(0, 22);
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
