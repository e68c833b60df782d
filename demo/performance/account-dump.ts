/** Real venue accounts, as `solana account ADDRESS --output json` writes them. */
import { readFileSync } from "node:fs";
import { readVenueUser, type VenueUser, VenueUserError } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { UsageError } from "../command-line/usage-error";

export interface VenueUserDump {
  file: string;
  address: PublicKey;
  owner: PublicKey;
  lamports: bigint;
  data: Uint8Array;
  /** What the data says. */
  user: VenueUser;
}

/** @throws UsageError naming the file and what is wrong with it */
export function readDumps(files: readonly string[]): VenueUserDump[] {
  const dumps = files.map(readDump);
  dumps.forEach((dump, index) => {
    const same = dumps.findIndex(({ address }) => address.equals(dump.address));
    if (same !== index) {
      throw bad(dump.file, `is the account ${dump.address.toBase58()} of ${dumps[same]!.file} again: pass each once`);
    }
  });
  return dumps;
}

function readDump(file: string): VenueUserDump {
  const json = parseJson(file, readText(file));
  const account = field(json, "account");
  const dump = {
    file,
    address: publicKey(file, "pubkey", field(json, "pubkey")),
    owner: publicKey(file, "account.owner", field(account, "owner")),
    lamports: lamports(file, field(account, "lamports")),
    data: base64(file, field(account, "data")),
  };
  return { ...dump, user: onDrift(dump) };
}

/** Half of what an i64 can hold: closing a position below it and trading anew cannot overflow. */
const TRADABLE = 2n ** 62n;

/** What a Drift account says. */
function onDrift({ file, owner, data }: Omit<VenueUserDump, "user">): VenueUser {
  const user = readable(file, owner, data);
  if (user.venue !== "drift")
    throw bad(file, `is a ${user.venue} account; the demo trades on Drift: pass one of Drift`);
  const amounts = user.positions.flatMap((position) => [
    position.baseAssetAmount,
    position.quoteAssetAmount,
    position.quoteEntryAmount,
  ]);
  if (amounts.some((amount) => amount > TRADABLE || amount < -TRADABLE)) {
    throw bad(file, "has a position so large that the next trade would overflow: pass another account");
  }
  return user;
}

function readable(file: string, owner: PublicKey, data: Uint8Array): VenueUser {
  try {
    return readVenueUser(owner, data);
  } catch (error) {
    if (error instanceof VenueUserError) throw bad(file, `is no venue user. ${error.message}`);
    throw error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw bad(file, `cannot be read: ${(error as Error).message}`);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad(file, "is not JSON: write it with `solana account ADDRESS --output json`");
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function publicKey(file: string, name: string, value: unknown): PublicKey {
  try {
    if (typeof value === "string") return new PublicKey(value);
  } catch {
    // Said below.
  }
  throw bad(file, `has no address in "${name}": write it with \`solana account ADDRESS --output json\``);
}

function lamports(file: string, value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return BigInt(value);
  throw bad(file, 'has no amount above zero in "account.lamports"');
}

function base64(file: string, value: unknown): Uint8Array {
  const [text, encoding] = Array.isArray(value) ? value : [];
  if (typeof text === "string" && encoding === "base64") {
    const bytes = Buffer.from(text, "base64");
    if (bytes.toString("base64") === text) return bytes;
  }
  throw bad(file, 'has no base64 in "account.data": write it with `solana account ADDRESS --output json`');
}

const bad = (file: string, what: string): UsageError => new UsageError(`--venue-user ${file}: the file ${what}`);
