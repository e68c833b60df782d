/** What the program did, read back from the chain: its transactions with their events in the order of the instructions. */
import { MAX_TRANSACTION_VERSION, PROGRAM_ID } from "@profit-share/sdk";
import { historyEvents, loggedEvents, type ProgramEvent } from "@profit-share/sdk/history";
import { IDL } from "@profit-share/sdk/idl";
import { skippedRows } from "@profit-share/sdk/sending";
import type { ReadTransaction } from "@profit-share/statements";
import type { Connection, PublicKey, VersionedTransactionResponse } from "@solana/web3.js";
import type { ProgramCall, ProgramTransaction } from "../telling/narration";

/** With what a statement is made of. */
export type LoggedTransaction = ProgramTransaction & ReadTransaction;

export class ProgramLog {
  private last: string | undefined;

  constructor(private readonly connection: Connection) {}

  /** The successful transactions since the last call, oldest first. */
  async read(): Promise<LoggedTransaction[]> {
    const options = this.last === undefined ? {} : { until: this.last };
    const newestFirst = await this.connection.getSignaturesForAddress(PROGRAM_ID, options, "confirmed");
    this.last = newestFirst[0]?.signature ?? this.last;
    const succeeded = newestFirst.reverse().filter(({ err }) => err === null);
    return Promise.all(succeeded.map(({ signature }) => this.transaction(signature)));
  }

  private async transaction(signature: string): Promise<LoggedTransaction> {
    const found = await this.connection.getTransaction(signature, {
      commitment: "confirmed",
      maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
    });
    if (found === null) throw new Error(`The node lists transaction ${signature} but does not return it`);
    const { slot, blockTime: time = null, meta } = found;
    const computeUnits = meta?.computeUnitsConsumed ?? 0;
    return { signature, slot, time, transaction: found, computeUnits, calls: callsOf(found) };
  }
}

function callsOf({ meta, transaction }: VersionedTransactionResponse): ProgramCall[] {
  if (meta === null) throw new Error("The node returns a transaction without what it did");
  const { message } = transaction;
  const keys = message.getAccountKeys(
    meta.loadedAddresses ? { accountKeysFromLookups: meta.loadedAddresses } : undefined,
  );
  const logs = perInstruction(meta.logMessages ?? []);
  return message.compiledInstructions.flatMap(({ programIdIndex, accountKeyIndexes, data }, index) => {
    if (!keys.get(programIdIndex)!.equals(PROGRAM_ID)) return [];
    // The transaction as if it had only this instruction, for the readers of events.
    const part = {
      transaction,
      meta: {
        ...meta,
        innerInstructions: (meta.innerInstructions ?? []).filter((inner) => inner.index === index),
        logMessages: logs[index] ?? [],
      },
    };
    const { name, accounts: fixed } = instructionOf(data);
    const accounts = accountKeyIndexes.map((key) => keys.get(key)!);
    const events = [...historyEvents(part), ...loggedEvents(part)];
    return name === "settle_batch"
      ? rowsOf(accounts.slice(fixed.length), events, part.meta.logMessages)
      : [{ instruction: name, accounts, events, skipped: null }];
  });
}

/** @param accounts two for each row */
function rowsOf(
  accounts: readonly PublicKey[],
  events: readonly ProgramEvent[],
  logs: readonly string[],
): ProgramCall[] {
  const errors = new Map(skippedRows(logs).flatMap((rows) => rows.map(({ row, error }) => [row, error])));
  return Array.from({ length: accounts.length / 2 }, (_, row) => {
    const pair = accounts.slice(2 * row, 2 * row + 2);
    const skipped = errors.get(row) ?? null;
    const own = events.filter(({ data }) => "subscription" in data && data.subscription.equals(pair[0]!));
    return { instruction: "settle_batch", accounts: pair, events: skipped === null ? own : [], skipped };
  });
}

/** The lines of each top-level instruction. */
function perInstruction(logs: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const line of logs) {
    if (/^Program \S+ invoke \[1\]$/.test(line)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts;
}

/** The program runs no others. */
function instructionOf(data: Uint8Array) {
  return IDL.instructions.find(({ discriminator }) => discriminator.every((byte, index) => data[index] === byte))!;
}
