/**
 * Compares what was entered with what the program logged, where the node has all of the log. A waiver, and the part of a deposit
 * that paid a debt, depend on what came first in a slot, and no token tells it. No entry is made of a log here.
 */
import { loggedEvents, subscriptionOf } from "@profit-share/sdk/history";
import type { ReadTransaction } from "../chain/executed-calls";
import { sumOf } from "./entry";
import type { Posting } from "./posting";

const CUT_OFF = "Log truncated";

export function expectAsLogged(posting: Posting, { transaction }: ReadTransaction): void {
  const { draft, entries } = posting;
  const lines = transaction.meta?.logMessages ?? [];
  if (lines.length === 0 || lines.includes(CUT_OFF)) return;
  const logged = loggedEvents(transaction, draft.programId);
  // What a closing pays is in its recorded event, and in no log.
  const closed = new Set(entries.flatMap(({ kind, parties }) => (kind === "closed" ? [addressIn(parties)] : [])));
  for (const address of new Set(logged.map((event) => subscriptionOf(event)?.toBase58() ?? null))) {
    if (address === null || closed.has(address) || draft.live.get(address) == null) continue;
    const own = entries.filter(({ parties }) => addressIn(parties) === address);
    const told = { deposited: 0n, paid: 0n, waived: 0n };
    for (const event of logged) {
      if (subscriptionOf(event)?.toBase58() !== address) continue;
      if (event.name === "Subscribed") {
        told.deposited += event.data.deposit;
        // Which of two that began in one slot is the bot's next one, nothing else tells before they settle.
        const began = own.find(({ kind }) => kind === "subscribed");
        posting.expect(`the instance of ${address}`, began?.parties?.instance ?? "missing", event.data.instance);
      }
      if (event.name === "Funded") told.deposited += event.data.amount;
      if (event.name === "Funded") told.paid += event.data.paid;
      if (event.name === "Waived") told.waived += event.data.amount;
    }
    const { deposited, waived } = sumOf(own);
    const entered = { deposited, paid: sumOf(own.filter(({ kind }) => kind === "debt_payment")).credited, waived };
    for (const name of ["deposited", "paid", "waived"] as const) {
      posting.expect(`what was ${name} of ${address}, by the log,`, entered[name], told[name]);
    }
  }
}

const addressIn = (parties: Posting["entries"][number]["parties"]): string | null =>
  parties?.subscription.toBase58() ?? null;
