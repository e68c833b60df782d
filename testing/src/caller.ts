/**
 * The test program `programs/caller`: it calls other programs with the signatures of its PDAs, as a multisig does, and logs,
 * returns and fails as it is told to.
 */
import { join } from "node:path";
import { type AccountMeta, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { keyOf } from "./keys";

export const CALLER = keyOf("caller").publicKey;
export const CALLER_FILE = join(__dirname, "../artifacts/caller.so");

/** What the program does; the numbers are those of its source. */
export type Step =
  | { call: TransactionInstruction }
  /** A line of text. */
  | { log: string }
  /** A line of data. */
  | { logData: Uint8Array }
  | { returns: Uint8Array }
  /** A custom error. */
  | { fails: number }
  /** Bytes that are no step: the program ignores them and what follows. */
  | { ignores: Uint8Array };

interface Seeds {
  seed: Buffer;
  bump: number;
}

/** By address, so that a call of one of them is signed for it. */
const known = new Map<string, Seeds>();

/** A PDA of the program; it signs what `relay` calls. */
export function callersPda(name: string): PublicKey {
  const seed = Buffer.from(name);
  const [address, bump] = PublicKey.findProgramAddressSync([seed], CALLER);
  known.set(address.toBase58(), { seed, bump });
  return address;
}

/** An instruction of the program that carries out the steps, one after the other. */
export function script(...steps: Step[]): TransactionInstruction {
  const keys = steps.flatMap((step) => ("call" in step ? accountsOf(step.call) : []));
  return new TransactionInstruction({ programId: CALLER, keys, data: Buffer.concat(steps.map(bytesOf)) });
}

/** The instruction, called by the program. Its PDAs sign, all others sign the transaction. */
export const relay = (call: TransactionInstruction): TransactionInstruction => script({ call });

/** The same with `depth` calls of the program by itself in between. */
export const relayThrough = (depth: number, call: TransactionInstruction): TransactionInstruction =>
  depth === 0 ? call : relay(relayThrough(depth - 1, call));

/** The called program, and what it takes. No transaction can hold a PDA's signature. */
const accountsOf = ({ programId, keys }: TransactionInstruction): AccountMeta[] => [
  { pubkey: programId, isSigner: false, isWritable: false },
  ...keys.map((key) => ({ ...key, isSigner: key.isSigner && !known.has(key.pubkey.toBase58()) })),
];

function bytesOf(step: Step): Buffer {
  if ("call" in step)
    return Buffer.concat([Buffer.of(0), signersOf(step.call), flagsOf(step.call), long(step.call.data)]);
  if ("log" in step) return Buffer.concat([Buffer.of(1), long(Buffer.from(step.log))]);
  if ("logData" in step) return Buffer.concat([Buffer.of(2), long(step.logData)]);
  if ("returns" in step) return Buffer.concat([Buffer.of(3), long(step.returns)]);
  if ("fails" in step) return Buffer.concat([Buffer.of(4), littleEndian(step.fails, 4)]);
  return Buffer.from(step.ignores);
}

function signersOf({ keys }: TransactionInstruction): Buffer {
  const asked = new Set(keys.filter(({ isSigner }) => isSigner).map(({ pubkey }) => pubkey.toBase58()));
  const seeds = [...asked].flatMap((address) => known.get(address) ?? []);
  const parts = seeds.map(({ seed, bump }) => Buffer.concat([short(seed), Buffer.of(bump)]));
  return Buffer.concat([Buffer.of(parts.length), ...parts]);
}

const flagsOf = ({ keys }: TransactionInstruction): Buffer =>
  short(Buffer.from(keys.map(({ isSigner, isWritable }) => Number(isSigner) + 2 * Number(isWritable))));

const short = (bytes: Uint8Array): Buffer => Buffer.concat([littleEndian(bytes.length, 1), bytes]);
const long = (bytes: Uint8Array): Buffer => Buffer.concat([littleEndian(bytes.length, 2), bytes]);

function littleEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntLE(value, 0, length);
  return bytes;
}
