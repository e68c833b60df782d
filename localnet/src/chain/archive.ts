/** Landed transactions in a file: a chain that runs for long does not keep them in memory. */
import { openSync, readSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import type { TransactionRecord } from "./ledger";
import { decodeTransaction } from "./wire";

export class Archive {
  private readonly file: number;
  private end = 0;

  /** @param path of a file, which is written anew and stays open as long as the process */
  constructor(path: string) {
    this.file = openSync(path, "w+");
  }

  /** @returns what reads it back */
  keep({ transaction, ...rest }: TransactionRecord): () => TransactionRecord {
    const bytes = serialize({ ...rest, bytes: transaction.bytes });
    const start = this.end;
    writeSync(this.file, bytes, 0, bytes.length, start);
    this.end += bytes.length;
    return () => this.read(start, bytes.length);
  }

  private read(start: number, length: number): TransactionRecord {
    const read = Buffer.alloc(length);
    readSync(this.file, read, 0, length, start);
    const { bytes, ...rest } = deserialize(read) as Omit<TransactionRecord, "transaction"> & { bytes: Uint8Array };
    return { ...rest, transaction: decodeTransaction(bytes) };
  }
}
