/** One way to make an instruction: order, flags, fixed accounts and encoding come from the program's interface. */
import { type PublicKey, SystemProgram, TransactionInstruction } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { eventAuthorityAddress } from "../program/addresses";
import { TOKEN_PROGRAM_ID } from "../spl/token";
import { toBuffer } from "../wire/bytes";
import { encodeInstruction } from "../wire/coder";
import { PROGRAM_ID } from "../wire/idl";
import type { Args, CamelCase, Instruction, InstructionName } from "../wire/idl-types";
import { accountsOf } from "../wire/schema";

type Named<Name extends InstructionName> = Extract<Instruction, { name: Name }>;

/** Accounts that are the same in every instruction: the caller never passes them. */
type Fixed = "token_program" | "system_program" | "event_authority" | "program";

type Account<Name extends InstructionName> = Named<Name>["accounts"][number];
type AccountName<Name extends InstructionName> = Exclude<Account<Name>["name"], Fixed>;
type IsOptional<Name extends InstructionName, A> =
  Extract<Account<Name>, { name: A }> extends { optional: true } ? true : false;

/** The accounts an instruction needs; null leaves an optional one out. */
type Accounts<Name extends InstructionName> = {
  [A in AccountName<Name> as CamelCase<A>]: IsOptional<Name, A> extends true ? PublicKey | null : PublicKey;
};

/**
 * @param accounts @param args by the camelCase of the program's names
 * @throws Error naming the argument or account that is missing or does not fit
 */
export function instruction<Name extends InstructionName>(
  name: Name,
  accounts: Accounts<Name>,
  args: Args<Named<Name>>,
  programId = PROGRAM_ID,
): TransactionInstruction {
  const given: Readonly<Record<string, PublicKey | null | undefined>> = accounts;
  const keys = accountsOf(name).map(({ name: account, isSigner, isWritable, isOptional }) => {
    const pubkey = given[account] === undefined ? FIXED[account]?.(programId) : given[account];
    // An optional account that is left out is written as the program's own address.
    if (pubkey === null && isOptional) return { pubkey: programId, isSigner: false, isWritable: false };
    if (!pubkey) throw new InvalidInput(`${name} needs the account ${account}: pass its address`);
    return { pubkey, isSigner, isWritable };
  });
  const data = toBuffer(encodeInstruction(name, args));
  return new TransactionInstruction({ programId, keys, data });
}

const FIXED: Readonly<Record<string, (programId: PublicKey) => PublicKey>> = {
  tokenProgram: () => TOKEN_PROGRAM_ID,
  systemProgram: () => SystemProgram.programId,
  eventAuthority: eventAuthorityAddress,
  program: (programId: PublicKey) => programId,
} satisfies Record<CamelCase<Fixed>, unknown>;
