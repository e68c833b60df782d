/** Key files as `solana-keygen` writes them: a JSON array of 64 numbers. */
import { Keypair } from "@solana/web3.js";
import { InvalidInput } from "../failures";

const LENGTH = 64;

/**
 * @param text what the file holds; a byte order mark before it is ignored
 * @param file its name, for the message
 * @throws InvalidInput if it holds no keypair; the message repeats nothing of a secret
 */
export function parseKeyFile(text: string, file: string): Keypair {
  try {
    const bytes: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isSecretKey(bytes)) return Keypair.fromSecretKey(Uint8Array.from(bytes));
  } catch {
    // What JSON and web3.js say could quote the secret.
  }
  throw new InvalidInput(
    `${file} is no key file: it has to hold the ${LENGTH} bytes of a keypair as a JSON array of numbers, as \`solana-keygen\` writes them`,
  );
}

/** What a key file of this keypair holds. */
export const keyFileText = ({ secretKey }: Keypair): string => JSON.stringify(Array.from(secretKey));

function isSecretKey(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length === LENGTH &&
    value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  );
}
