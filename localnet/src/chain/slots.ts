/** How many slots a blockhash stays usable, as on mainnet. */
const BLOCKHASH_LIFETIME_SLOTS = 150;
/** How many slots the SlotHashes sysvar reaches back. */
export const SLOT_HASHES = 512;

/** The chain's slots since genesis. No slot is ever skipped, so the block height is the number of slots since genesis. */
export class Slots {
  readonly genesisHash: string;
  /** Unix seconds at which each slot opened, by block height. */
  private readonly times: number[] = [];
  /** The newest blockhashes, oldest first. */
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
    if (this.blockhashes.length > SLOT_HASHES) this.blockhashes.shift();
    this.heights.set(blockhash, this.height);
    const expired = this.blockhashes.at(-2 - BLOCKHASH_LIFETIME_SLOTS);
    if (expired !== undefined) this.heights.delete(expired);
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

  /** The newest slots with their hashes, newest first. */
  recent(): { slot: bigint; hash: string }[] {
    return this.blockhashes
      .map((hash, age, all) => ({ slot: BigInt(this.slot - (all.length - 1 - age)), hash }))
      .reverse();
  }
}
