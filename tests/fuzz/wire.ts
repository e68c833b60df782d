/** A legacy transaction of one instruction, as bytes. Signatures are left out: nobody checks them here. */
import { type Address, POSTMAN, PROGRAM } from "./addresses";
import type { Meta } from "./operations";

const SIGNATURE = 64;
const BLOCKHASH = 32;

/** @param number makes the transaction another one than every other */
export function wire(accounts: readonly Meta[], data: Buffer, number: number): { bytes: Buffer; keys: Address[] } {
  const flags = new Map<Address, { signer: boolean; writable: boolean }>();
  flags.set(POSTMAN, { signer: true, writable: true });
  for (const { address, signer, writable } of accounts) {
    const known = flags.get(address);
    if (known === undefined) flags.set(address, { signer, writable });
    else {
      known.signer ||= signer;
      known.writable ||= writable;
    }
  }
  if (!flags.has(PROGRAM)) flags.set(PROGRAM, { signer: false, writable: false });
  const keys: Address[] = [];
  const counts = [0, 0, 0, 0];
  for (let group = 0; group < 4; group++) {
    for (const [address, { signer, writable }] of flags) {
      if ((signer ? 0 : 2) + (writable ? 0 : 1) !== group) continue;
      keys.push(address);
      counts[group]!++;
    }
  }
  const signers = counts[0]! + counts[1]!;
  const lengthBytes = data.length < 0x80 ? 1 : 2;
  const message = 3 + 1 + 32 * keys.length + BLOCKHASH + 1 + 1 + 1 + accounts.length + lengthBytes + data.length;
  const bytes = Buffer.alloc(1 + SIGNATURE * signers + message);
  let at = bytes.writeUInt8(signers, 0);
  bytes.writeUInt32LE(number >>> 0, at);
  bytes.writeUInt32LE(Math.floor(number / 2 ** 32), at + 4);
  at += SIGNATURE * signers;
  at = bytes.writeUInt8(signers, at);
  at = bytes.writeUInt8(counts[1]!, at);
  at = bytes.writeUInt8(counts[3]!, at);
  at = bytes.writeUInt8(keys.length, at);
  for (const { bytes: key } of keys) {
    bytes.set(key, at);
    at += 32;
  }
  bytes.writeUInt32LE(number >>> 0, at);
  at += BLOCKHASH;
  at = bytes.writeUInt8(1, at);
  at = bytes.writeUInt8(keys.indexOf(PROGRAM), at);
  at = bytes.writeUInt8(accounts.length, at);
  for (const { address } of accounts) at = bytes.writeUInt8(keys.indexOf(address), at);
  at = bytes.writeUInt8(lengthBytes === 1 ? data.length : (data.length & 0x7f) | 0x80, at);
  if (lengthBytes === 2) at = bytes.writeUInt8(data.length >> 7, at);
  bytes.set(data, at);
  return { bytes, keys };
}
