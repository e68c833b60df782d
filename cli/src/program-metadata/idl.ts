/**
 * The IDL that a program's upgrade authority published with the program-metadata program, where explorers look for it. Layout:
 * `solana-program/program-metadata`, `state/header.rs`.
 */
import { gunzipSync, inflateSync } from "node:zlib";
import type { ProfitShareClient } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";

const PROGRAM_METADATA = new PublicKey("ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S");
/** What the account is about, filled up with zeros. */
const SEED = Buffer.from("idl".padEnd(16, "\0"));

/** Of an account, where its fields begin. */
const AT = { program: 1, canonical: 66, seed: 67, compression: 84, source: 86, length: 87, data: 96 };
const METADATA = 2;
/** Of the data: in the account itself, not at an address. */
const DIRECT = 0;
/** Far more than an IDL has: what was packed to be endless is none. */
const maxOutputLength = 16 * 1_024 * 1_024;
const UNPACK: Readonly<Record<number, (data: Buffer) => Buffer>> = {
  0: (data) => data,
  1: (data) => gunzipSync(data, { maxOutputLength }),
  2: (data) => inflateSync(data, { maxOutputLength }),
};

/** Where the upgrade authority's is; a stranger's has another address. */
const idlAddress = (program: PublicKey): PublicKey =>
  PublicKey.findProgramAddressSync([program.toBytes(), SEED], PROGRAM_METADATA)[0];

export interface PublishedIdl {
  address: PublicKey;
  /** null: there is none, or it is elsewhere than in the account, or it cannot be read. */
  text: string | null;
}

/** @throws NodeFailure */
export async function readPublishedIdl({
  connection,
  commitment,
  programId,
}: ProfitShareClient): Promise<PublishedIdl> {
  const address = idlAddress(programId);
  const account = await connection.getAccountInfo(address, commitment);
  const text = account?.owner.equals(PROGRAM_METADATA) ? textIn(account.data, programId) : null;
  return { address, text };
}

function textIn(data: Buffer, program: PublicKey): string | null {
  const unpack = UNPACK[data[AT.compression] ?? -1];
  const isOurs =
    data.length > AT.data &&
    data[0] === METADATA &&
    data[AT.canonical] === 1 &&
    data.subarray(AT.program, AT.program + 32).equals(program.toBuffer()) &&
    data.subarray(AT.seed, AT.seed + SEED.length).equals(SEED);
  if (!isOurs || unpack === undefined || data[AT.source] !== DIRECT) return null;
  try {
    return unpack(data.subarray(AT.data, AT.data + data.readUInt32LE(AT.length))).toString();
  } catch {
    // Whoever published it may have packed it wrongly, or to be endless.
    return null;
  }
}

/** Whether both are the same JSON, however it is spaced. */
export function isSameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}
