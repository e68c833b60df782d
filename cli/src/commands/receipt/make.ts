/** `receipt`: makes the receipt of the settlement in a transaction. */
import { writeFileSync } from "node:fs";
import { InvalidInput, MAX_TRANSACTION_VERSION, NotFound, type ProfitShareClient } from "@profit-share/sdk";
import {
  type BotInstance,
  firstHead,
  readClosings,
  readHistory,
  type SettledEvent,
  settledEvents,
  type VerifiedHistory,
} from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { toJson } from "../../text/json";
import { type Receipt, receiptJson } from "./receipt";
import { settlementText } from "./show";

export interface ReceiptOptions {
  /** Which one, where the transaction settled several; null: the only one. */
  subscription: PublicKey | null;
  /** File for it; null: it is printed. */
  out: string | null;
  onProgress: (transactions: number) => void;
}

export async function makeReceipt(
  client: ProfitShareClient,
  signature: string,
  { subscription, out, onProgress }: ReceiptOptions,
): Promise<Outcome> {
  const settled = await settledIn(client, signature, subscription);
  const history = await historyOf(client, settled, onProgress);
  const { mismatch } = history.report;
  if (mismatch !== null) {
    return {
      text: `No receipt: the history does not verify. Record ${mismatch.sequence} is wrong: ${mismatch.what}`,
      json: { signature, subscription: settled.subscription, mismatch },
      exitCode: EXIT.refused,
    };
  }
  const receipt = receiptOf(client, signature, settled, history);
  const json = receiptJson(receipt);
  if (out === null) return { text: toJson(json), json, exitCode: EXIT.done };
  try {
    writeFileSync(out, `${toJson(json)}\n`, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InvalidInput(
      `--out ${out} cannot be written: ${code === "EEXIST" ? "there is a file already" : message}`,
    );
  }
  return { text: `${settlementText(receipt)}\n\nwritten to ${out}`, json, exitCode: EXIT.done };
}

async function settledIn(
  { connection, commitment, programId }: ProfitShareClient,
  signature: string,
  wanted: PublicKey | null,
): Promise<SettledEvent> {
  const transaction = await connection.getTransaction(signature, {
    commitment,
    maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
  });
  if (transaction === null) {
    throw new NotFound(
      "transaction",
      PublicKey.default,
      `There is no transaction ${signature}: check it and the cluster, or ask an archive node`,
    );
  }
  const settled = settledEvents(transaction, programId);
  const found = wanted === null ? settled : settled.filter(({ subscription }) => subscription.equals(wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const there = settled.map(({ subscription }) => subscription.toBase58()).join(", ");
  throw new InvalidInput(
    settled.length === 0
      ? `Transaction ${signature} settled nothing: pass that of a settlement, as "history" lists them`
      : `Which settlement of transaction ${signature}? Pass --subscription with one of ${there}`,
  );
}

/** The agreement to which it belongs: an address can have had several. */
async function historyOf(
  client: ProfitShareClient,
  { subscription, head }: SettledEvent,
  onProgress: (transactions: number) => void,
): Promise<VerifiedHistory> {
  const options = { onProgress: ({ transactions }: { transactions: number }) => onProgress(transactions) };
  const read = (which: BotInstance | null) => readHistory(client, subscription, which, options);
  const has = ({ events }: VerifiedHistory) => events.some((event) => Buffer.from(event.head).equals(head));
  const last = await read(null);
  if (has(last)) return last;
  for (const closing of await readClosings(client, subscription)) {
    const earlier = await read(closing);
    if (has(earlier)) return earlier;
  }
  // A settlement that came after the account was read.
  throw new InvalidInput(
    `The node's account does not have the settlement of ${subscription.toBase58()} yet: try again`,
  );
}

function receiptOf(
  { programId }: ProfitShareClient,
  signature: string,
  { head }: SettledEvent,
  { subscription, events }: VerifiedHistory,
): Receipt {
  const at = events.findIndex((event) => Buffer.from(event.head).equals(head));
  const previous = events[at - 1];
  const [record, ...after] = events.slice(at).map((event) => event.record);
  const start = { ...subscription, programId, subscription: subscription.address };
  return {
    start,
    signature,
    previous:
      previous === undefined
        ? null
        : {
            record: previous.record,
            headBefore: events[at - 2]?.head ?? firstHead(start),
            profitTotal: events.slice(0, at).reduce((sum, event) => sum + event.record.profit, 0n),
          },
    records: [record!, ...after],
    head: events.at(-1)!.head,
  };
}
