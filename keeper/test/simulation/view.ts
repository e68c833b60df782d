/** The chain as it was in a slot of one line of blocks: what a node that is behind, or on a fork, answers from. */
import type { AccountState, Chain, TransactionRecord } from "@profit-share/localnet";
import { SYSVAR_CLOCK_PUBKEY } from "@solana/web3.js";
import type { Branch, State } from "./branch";
import type { Truth } from "./truth";

type Submitted = Parameters<Chain["submit"]>[0];
/** A landed transaction, as the chain's ledger has it. */
type Landed = ReturnType<Chain["ledger"]["landedIn"]>[number];

const CLOCK = SYSVAR_CLOCK_PUBKEY.toBase58();
/** Blocks that a blockhash lives for. */
const LIFETIME = 150;

export interface ViewOptions {
  truth: Truth;
  branch: Branch;
  slot: number;
  /** Takes a transaction that the node was sent. */
  forward: (transaction: Submitted) => void;
  /** What the node says too much in its block height. */
  heightError: number;
  /** The oldest slot of which it has the history. */
  firstSlot: number;
  /** Whether it lists the transactions of one slot the other way round. */
  turned: boolean;
}

/** Answers what localnet's methods ask of a chain. */
export class View {
  readonly slots: ReturnType<View["slotsOf"]>;
  private listed: readonly Landed[] | null = null;

  constructor(private readonly options: ViewOptions) {
    this.slots = this.slotsOf();
  }

  /** For localnet's methods, which take the chain itself. */
  get chain(): Chain {
    return this as unknown as Chain;
  }

  readonly ledger: Pick<Chain["ledger"], "get" | "mentioning" | "landedIn" | "count"> = {
    get: (wanted) => this.landed().find(({ signature }) => signature === wanted) ?? null,
    mentioning: (key) => this.landed().filter(({ keys }) => keys.includes(key)),
    landedIn: (slot) => this.landed().filter((one) => one.slot === slot),
    count: 0,
  };

  account(key: string): State {
    const { branch, slot, truth } = this.options;
    if (key === CLOCK) return clockAt(truth, slot);
    return branch.has(key) ? branch.account(key, slot) : truth.unchanged(key);
  }

  accountsOwnedBy(program: string): Map<string, AccountState> {
    const found = new Map<string, AccountState>();
    for (const key of this.options.branch.keys) {
      const state = this.account(key);
      if (state?.owner === program) found.set(key, state);
    }
    return found;
  }

  accountsOf(transaction: Submitted): ReturnType<Chain["accountsOf"]> {
    return this.options.truth.chain.accountsOf(transaction);
  }

  simulate(...[transaction, how]: Parameters<Chain["simulate"]>): ReturnType<Chain["simulate"]> {
    const { truth, branch, slot } = this.options;
    const { keys } = this.accountsOf(transaction);
    return truth.asOf(branch, slot, keys, () => truth.chain.simulate(transaction, how));
  }

  submit(transaction: Submitted): null {
    this.options.forward(transaction);
    return null;
  }

  rentExemption(space: number): bigint {
    return this.options.truth.chain.rentExemption(space);
  }

  epoch(): ReturnType<Chain["epoch"]> {
    return this.options.truth.chain.epoch();
  }

  private slotsOf() {
    const { truth, branch, slot, heightError } = this.options;
    return {
      slot,
      genesisSlot: truth.chain.slots.genesisSlot,
      genesisHash: truth.chain.slots.genesisHash,
      height: truth.heightOf(slot) + heightError,
      blockhash: branch.blockhash(slot),
      time: (of: number) => truth.timeOf(of),
      block: () => null,
      lastValidHeight: (blockhash: string) => {
        const born = branch.slotOf(blockhash);
        const lives = born !== null && born <= slot && slot <= born + LIFETIME;
        return lives ? truth.heightOf(born) + LIFETIME : null;
      },
    };
  }

  /** Oldest first. */
  private landed(): readonly Landed[] {
    if (this.listed === null) {
      const { branch, slot, firstSlot, turned } = this.options;
      const seen = branch.records.filter((record) => record.slot <= slot && record.slot >= firstSlot);
      const listed = turned ? [...seen].reverse().sort((a, b) => a.slot - b.slot) : seen;
      this.listed = listed.map(landedAs);
    }
    return this.listed;
  }
}

const landedAs = (record: TransactionRecord, ordinal: number): Landed => ({
  ...{ slot: record.slot, blockTime: record.blockTime, keys: record.keys },
  ...{ signature: signatureOf(record), ordinal, err: record.outcome.err, record: () => record },
});

export const signatureOf = ({ transaction }: Pick<TransactionRecord, "transaction">): string =>
  transaction.signatures[0]!;

/** The sysvar, as the program and the keeper read it. */
function clockAt(truth: Truth, slot: number): State {
  const now = truth.unchanged(CLOCK)!;
  const data = Buffer.from(now.data);
  data.writeBigUInt64LE(BigInt(slot), 0);
  data.writeBigInt64LE(BigInt(truth.timeOf(slot)), 32);
  return { ...now, data };
}
