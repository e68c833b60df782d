/** Where a verification was left, in a file, so that the next one goes on from there. What is in it counts as verified. */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { InvalidInput, type ProfitShareClient } from "@profit-share/sdk";
import type { Books } from "@profit-share/statements";
import { PublicKey } from "@solana/web3.js";
import { readFile } from "../../input/arguments";

/** What a file belongs to. */
export interface Identity {
  /** base58: what is verified. */
  address: string;
  /** base58 */
  programId: string;
  /** Of the cluster. */
  genesis: string;
}

/** How far it was verified. */
export interface Checkpoint {
  /** All transactions up to this slot are entered. */
  slot: number;
  /** base58: what is followed. */
  bots: string[];
  subscriptions: string[];
  books: Books;
}

const VERSION = 1;

export class CheckpointFile {
  private constructor(
    private readonly file: string,
    private readonly identity: Identity,
  ) {}

  static async of(
    { connection, programId }: ProfitShareClient,
    address: PublicKey,
    file: string,
  ): Promise<CheckpointFile> {
    const genesis = await connection.getGenesisHash();
    return new CheckpointFile(file, { address: address.toBase58(), programId: programId.toBase58(), genesis });
  }

  /** Written beside it first, so that a run that is killed leaves the old file or the new one. */
  save(checkpoint: Checkpoint): void {
    const { file, identity } = this;
    try {
      writeFileSync(`${file}.part`, JSON.stringify({ version: VERSION, ...identity, ...checkpoint }, replace));
      renameSync(`${file}.part`, file);
    } catch (error) {
      throw new InvalidInput(`--resume ${file} cannot be written: ${(error as Error).message}`);
    }
  }

  /** @returns null if there is no file yet @throws InvalidInput if it is of something else */
  load(): Checkpoint | null {
    const { file, identity } = this;
    if (!existsSync(file)) return null;
    const found = parse(file, new TextDecoder().decode(readFile("checkpoint", file)));
    for (const [name, wanted] of Object.entries(identity)) {
      const there = found[name as keyof Identity];
      if (there === wanted) continue;
      throw new InvalidInput(`--resume ${file} is of ${name} ${there}, not ${wanted}: pass another file`);
    }
    return found;
  }
}

function parse(file: string, text: string): Checkpoint & Identity {
  try {
    const found = JSON.parse(text, revive) as Checkpoint & Identity & { version: number };
    if (found.version === VERSION && found.books.live instanceof Map) return found;
  } catch {
    // What a parser says of it helps nobody.
  }
  throw new InvalidInput(`--resume ${file} holds no checkpoint of this version: pass a file that is not there yet`);
}

/** JSON has no word for some values: they stand as an object with one member, whose name begins so. */
const TAG = "$";

function replace(this: unknown, key: string, written: unknown): unknown {
  // `written` has been through `toJSON`, which addresses and bytes have.
  const value = (this as Record<string, unknown>)[key];
  if (typeof value === "bigint") return { [`${TAG}n`]: value.toString() };
  if (value instanceof PublicKey) return { [`${TAG}key`]: value.toBase58() };
  if (value instanceof Uint8Array) return { [`${TAG}bytes`]: Buffer.from(value).toString("hex") };
  if (value instanceof Map) return { [`${TAG}map`]: [...value] };
  if (value instanceof Set) return { [`${TAG}set`]: [...value] };
  return written;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || !entry[0].startsWith(TAG)) return value;
  const [tag, held] = entry as [string, never];
  if (tag === `${TAG}n`) return BigInt(held);
  if (tag === `${TAG}key`) return new PublicKey(held);
  if (tag === `${TAG}bytes`) return Uint8Array.from(Buffer.from(held, "hex"));
  if (tag === `${TAG}map`) return new Map(held);
  return tag === `${TAG}set` ? new Set(held) : value;
}
