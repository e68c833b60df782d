/** One way to make an instruction: order, flags, fixed accounts and encoding come from the IDL. */
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { eventAuthorityAddress } from "../program/addresses";
import { toBuffer } from "../wire/bytes";
import { encodeInstruction } from "../wire/coder";
import { IDL, PROGRAM_ID } from "../wire/idl";
import type { Args } from "../wire/idl-types";

type Instruction = (typeof IDL.instructions)[number];
export type InstructionName = Instruction["name"];
type Named<Name extends InstructionName> = Extract<Instruction, { name: Name }>;

/** Accounts that are the same in every instruction: the caller never passes them. */
type Fixed = "token_program" | "system_program" | "event_authority" | "program";

type Account<Name extends InstructionName> = Named<Name>["accounts"][number];
type AccountName<Name extends InstructionName> = Exclude<Account<Name>["name"], Fixed>;
type IsOptional<Name extends InstructionName, A> =
  Extract<Account<Name>, { name: A }> extends { optional: true } ? true : false;

/** The accounts an instruction needs, by the program's names; null leaves an optional one out. */
type Accounts<Name extends InstructionName> = {
  [A in AccountName<Name>]: IsOptional<Name, A> extends true ? PublicKey | null : PublicKey;
};

interface AccountSpec {
  readonly name: string;
  readonly signer?: boolean;
  readonly writable?: boolean;
  readonly optional?: boolean;
  readonly address?: string;
}

/**
 * @param accounts by the program's names
 * @param args by the camelCase of the program's names
 * @throws Error naming the argument or account that is missing or does not fit
 */
export function instruction<Name extends InstructionName>(
  name: Name,
  accounts: Accounts<Name>,
  args: Args<Named<Name>>,
  programId = PROGRAM_ID,
): TransactionInstruction {
  const spec = IDL.instructions.find((candidate) => candidate.name === name)!;
  const given = accounts as Record<string, PublicKey | null | undefined>;
  const keys = (spec.accounts as readonly AccountSpec[]).map((account) => {
    const pubkey = given[account.name] === undefined ? fixedAccount(account, programId) : given[account.name];
    if (pubkey === undefined || (pubkey === null && !account.optional)) {
      throw new InvalidInput(`${name} needs the account ${account.name}: pass its address`);
    }
    // An optional account that is left out is written as the program's own address.
    if (pubkey === null) return { pubkey: programId, isSigner: false, isWritable: false };
    return { pubkey, isSigner: account.signer === true, isWritable: account.writable === true };
  });
  const data = toBuffer(encodeInstruction(name, args as Record<string, unknown>));
  return new TransactionInstruction({ programId, keys, data });
}

function fixedAccount({ name, address }: AccountSpec, programId: PublicKey): PublicKey | undefined {
  if (name === "program") return programId;
  if (name === "event_authority") return eventAuthorityAddress(programId);
  if (name === "token_program" || name === "system_program") return new PublicKey(address!);
  return undefined;
}
