/** How many slots a blockhash stays usable, as on mainnet. */
const BLOCKHASH_LIFETIME_SLOTS = 150;
/** How many slots the SlotHashes sysvar reaches back. */
export const SLOT_HASHES = 512;

/** A slot that is closed: nothing lands in it any more. */
export interface Block {
  slot: number;
  height: number;
  /** Unix seconds. */
  time: number;
  blockhash: string;
  previousBlockhash: string;
}

/** The chain's slots since genesis. No slot is ever skipped, so the block height is the number of slots since genesis. */
export class Slots {
  readonly genesisHash: string;
  /** Unix seconds at which each slot opened, by block height. */
  private readonly times: number[] = [];
  /** By block height: the newest blockhash while that slot was open. */
  private readonly blockhashes: string[] = [];
  /** Block heights of the blockhashes that have not expired. */
  private readonly heights = new Map<string, number>();

  constructor(
    readonly genesisSlot: number,
    blockhash: string,
    time: number,
  ) {
    this.genesisHash = blockhash;
    this.open(blockhash, time);
  }

  /** The slot in which transactions land now. */
  get slot(): number {
    return this.genesisSlot + this.height;
  }

  /** The block height of `slot`. It differs from the slot, as on mainnet, so that nobody can mistake one for the other. */
  get height(): number {
    return this.times.length - 1;
  }

  get blockhash(): string {
    return this.blockhashes.at(-1)!;
  }

  open(blockhash: string, time: number): void {
    this.times.push(time);
    this.blockhashes.push(blockhash);
    this.heights.set(blockhash, this.height);
    const expired = this.blockhashes.at(-2 - BLOCKHASH_LIFETIME_SLOTS);
    if (expired !== undefined) this.heights.delete(expired);
  }

  /** The slot is open again: those after it never were. Throws if it is not one of the chain's. */
  rewind(slot: number): void {
    const height = slot - this.genesisSlot;
    if (height < 0 || height > this.height) throw new RangeError(`There is no slot ${slot} to go back to`);
    this.times.length = height + 1;
    this.blockhashes.length = height + 1;
    this.heights.clear();
    const first = Math.max(0, height - BLOCKHASH_LIFETIME_SLOTS);
    for (let each = first; each <= height; each += 1) this.heights.set(this.blockhashes[each]!, each);
  }

  /** The last block height at which a transaction with this blockhash can land; null if it is unknown or has expired. */
  lastValidHeight(blockhash: string): number | null {
    const height = this.heights.get(blockhash);
    return height === undefined ? null : height + BLOCKHASH_LIFETIME_SLOTS;
  }

  /** Unix seconds; null for a slot outside the chain. */
  time(slot: number): number | null {
    return this.times[slot - this.genesisSlot] ?? null;
  }

  /** The block of a closed slot; null for the open one, which still grows, and for slots outside the chain. */
  block(slot: number): Block | null {
    const height = slot - this.genesisSlot;
    // Closing a slot gives its block a hash, which is the newest one while the next slot is open.
    const blockhash = this.blockhashes[height + 1];
    const previousBlockhash = this.blockhashes[height];
    if (blockhash === undefined || previousBlockhash === undefined) return null;
    return { slot, height, time: this.times[height]!, blockhash, previousBlockhash };
  }

  /** The newest slots with their hashes, newest first. */
  recent(): { slot: bigint; hash: string }[] {
    return this.blockhashes
      .slice(-SLOT_HASHES)
      .map((hash, age, all) => ({ slot: BigInt(this.slot - (all.length - 1 - age)), hash }))
      .reverse();
  }
}
