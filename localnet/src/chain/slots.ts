/** How many slots a blockhash stays usable, as on mainnet. */
export const BLOCKHASH_LIFETIME_SLOTS = 150;
/** How many slots the SlotHashes sysvar reaches back. */
export const SLOT_HASHES = 512;

interface Block {
  blockhash: string;
  /** Unix seconds. */
  time: number;
}

/** The chain's slots since genesis. No slot is ever skipped, so the block height is the number of slots since genesis. */
export class Slots {
  private readonly blocks: Block[] = [];
  private readonly heights = new Map<string, number>();

  constructor(
    readonly genesisSlot: number,
    genesis: Block,
  ) {
    this.open(genesis);
  }

  /** The slot in which transactions land now. */
  get slot(): number {
    return this.genesisSlot + this.height;
  }

  /** The block height of `slot`. It differs from the slot, as on mainnet, so that nobody can mistake one for the other. */
  get height(): number {
    return this.blocks.length - 1;
  }

  get genesisHash(): string {
    return this.blocks[0]!.blockhash;
  }

  get blockhash(): string {
    return this.blocks[this.height]!.blockhash;
  }

  open(block: Block): void {
    this.blocks.push(block);
    this.heights.set(block.blockhash, this.height);
  }

  /** The last block height at which a transaction with this blockhash can land; null if it is unknown or has expired. */
  lastValidHeight(blockhash: string): number | null {
    const height = this.heights.get(blockhash);
    if (height === undefined || height + BLOCKHASH_LIFETIME_SLOTS < this.height) return null;
    return height + BLOCKHASH_LIFETIME_SLOTS;
  }

  /** Unix seconds; null for a slot outside the chain. */
  time(slot: number): number | null {
    return this.blocks[slot - this.genesisSlot]?.time ?? null;
  }

  /** The newest slots with their hashes, newest first. */
  recent(): { slot: bigint; hash: string }[] {
    return this.blocks
      .slice(-SLOT_HASHES)
      .map((block, index, all) => ({ slot: BigInt(this.slot - all.length + 1 + index), hash: block.blockhash }))
      .reverse();
  }
}
