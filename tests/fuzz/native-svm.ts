/**
 * LiteSVM by its native binding, which takes and gives bytes: through the package's own wrapper a transaction costs five
 * times as much, most of it base58.
 */

import { programFile } from "@profit-share/testing/program-file";
import {
  Account,
  type Clock,
  type FailedTransactionMetadata,
  LiteSvm,
  TransactionMetadata,
} from "litesvm/dist/internal";
import { type Address, POSTMAN, PROGRAM, SYSTEM } from "./addresses";
import type { Meta } from "./operations";
import { wire } from "./wire";

/** First bytes of the data of every self-CPI event. */
const EVENT_TAG = Buffer.from("e445a52e51cb9a1d", "hex");

/** What a transaction came to. */
export interface Outcome {
  /** "Custom(6060)" or the runtime's name; null if it succeeded. */
  error: string | null;
  /** Data of the self-CPI events, in order. */
  events: Buffer[];
  returned: Buffer;
  computeUnits: number;
  logs(): string[];
}

/** `InstructionError` as the runtime numbers and names it, those without a value. */
const INSTRUCTION_ERRORS =
  "GenericError InvalidArgument InvalidInstructionData InvalidAccountData AccountDataTooSmall InsufficientFunds IncorrectProgramId MissingRequiredSignature AccountAlreadyInitialized UninitializedAccount UnbalancedInstruction ModifiedProgramId ExternalAccountLamportSpend ExternalAccountDataModified ReadonlyLamportChange ReadonlyDataModified DuplicateAccountIndex ExecutableModified RentEpochModified NotEnoughAccountKeys AccountDataSizeChanged AccountNotExecutable AccountBorrowFailed AccountBorrowOutstanding DuplicateAccountOutOfSync InvalidError ExecutableDataModified ExecutableLamportChange ExecutableAccountNotRentExempt UnsupportedProgramId CallDepth MissingAccount ReentrancyNotAllowed MaxSeedLengthExceeded InvalidSeeds InvalidRealloc ComputationalBudgetExceeded PrivilegeEscalation ProgramEnvironmentSetupFailure ProgramFailedToComplete ProgramFailedToCompile Immutable IncorrectAuthority AccountNotRentExempt InvalidAccountOwner ArithmeticOverflow UnsupportedSysvar IllegalOwner".split(
    " ",
  );

export class NativeSvm {
  private readonly svm = new LiteSvm();
  private readonly clock: Clock;
  private sent = 0;

  constructor() {
    this.svm.setSigverify(false);
    this.svm.setBlockhashCheck(false);
    // Nobody asks for a transaction again, and a history would grow without end.
    this.svm.setTransactionHistory(0n);
    this.svm.addProgramFromFile(PROGRAM.bytes, programFile());
    this.clock = this.svm.getClock();
    this.set(POSTMAN, SYSTEM, 2n ** 62n, Buffer.alloc(0));
  }

  rent(length: number): bigint {
    return this.svm.minimumBalanceForRentExemption(BigInt(length));
  }

  set(at: Address, owner: Address, lamports: bigint, data: Buffer, executable = false): void {
    this.svm.setAccount(at.bytes, new Account(lamports, data, owner.bytes, executable, 2n ** 64n - 1n));
  }

  /** Null if there is none. */
  account(at: Address): Account | null {
    return this.svm.getAccount(at.bytes);
  }

  /** Every account that a program owns, by address. */
  owned(program: Address): { address: Buffer; account: Account }[] {
    const found = this.svm.getProgramAccounts(program.bytes);
    const list = found.map((entry) => ({ address: Buffer.from(entry.address), account: entry.account() }));
    return list.sort((a, b) => Buffer.compare(a.address, b.address));
  }

  /** @param now unix seconds; the slots go along */
  setTime(now: bigint, slots: bigint): void {
    this.clock.unixTimestamp = now;
    this.clock.slot += slots;
    this.svm.setClock(this.clock);
  }

  send(accounts: readonly Meta[], data: Buffer): Outcome {
    const { bytes, keys } = wire(accounts, data, this.sent++);
    const result = this.svm.sendLegacyTransaction(bytes);
    if (result instanceof TransactionMetadata) {
      return {
        error: null,
        events: eventsOf(result, keys.indexOf(PROGRAM)),
        returned: Buffer.from(result.returnData().data()),
        computeUnits: Number(result.computeUnitsConsumed()),
        logs: () => result.logs(),
      };
    }
    const meta = result.meta();
    const computeUnits = Number(meta.computeUnitsConsumed());
    return { error: errorOf(result), events: [], returned: Buffer.alloc(0), computeUnits, logs: () => meta.logs() };
  }
}

function eventsOf(result: TransactionMetadata, program: number): Buffer[] {
  const events: Buffer[] = [];
  for (const inner of result.innerInstructions().flat()) {
    const instruction = inner.instruction();
    if (instruction.programIdIndex() !== program) continue;
    const data = Buffer.from(instruction.data());
    if (data.subarray(0, 8).equals(EVENT_TAG)) events.push(data);
  }
  return events;
}

function errorOf(result: FailedTransactionMetadata): string {
  const error = result.err();
  if (typeof error === "object" && "err" in error && "index" in error) {
    const inner = error.err();
    if (typeof inner === "number") return INSTRUCTION_ERRORS[inner] ?? `instruction error ${inner}`;
    if ("code" in inner) return `Custom(${inner.code})`;
  }
  if (typeof error === "object" && "accountIndex" in error) return "InsufficientFundsForRent";
  return result.toString().slice(0, 200);
}
