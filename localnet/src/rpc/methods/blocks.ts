import { z } from "zod";
import type { Chain } from "../../chain/chain";
import { performanceSamples } from "../../chain/performance";
import type { Block } from "../../chain/slots";
import { CODE, invalidParams, RpcError } from "../errors";
import { type Methods, method, requireSlot } from "../method";
import { context, encodingOr, flag, historyCommitment, oneOf, struct, transactionEncoding, unsigned } from "../params";
import { encodeAccounts, encodeTransaction } from "../transaction-encoding";

const MAX_BLOCKS = 500_000;
const MAX_SAMPLES = 720;

const blockConfig = struct("RpcBlockConfig", {
  encoding: transactionEncoding.nullish(),
  transactionDetails: oneOf("full", "signatures", "none", "accounts").nullish(),
  rewards: flag.nullish(),
  maxSupportedTransactionVersion: unsigned("u8").nullish(),
  commitment: historyCommitment,
}).nullish();

type BlockConfig = z.output<typeof blockConfig>;

const rangeConfig = struct("RpcContextConfig", { ...context, commitment: historyCommitment }).nullish();

/** The last slot may be left out, and the configuration stand in its place. */
const rangeOption = z.union([unsigned("u64"), rangeConfig], {
  error: () => "data did not match any variant of untagged enum RpcBlocksConfigWrapper",
});

/** Throws a node's answer for a slot whose block it does not have, no longer or not yet. */
function requireBlock({ slots }: Chain, slot: number): Block {
  const block = slots.block(slot);
  if (block !== null) return block;
  if (slot >= slots.slot) throw new RpcError(CODE.blockNotAvailable, `Block not available for slot ${slot}`);
  const reason = `Block ${slot} cleaned up, does not exist on node. First available block: ${slots.genesisSlot}`;
  throw new RpcError(CODE.blockCleanedUp, reason);
}

/** What the block tells of its transactions. */
function contents(chain: Chain, slot: number, config: BlockConfig): object {
  const landed = chain.ledger.landedIn(slot);
  const options = {
    encoding: config?.encoding ?? "json",
    maxVersion: config?.maxSupportedTransactionVersion,
    rewards: config?.rewards ?? true,
  } as const;
  switch (config?.transactionDetails ?? "full") {
    case "none":
      return {};
    case "signatures":
      return { signatures: landed.map(({ signature }) => signature) };
    case "accounts":
      return { transactions: landed.map((one) => encodeAccounts(one.record(), options)) };
    case "full":
      return { transactions: landed.map((one) => encodeTransaction(one.record(), options)) };
  }
}

/** The slots with a block from `first` to `last`, both included. */
function blocksBetween({ slots }: Chain, first: number, last: number): number[] {
  const from = Math.max(first, slots.genesisSlot);
  const length = Math.max(0, Math.min(last, slots.slot - 1) - from + 1);
  return Array.from({ length }, (_, index) => from + index);
}

/** Blocks are those of closed slots: the open slot's would be another one with every transaction. */
export const blockMethods: Methods = {
  getBlock: method(1, [unsigned("u64"), encodingOr(blockConfig)], (chain, slot, config) => {
    const block = requireBlock(chain, slot);
    return {
      blockhash: block.blockhash,
      previousBlockhash: block.previousBlockhash,
      parentSlot: slot - 1,
      blockHeight: block.height,
      blockTime: block.time,
      ...contents(chain, slot, config),
      rewards: (config?.rewards ?? true) ? [] : undefined,
    };
  }),

  getBlocks: method(1, [unsigned("u64"), rangeOption, rangeConfig], (chain, first, option, config) => {
    requireSlot(chain, typeof option === "number" ? config : option);
    const last = Math.min(typeof option === "number" ? option : first + MAX_BLOCKS, chain.slots.slot - 1);
    if (last - first > MAX_BLOCKS) throw invalidParams(`Slot range too large; max ${MAX_BLOCKS}`);
    return blocksBetween(chain, first, last);
  }),

  getBlocksWithLimit: method(2, [unsigned("u64"), unsigned("usize"), rangeConfig], (chain, first, limit, config) => {
    if (limit > MAX_BLOCKS) throw invalidParams(`Limit too large; max ${MAX_BLOCKS}`);
    requireSlot(chain, config);
    return blocksBetween(chain, first, Number.POSITIVE_INFINITY).slice(0, limit);
  }),

  getFirstAvailableBlock: method(0, [], (chain) => chain.slots.genesisSlot),

  getRecentPerformanceSamples: method(0, [unsigned("usize").nullish()], (chain, limit) => {
    if ((limit ?? 0) > MAX_SAMPLES) throw invalidParams(`Invalid limit; max ${MAX_SAMPLES}`);
    return performanceSamples(chain.slots, chain.ledger).slice(0, limit ?? MAX_SAMPLES);
  }),
};
