/** JSON to URLs that the configuration names, signed as Standard Webhooks are (standardwebhooks.com). */
import { placeOf } from "@profit-share/sdk";
import { Webhook } from "standardwebhooks";
import type { WebhookTarget } from "../config/notifications";
import { busy, type Delivery, type Send } from "./delivery";

/** @param timeoutMs how long an answer is waited for */
export function webhookSender(targets: readonly WebhookTarget[], timeoutMs: number): Send {
  const webhooks = new Map(targets.map(({ url, secret }) => [url, new Webhook(secret)]));
  return async (url, body, id) => {
    const webhook = webhooks.get(url);
    const place = placeOf(url);
    if (webhook === undefined) return { kind: "refused", error: `The configuration names ${place} no longer` };
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": webhook.sign(id, now, body),
    };
    try {
      // A redirection could lead to where the operator never wanted it.
      const options = { method: "POST", headers, body, redirect: "manual" } as const;
      const response = await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
      // Only the status counts.
      await response.body?.cancel();
      return answered(response, place);
    } catch (problem) {
      return { kind: "failed", error: `${place} did not answer: ${reasonOf(problem as Error)}` };
    }
  };
}

function answered({ ok, status, headers }: Response, place: string): Delivery {
  if (ok) return { kind: "sent" };
  const error = `${place} answered ${status}`;
  if (status >= 300 && status < 400) return { kind: "failed", error: `${error}: redirections are not followed` };
  if (status === 410) return { kind: "refused", error };
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? busy(error, seconds, false) : { kind: "failed", error };
}

/** What `fetch` says of itself says nothing. */
function reasonOf({ name, cause }: Error): string {
  if (name === "TimeoutError") return "it took too long";
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : name;
}
