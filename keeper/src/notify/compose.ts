/** Messages of payments: whom they go to, and what belongs into one. Pure. */
import { createHash } from "node:crypto";
import type { Distribution } from "../store/distributions";
import { type Audience, type Composed, timeOf } from "../store/news";
import type { Message } from "../store/outbox";
import { jsonText } from "../text/json";
import { paymentText, summaryText, sumOf } from "./words";

/** One message for each settlement, or one summary for a creator who asked for it. */
export function compose(audience: Audience, payments: readonly Distribution[], now: Date): Composed {
  const { channel, target, recipient } = audience;
  if (recipient !== null && recipient.cron !== null) return summarize(audience, payments, now);
  const least = recipient?.leastAmount ?? 0n;
  const told = bySettlement(payments).filter((some) => sumOf(some) >= least);
  const messages = told.map((some): Message => {
    const payload = channel === "telegram" ? paymentText(some) : paymentJson(some, now);
    return { id: idOf("payment", target, some), kind: "payment", channel, target, payload };
  });
  return { messages, later: null };
}

function summarize({ channel, target, recipient }: Audience, payments: readonly Distribution[], now: Date): Composed {
  const { leastAmount, timeZone } = recipient!;
  if (payments.length === 0) return { messages: [], later: null };
  if (sumOf(payments) < leastAmount) return { messages: [], later: timeOf(recipient!, now) };
  const payload = summaryText(payments, timeZone);
  return {
    messages: [{ id: idOf("summary", target, payments), kind: "summary", channel, target, payload }],
    later: null,
  };
}

/** What one transaction paid of one subscription, in its order. */
function bySettlement(payments: readonly Distribution[]): Distribution[][] {
  const groups = new Map<string, Distribution[]>();
  for (const payment of payments) {
    const { subscription, instance, signature, slot } = payment;
    const key = `${subscription} ${instance} ${signature ?? slot}`;
    groups.set(key, [...(groups.get(key) ?? []), payment]);
  }
  return [...groups.values()];
}

const paymentJson = (payments: readonly Distribution[], now: Date): string =>
  jsonText({ type: "payment", timestamp: now, data: { payments } });

/** The same for the same content, so that nothing is told twice, and a receiver can drop what comes twice. */
export function idOf(kind: Message["kind"], target: string, about: readonly (Distribution | string)[]): string {
  const parts = about.map((one) =>
    typeof one === "string" ? one : [one.subscription, one.instance, one.credited, one.amount, one.signature].join(" "),
  );
  const hash = createHash("sha256").update(JSON.stringify([kind, target, ...parts.sort()]));
  return `msg_${hash.digest("base64url").slice(0, 27)}`;
}
