import { CODE, RpcError } from "../errors";
import { API_VERSION, type Methods, method, requireSlot, withContext } from "../method";
import { address, blockhash, context, flag, list, struct, unsigned } from "../params";

const contextConfig = struct("RpcContextConfig", context).nullish();
const supplyConfig = struct("RpcSupplyConfig", { excludeNonCirculatingAccountsList: flag.optional() }).nullish();
const voteAccountsConfig = struct("RpcGetVoteAccountsConfig", {
  votePubkey: address.nullish(),
  keepUnstakedDelinquents: flag.nullish(),
  delinquentSlotDistance: unsigned("u64").nullish(),
}).nullish();
const FEE_SLOTS = 150;

export const clusterMethods: Methods = {
  getSlot: method(0, [contextConfig], (chain, config) => {
    requireSlot(chain, config);
    return chain.slots.slot;
  }),

  getBlockHeight: method(0, [contextConfig], (chain, config) => {
    requireSlot(chain, config);
    return chain.slots.height;
  }),

  getBlockTime: method(1, [unsigned("u64")], (chain, slot) => {
    const { slots } = chain;
    if (slot > slots.slot) throw new RpcError(CODE.blockNotAvailable, `Block not available for slot ${slot}`);
    if (slot >= slots.genesisSlot) return slots.time(slot);
    const reason = `Block ${slot} cleaned up, does not exist on node. First available block: ${slots.genesisSlot}`;
    throw new RpcError(CODE.blockCleanedUp, reason);
  }),

  getEpochInfo: method(0, [contextConfig], (chain, config) => {
    requireSlot(chain, config);
    return {
      ...chain.epoch(),
      absoluteSlot: chain.slots.slot,
      blockHeight: chain.slots.height,
      transactionCount: chain.ledger.count,
    };
  }),

  getEpochSchedule: method(0, [], (chain) => chain.epochSchedule()),

  /** Lamports do not circulate while a stake account locks them, and here nothing does. */
  getSupply: method(0, [supplyConfig], (chain) => {
    const total = chain.supply();
    return withContext(chain, { total, circulating: total, nonCirculating: 0, nonCirculatingAccounts: [] });
  }),

  /** Nobody votes here. */
  getVoteAccounts: method(0, [voteAccountsConfig], () => ({ current: [], delinquent: [] })),

  getLatestBlockhash: method(0, [contextConfig], (chain, config) => {
    requireSlot(chain, config);
    const latest = chain.slots.blockhash;
    return withContext(chain, { blockhash: latest, lastValidBlockHeight: chain.slots.lastValidHeight(latest) });
  }),

  isBlockhashValid: method(1, [blockhash, contextConfig], (chain, hash, config) => {
    requireSlot(chain, config);
    return withContext(chain, chain.slots.lastValidHeight(hash) !== null);
  }),

  getGenesisHash: method(0, [], (chain) => chain.slots.genesisHash),
  getHealth: method(0, [], () => "ok"),
  getVersion: method(0, [], () => ({ "solana-core": API_VERSION })),
  getTransactionCount: method(0, [contextConfig], (chain, config) => {
    requireSlot(chain, config);
    return chain.ledger.count;
  }),

  /** Every transaction fits its slot, so nobody has to pay to be first. */
  getRecentPrioritizationFees: method(0, [list(address).nullish()], (chain) => {
    const count = Math.min(FEE_SLOTS, chain.slots.height + 1);
    return Array.from({ length: count }, (_, index) => ({
      slot: chain.slots.slot - count + 1 + index,
      prioritizationFee: 0,
    }));
  }),
};
