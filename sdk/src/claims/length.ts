/** How long a transaction gets, without making it: a plan asks that of very many. */
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";

const SIGNATURE = 64;
const ADDRESS = 32;
const BLOCKHASH = 32;
/** How many accounts sign, and how many are read-only. */
const HEADER = 3;
/** What a v0 message has more, if it has no lookup tables: its version, and their number. */
const VERSION_0 = 2;

/** What instructions bring to a transaction's length. */
export interface Part {
  addresses: readonly string[];
  signers: readonly string[];
  count: number;
  /** Without the addresses. */
  bytes: number;
}

export function partOf(instructions: readonly TransactionInstruction[]): Part {
  const metas = instructions.flatMap(({ keys }) => keys);
  return {
    addresses: [...instructions.map(({ programId }) => programId), ...metas.map(({ pubkey }) => pubkey)].map(nameOf),
    signers: metas.filter(({ isSigner }) => isSigner).map(({ pubkey }) => nameOf(pubkey)),
    count: instructions.length,
    bytes: instructions.reduce((sum, { keys, data }) => sum + 1 + list(keys.length, 1) + list(data.length, 1), 0),
  };
}

/** The length of a transaction that grows by parts, legacy or v0 without lookup tables. */
export class Length {
  private readonly addresses: Set<string>;
  private readonly signers: Set<string>;
  private count = 0;
  private bytes = 0;

  constructor(
    payer: PublicKey,
    private readonly version: "legacy" | 0,
  ) {
    this.addresses = new Set([nameOf(payer)]);
    this.signers = new Set([nameOf(payer)]);
  }

  /** Bytes on the wire with all signatures, if the part was added. */
  with({ addresses, signers, count, bytes }: Part): number {
    return (
      list(this.signers.size + missing(this.signers, signers), SIGNATURE) +
      HEADER +
      list(this.addresses.size + missing(this.addresses, addresses), ADDRESS) +
      BLOCKHASH +
      list(this.count + count, 0) +
      this.bytes +
      bytes +
      (this.version === 0 ? VERSION_0 : 0)
    );
  }

  add({ addresses, signers, count, bytes }: Part): void {
    for (const address of addresses) this.addresses.add(address);
    for (const signer of signers) this.signers.add(signer);
    this.count += count;
    this.bytes += bytes;
  }
}

const missing = (known: ReadonlySet<string>, names: readonly string[]): number =>
  new Set(names.filter((name) => !known.has(name))).size;

/** A list behind its length, which takes a byte for each 7 bits. */
const list = (count: number, each: number): number => (count < 128 ? 1 : 2) + count * each;

const nameOf = (address: PublicKey): string => address.toBase58();
