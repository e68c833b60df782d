/** A transaction that needs several signatures, as it is handed from one machine to the next: its base64, in a file or as text. */
import { existsSync, writeFileSync } from "node:fs";
import { InvalidInput } from "@profit-share/sdk";
import { type PublicKey, VersionedTransaction } from "@solana/web3.js";
import { readFile } from "../input/arguments";

/** @param typed a file, or the text itself @throws InvalidInput */
export function readHandedOver(typed: string): VersionedTransaction {
  const isFile = existsSync(typed);
  const text = (isFile ? new TextDecoder().decode(readFile("transaction", typed)) : typed).trim();
  try {
    if (/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return VersionedTransaction.deserialize(Buffer.from(text, "base64"));
  } catch {
    // What web3.js says of bytes that are no transaction helps nobody.
  }
  const shown = isFile ? `The file ${typed}` : `"${typed.slice(0, 60)}"`;
  throw new InvalidInput(
    `${shown} holds no transaction: pass the base64 text of \`subscribe prepare\`, or a file with it`,
  );
}

/** @param file null: it is only printed @throws InvalidInput if the file cannot be written, or is there already */
export function handOver(transaction: VersionedTransaction, file: string | null): string {
  const text = Buffer.from(transaction.serialize()).toString("base64");
  if (file === null) return text;
  try {
    writeFileSync(file, `${text}\n`, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InvalidInput(
      `--out ${file} cannot be written: ${code === "EEXIST" ? "there is a file already" : message}`,
    );
  }
  return text;
}

/** Who has to sign, with whether it has. */
export const signaturesOf = ({ message, signatures }: VersionedTransaction): { signer: PublicKey; signed: boolean }[] =>
  signatures.map((signature, index) => ({
    signer: message.staticAccountKeys[index]!,
    signed: signature.some((byte) => byte !== 0),
  }));

/** Whether anybody has: then its message stays as it is. */
export const isSigned = (transaction: VersionedTransaction): boolean =>
  signaturesOf(transaction).some(({ signed }) => signed);
