/** What ran in a transaction, in the order in which it ran, and what of it called this program. */
import type { PublicKey } from "@solana/web3.js";
import { eventAuthorityAddress } from "../program/addresses";
import { decodeInstruction, instructionName } from "../wire/coder";
import { PROGRAM_ID } from "../wire/idl";
import type { Args, CamelCase, Instruction, InstructionName } from "../wire/idl-types";
import { accountsOf } from "../wire/schema";
import { fromBase58 } from "../wire/text";
import { decodeHistoryEvents, type FetchedTransaction, type HistoryEvent } from "./events";

/** One that ran. */
export interface ExecutedInstruction {
  programId: PublicKey;
  accounts: readonly PublicKey[];
  data: Uint8Array;
}

type Account<Name extends InstructionName> = Extract<Instruction, { name: Name }>["accounts"][number];

/** By name; null where an optional one was left out. */
type Accounts<Name extends InstructionName> = {
  [A in Account<Name> as CamelCase<A["name"]>]: A extends { optional: true } ? PublicKey | null : PublicKey;
};

/** A call of this program, with its arguments and accounts by name. */
export type ProgramCall = {
  [Name in InstructionName]: {
    name: Name;
    args: Args<Extract<Instruction, { name: Name }>>;
    accounts: Accounts<Name>;
    /** The accounts behind those with a name: the rows of a batch. */
    rest: readonly PublicKey[];
  };
}[InstructionName];

const ran = new WeakMap<FetchedTransaction, readonly ExecutedInstruction[]>();

/** Each instruction followed by those that it called. Nothing of a transaction that failed. */
export function executedInstructions(fetched: FetchedTransaction): readonly ExecutedInstruction[] {
  const known = ran.get(fetched) ?? instructionsIn(fetched);
  ran.set(fetched, known);
  return known;
}

function instructionsIn({ meta, transaction }: FetchedTransaction): ExecutedInstruction[] {
  if (meta === null || meta.err !== null) return [];
  const { message } = transaction;
  const keys = message.getAccountKeys(
    meta.loadedAddresses ? { accountKeysFromLookups: meta.loadedAddresses } : undefined,
  );
  const key = (index: number) => keys.get(index)!;
  return message.compiledInstructions.flatMap(({ programIdIndex, accountKeyIndexes, data }, index) => [
    { programId: key(programIdIndex), accounts: accountKeyIndexes.map(key), data },
    ...(meta.innerInstructions ?? [])
      .filter((inner) => inner.index === index)
      .flatMap(({ instructions }) => instructions)
      .map((inner) => new Inner(key(inner.programIdIndex), inner.accounts.map(key), inner.data)),
  ]);
}

/** Most look at whose it is first: a batch's event is 6,000 bytes of base58. */
class Inner implements ExecutedInstruction {
  private bytes: Uint8Array | null = null;

  constructor(
    readonly programId: PublicKey,
    readonly accounts: readonly PublicKey[],
    private readonly base58: string,
  ) {}

  get data(): Uint8Array {
    this.bytes ??= fromBase58(this.base58);
    return this.bytes;
  }
}

/** The call of this program that the instruction is; null if it is something else, one of its event instructions for example. */
export function programCall(
  { programId, accounts, data }: ExecutedInstruction,
  ours: PublicKey = PROGRAM_ID,
): ProgramCall | null {
  const name = programId.equals(ours) ? instructionName(data) : null;
  if (name === null) return null;
  const args = decodeInstruction(name, data)!;
  const named = accountsOf(name).map(({ name: account, isOptional }, index) => {
    const given = accounts[index]!;
    // An optional account that was left out is written as the program's own address.
    return [account, isOptional && given.equals(ours) ? null : given];
  });
  return { name, args, accounts: Object.fromEntries(named), rest: accounts.slice(named.length) } as ProgramCall;
}

/** The settlements or the end that an instruction records as the program's own event; empty if it is something else. */
export function recordedBy(
  { programId, accounts: [first], data }: ExecutedInstruction,
  ours: PublicKey = PROGRAM_ID,
): HistoryEvent[] {
  if (!programId.equals(ours) || !first?.equals(eventAuthorityAddress(ours))) return [];
  return decodeHistoryEvents(data);
}
