/** Program-derived addresses. */
import { PublicKey } from "@solana/web3.js";
import { ByteWriter } from "./bytes";

/** @param seeds text counts as its UTF-8 */
export function derive(programId: PublicKey, ...seeds: (string | Uint8Array)[]): PublicKey {
  const bytes = seeds.map((seed) => (typeof seed === "string" ? new TextEncoder().encode(seed) : seed));
  return PublicKey.findProgramAddressSync(bytes, programId)[0];
}

/** @throws RangeError if the value is no u16 */
export const u16Seed = (value: number): Uint8Array => new ByteWriter(2).u16(value).finish();
