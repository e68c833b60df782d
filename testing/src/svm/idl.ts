/** The IDL as data: account names of an instruction, and where an account's fields lie. */

import idl from "@profit-share/sdk/idl.json";
import { type PublicKey, TransactionInstruction } from "@solana/web3.js";

const DISCRIMINATOR_LENGTH = 8;

type IdlType = string | { array: [IdlType, number] } | { defined: { name: string } };
interface IdlField {
  name: string;
  type: IdlType;
}

const WIDTHS: Record<string, number> = { bool: 1, u8: 1, u16: 2, u32: 4, i64: 8, u64: 8, pubkey: 32 };

/** A copy of `instruction` with another account in the place that the program calls `name`; its flags stay. */
export function withAccount(
  instruction: TransactionInstruction,
  name: string,
  pubkey: PublicKey,
): TransactionInstruction {
  return changed(instruction, name, { pubkey });
}

/** A copy in which the account called `name` need not sign. */
export const unsigned = (instruction: TransactionInstruction, name: string): TransactionInstruction =>
  changed(instruction, name, { isSigner: false });

/** A copy in which the account called `name` is read-only. */
export const readonly = (instruction: TransactionInstruction, name: string): TransactionInstruction =>
  changed(instruction, name, { isWritable: false });

/** A copy that leaves the optional account called `name` out. */
export const without = (instruction: TransactionInstruction, name: string): TransactionInstruction =>
  changed(instruction, name, { pubkey: instruction.programId, isSigner: false, isWritable: false });

/** A copy with one byte of the data changed: for arguments that the builders refuse. */
export function withDataByte(instruction: TransactionInstruction, offset: number, value: number) {
  const { programId, keys } = instruction;
  const data = Buffer.from(instruction.data);
  data[offset] = value;
  return new TransactionInstruction({ programId, keys, data });
}

/** The address in the place that the program calls `name`. */
export const accountOf = (instruction: TransactionInstruction, name: string): PublicKey =>
  instruction.keys[indexOf(instruction, name)]!.pubkey;

/** Offset and type of `path` (dots into structs), counted from an account's first byte. */
export function fieldAt(account: string, path: string): { offset: number; type: IdlType } {
  let fields = fieldsOf(account);
  let offset = DISCRIMINATOR_LENGTH;
  const names = path.split(".");
  for (const [depth, name] of names.entries()) {
    const index = fields.findIndex((field) => field.name === name);
    if (index < 0) throw new Error(`${account} has no field ${path}`);
    offset += widthOfAll(fields.slice(0, index));
    const { type } = fields[index]!;
    if (depth === names.length - 1) return { offset, type };
    fields = fieldsOf((type as { defined: { name: string } }).defined.name);
  }
  throw new Error("A path is never empty");
}

/** Bytes of an account, its discriminator included. */
export const accountLength = (account: string): number => DISCRIMINATOR_LENGTH + widthOfAll(fieldsOf(account));

export function writeField(data: Buffer, account: string, path: string, value: bigint | number | Uint8Array): void {
  const { offset, type } = fieldAt(account, path);
  if (value instanceof Uint8Array) {
    if (value.length !== width(type)) throw new RangeError(`${path} has ${width(type)} bytes, not ${value.length}`);
    data.set(value, offset);
  } else if (type === "i64") data.writeBigInt64LE(BigInt(value), offset);
  else if (type === "u64") data.writeBigUInt64LE(BigInt(value), offset);
  else data.writeUIntLE(Number(value), offset, width(type));
}

function changed(instruction: TransactionInstruction, name: string, change: object): TransactionInstruction {
  const index = indexOf(instruction, name);
  const keys = instruction.keys.map((key, at) => (at === index ? { ...key, ...change } : key));
  return new TransactionInstruction({ programId: instruction.programId, keys, data: instruction.data });
}

function indexOf(instruction: TransactionInstruction, name: string): number {
  const discriminator = [...instruction.data.subarray(0, DISCRIMINATOR_LENGTH)].join();
  const found = idl.instructions.find((candidate) => candidate.discriminator.join() === discriminator);
  const index = found?.accounts.findIndex((account) => account.name === name) ?? -1;
  if (index < 0) throw new Error(`${found?.name ?? "The instruction"} has no account ${name}`);
  return index;
}

function fieldsOf(name: string): IdlField[] {
  const found = idl.types.find((type) => type.name === name);
  if (found === undefined) throw new Error(`The IDL has no type ${name}`);
  return found.type.fields as IdlField[];
}

const widthOfAll = (fields: IdlField[]): number => fields.reduce((sum, { type }) => sum + width(type), 0);

function width(type: IdlType): number {
  if (typeof type === "string") {
    const known = WIDTHS[type];
    if (known === undefined) throw new Error(`The width of ${type} is not known`);
    return known;
  }
  if ("array" in type) return width(type.array[0]) * type.array[1];
  return widthOfAll(fieldsOf(type.defined.name));
}
