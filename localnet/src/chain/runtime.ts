import { toBase58 } from "@profit-share/sdk";
import { address, getTransactionDecoder, lamports } from "@solana/kit";
import { SystemProgram } from "@solana/web3.js";
import { FailedTransactionMetadata, LiteSVM, type SlotHash, type TransactionMetadata } from "litesvm";
import { fromLiteSvm } from "./litesvm-error";
import type { TransactionError } from "./transaction-error";
import { isSigned, type WireTransaction } from "./wire";

/** An account as the chain stores it. Addresses are base58 everywhere in the chain. */
export interface AccountState {
  lamports: bigint;
  data: Uint8Array;
  owner: string;
  executable: boolean;
}

/** Owns the sysvars. */
const SYSVARS = "Sysvar1111111111111111111111111111111111111";

/** What stands where nothing is. */
export const NO_ACCOUNT: AccountState = {
  lamports: 0n,
  data: new Uint8Array(),
  owner: SystemProgram.programId.toBase58(),
  executable: false,
};

export interface InnerInstruction {
  programIdIndex: number;
  accounts: number[];
  data: Uint8Array;
  stackHeight: number;
}

/** What running a transaction gave. */
export interface Outcome {
  err: TransactionError | null;
  logs: string[];
  /** Per top-level instruction; empty from the instruction on that failed. */
  innerInstructions: InnerInstruction[][];
  computeUnits: bigint;
  returnData: { programId: string; data: Uint8Array } | null;
}

export interface Simulation extends Outcome {
  /** The writable accounts after the run; empty if it failed. */
  postAccounts: Map<string, AccountState>;
}

/** How slots are counted in epochs. */
export interface EpochSchedule {
  slotsPerEpoch: bigint;
  /** Slots before an epoch at which its leaders are chosen. */
  leaderScheduleSlotOffset: bigint;
  /** Whether the first epochs are short and grow. */
  warmup: boolean;
  firstNormalEpoch: bigint;
  firstNormalSlot: bigint;
}

/** Sysvar values that follow the slot. */
export interface SlotSysvars {
  slot: bigint;
  epoch: bigint;
  epochStartTimestamp: bigint;
  unixTimestamp: bigint;
}

/**
 * LiteSVM with mainnet's feature set, signature checks and its real token programs.
 *
 * Its own blockhash check knows only the newest blockhash and its history only a fixed number of signatures, so both are off:
 * the chain around it keeps the last 150 blockhashes and every signature.
 */
export class Runtime {
  private readonly svm = new LiteSVM().withNativeMints().withBlockhashCheck(false).withTransactionHistory(0n);
  private readonly decoder = getTransactionDecoder();
  /**
   * Accounts as they were last read, until something can have changed them. Reading one anew takes a hundred times as long, most of
   * it for two addresses in base58, and a keeper of thousands of subscriptions reads the same ones all the time.
   */
  private readonly known = new Map<string, AccountState | null>();

  constructor(lamportsPerByte: number) {
    const rent = this.svm.getRent();
    // The name is older than the value: since SIMD-0194 it is the price of a byte for ever.
    rent.lamportsPerByteYear = BigInt(lamportsPerByte);
    this.svm.setRent(rent);
  }

  /** To be left as it is: whoever reads the account next gets the same bytes. */
  account(key: string): AccountState | null {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.svm.getAccount(address(key));
    const account = found.exists ? toState(found) : null;
    // Sysvars change with the slot.
    if (account?.owner !== SYSVARS) this.known.set(key, account);
    return account;
  }

  accountsOwnedBy(program: string): Map<string, AccountState> {
    return new Map(this.svm.getProgramAccounts(address(program)).map((found) => [found.address, toState(found)]));
  }

  /** Zero lamports remove the account. */
  setAccount(key: string, state: AccountState): void {
    this.known.delete(key);
    this.svm.setAccount({
      address: address(key),
      lamports: lamports(state.lamports),
      data: state.data,
      space: BigInt(state.data.length),
      programAddress: address(state.owner),
      executable: state.executable,
    });
  }

  /** Deploys with the upgradeable loader, without an upgrade authority. Throws if the bytes are no program. */
  loadProgram(key: string, elf: Uint8Array): void {
    // LiteSVM writes the account before it looks at the bytes, so a chain that is thrown away looks first.
    new LiteSVM().addProgram(address(key), elf);
    this.svm.addProgram(address(key), elf);
    // It writes the account of the program's bytes, too.
    this.known.clear();
  }

  rentExemption(space: bigint): bigint {
    return this.svm.minimumBalanceForRentExemption(space);
  }

  blockhash(): string {
    return this.svm.latestBlockhash();
  }

  /** Replaces the blockhash by its successor and returns it. */
  nextBlockhash(): string {
    this.svm.expireBlockhash();
    return this.svm.latestBlockhash();
  }

  slot(): bigint {
    return this.svm.getClock().slot;
  }

  epochSchedule(): EpochSchedule {
    const { slotsPerEpoch, leaderScheduleSlotOffset, warmup, firstNormalEpoch, firstNormalSlot } =
      this.svm.getEpochSchedule();
    return { slotsPerEpoch, leaderScheduleSlotOffset, warmup, firstNormalEpoch, firstNormalSlot };
  }

  setClock(values: SlotSysvars): void {
    const clock = this.svm.getClock();
    clock.slot = values.slot;
    clock.epoch = values.epoch;
    clock.leaderScheduleEpoch = values.epoch + 1n;
    clock.epochStartTimestamp = values.epochStartTimestamp;
    clock.unixTimestamp = values.unixTimestamp;
    this.svm.setClock(clock);
  }

  /** Newest first. */
  setSlotHashes(hashes: readonly { slot: bigint; hash: string }[]): void {
    this.svm.setSlotHashes(hashes as SlotHash[]);
  }

  /** Runs and commits. What fails before the fee is taken changes nothing. @param writable accounts that it may change */
  execute(transaction: WireTransaction, writable: readonly string[]): Outcome {
    if (!isSigned(transaction)) return notRun("SignatureFailure");
    for (const key of writable) this.known.delete(key);
    const result = this.svm.sendTransaction(this.decoder.decode(transaction.bytes));
    return result instanceof FailedTransactionMetadata
      ? outcome(result.meta(), this.errorOf(result, transaction))
      : outcome(result, null);
  }

  /** Runs without committing. */
  simulate(transaction: WireTransaction, verifySignatures: boolean): Simulation {
    if (verifySignatures && !isSigned(transaction)) return notRun("SignatureFailure");
    this.svm.withSigverify(verifySignatures);
    try {
      const result = this.svm.simulateTransaction(this.decoder.decode(transaction.bytes));
      if (result instanceof FailedTransactionMetadata) {
        return { ...outcome(result.meta(), this.errorOf(result, transaction)), postAccounts: new Map() };
      }
      const postAccounts = new Map(result.postAccounts().map((found) => [found.address, toState(found)]));
      return { ...outcome(result.meta(), null), postAccounts };
    } finally {
      this.svm.withSigverify(true);
    }
  }

  /** LiteSVM does not tell a program that does not exist from an account that is no program; a node does. */
  private errorOf(failed: FailedTransactionMetadata, { message }: WireTransaction): TransactionError {
    const err = fromLiteSvm(failed.err());
    if (err !== "InvalidProgramForExecution") return err;
    const programs = message.compiledInstructions.map((one) => message.staticAccountKeys[one.programIdIndex]!);
    return programs.some((program) => this.account(program.toBase58()) === null) ? "ProgramAccountNotFound" : err;
  }
}

/** The outcome of a transaction that is refused before it runs. */
export function notRun(err: TransactionError): Simulation {
  return { err, logs: [], innerInstructions: [], computeUnits: 0n, returnData: null, postAccounts: new Map() };
}

function toState(found: {
  lamports: bigint;
  data: unknown;
  programAddress: string;
  executable: boolean;
}): AccountState {
  return {
    lamports: found.lamports,
    data: found.data as Uint8Array,
    owner: found.programAddress,
    executable: found.executable,
  };
}

function outcome(meta: TransactionMetadata, err: TransactionError | null): Outcome {
  const returned = meta.returnData();
  return {
    err,
    logs: meta.logs(),
    innerInstructions: meta.innerInstructions().map((inner) =>
      inner.map((entry) => ({
        programIdIndex: entry.instruction().programIdIndex(),
        accounts: [...entry.instruction().accounts()],
        data: entry.instruction().data(),
        stackHeight: entry.stackHeight(),
      })),
    ),
    computeUnits: meta.computeUnitsConsumed(),
    returnData:
      returned.data().length > 0 ? { programId: toBase58(returned.programId()), data: returned.data() } : null,
  };
}
