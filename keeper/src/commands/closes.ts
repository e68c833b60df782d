/** `closes`: what the database holds of closes. One in a folder has to be free; a server's is read beside a keeper that runs. */
import { formatDollars } from "@profit-share/sdk";
import { type ListedClose, listCloses } from "../store/close-list";
import { openExisting } from "../store/database";
import { jsonText } from "../text/json";
import { utcText } from "../text/moment";

export interface ClosesOptions {
  /** Folder of the database, or `postgres://…`. */
  database: string;
  /** Base58; null for all. */
  subscription: string | null;
  /** Only those that are not settled yet. */
  pending: boolean;
  /** Only those that never will be. With `pending`: both. */
  refused: boolean;
  /** One JSON object a line; amounts are texts of base units. */
  json: boolean;
}

/** @param print takes a line @throws Error if there is no database, or it is in use */
export async function closes(options: ClosesOptions, print: (line: string) => void): Promise<void> {
  const { database, subscription, json } = options;
  const { db, close: end } = await openExisting(database);
  try {
    const counts = new Map<string, number>();
    let last: string | null = null;
    for await (const close of listCloses(db, subscription)) {
      counts.set(close.status, (counts.get(close.status) ?? 0) + 1);
      if (!wanted(close, options)) continue;
      if (json) print(jsonText(close));
      else {
        if (close.subscription !== last) print(close.subscription);
        last = close.subscription;
        for (const line of inWords(close)) print(line);
      }
    }
    if (!json) print(summary(counts));
  } finally {
    await end();
  }
}

function wanted({ status }: ListedClose, { pending, refused }: ClosesOptions): boolean {
  if (!pending && !refused) return true;
  if (status === "taken" || status === "pending") return pending;
  return status === "refused" && refused;
}

function inWords({ tradeId, reference, sequence, status, closePnl, since, ...close }: ListedClose): string[] {
  const name = tradeId === null ? `reference ${reference}` : `trade ${tradeId}`;
  const number = sequence === null ? "" : ` as close ${sequence}`;
  const { amounts, signature, reason } = close;
  return [
    `  ${name}: ${status}${number}, PnL ${formatDollars(closePnl)}, since ${utcText(since)}`,
    ...(amounts === null ? [] : [`    ${amountsInWords(amounts)}`]),
    ...(signature === null ? [] : [`    ${signature}`]),
    ...(reason === null ? [] : [`    ${reason}`]),
  ];
}

function amountsInWords({ accrued, paid, owed, dropped }: NonNullable<ListedClose["amounts"]>): string {
  const [share, got, open, cut] = [accrued, paid, owed, dropped].map((amount) => formatDollars(amount));
  const capped = dropped === 0n ? "" : `, cut off by the day's cap ${cut}`;
  return `the creator's share ${share}, paid ${got}, owed after it ${open}${capped}`;
}

function summary(counts: ReadonlyMap<string, number>): string {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = ["settled", "pending", "taken", "refused", "void"].map((name) => `${counts.get(name) ?? 0} ${name}`);
  return `${all} closes: ${parts.join(", ")}.`;
}
