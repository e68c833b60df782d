/** Starts the commands that only read: checks the rest of what was typed, and hands it over. */
import { InvalidInput } from "@profit-share/sdk";
import { Prices, Zone } from "@profit-share/statements";
import { listAll, showBot, showVault } from "../commands/bots/show";
import { earnings } from "../commands/earnings";
import { history } from "../commands/history";
import { list } from "../commands/list";
import { makeReceipt } from "../commands/receipt/make";
import { readReceipt } from "../commands/receipt/receipt";
import { verifyReceipt } from "../commands/receipt/show";
import { reconcileWith } from "../commands/reconcile";
import { type ReportOptions, report } from "../commands/report";
import { terms } from "../commands/terms/terms";
import { verify } from "../commands/verify/verify";
import { verifyProgram } from "../commands/verify-program";
import { watch } from "../commands/watch";
import {
  parseAddress,
  parseHash,
  parseInstance,
  parseSignature,
  parseSite,
  parseYear,
  readFile,
} from "../input/arguments";
import { countedOn, walkedOn } from "../text/progress";
import type { ReportInput } from "../typing/inputs";
import type { Starters } from "./starters";

export const READING: Starters<
  | "terms"
  | "history"
  | "report"
  | "reconcile"
  | "list"
  | "bot list"
  | "bot show"
  | "vault"
  | "earnings"
  | "verify"
  | "receipt"
  | "verify-program"
  | "watch"
> = {
  terms: ({ subscription, text, instance }, { client }) =>
    terms(client, parseAddress("subscription", subscription), {
      ...(text === undefined ? {} : { text: readFile("legal text", text) }),
      instance: parseInstance(instance),
    }),
  history: ({ subscription, instance }, { client }) =>
    history(client, parseAddress("subscription", subscription), { instance: parseInstance(instance) }),
  report: (input, { client }) =>
    report(client, parseAddress("address", input.address), {
      role: input.role,
      year: parseYear(input.year),
      zone: new Zone(input.timeZone),
      csv: input.csv === true,
      tax: taxed(input),
    }),
  reconcile: ({ address, keeperDatabase, index, timeout }, { client, io }) =>
    reconcileWith(client, parseAddress("address", address), {
      keeperDatabase: keeperDatabase ?? null,
      index: index === undefined ? null : parseSite("--index", index),
      timeoutMs: timeout * 1_000,
      onFetched: countedOn(io),
    }),
  list: ({ wallet }, { client }) => list(client, parseAddress("wallet", wallet)),
  "bot list": ({ owner, creator, open }, { client }) =>
    listAll(
      client,
      {
        ...(owner === undefined ? {} : { owner: parseAddress("--owner address", owner) }),
        ...(creator === undefined ? {} : { creator: parseAddress("--creator address", creator) }),
      },
      open === true,
    ),
  "bot show": ({ bot }, { client }) => showBot(client, parseAddress("bot", bot)),
  vault: ({ bot }, { client }) => showVault(client, parseAddress("bot", bot)),
  earnings: ({ address }, { client, io }) => earnings(client, parseAddress("address", address), countedOn(io)),
  verify: (input, { client, io }) => {
    const { address, receipt, head, resume = null, rate } = input;
    if (receipt !== undefined) {
      const trusted = head === undefined ? null : parseHash("--head", head);
      return Promise.resolve(verifyReceipt(readReceipt(receipt), trusted));
    }
    if (head !== undefined) throw new InvalidInput("--head is for a receipt: pass --receipt FILE, or leave it out");
    // With a rate, each transaction is a request.
    const atOnce = rate === undefined;
    return verify(client, parseAddress("address", address!), { resume, atOnce, onProgress: walkedOn(io) });
  },
  receipt: ({ signature, subscription, out }, { client, io }) =>
    makeReceipt(client, parseSignature(signature), {
      subscription: subscription === undefined ? null : parseAddress("--subscription address", subscription),
      out: out ?? null,
      onProgress: countedOn(io),
    }),
  "verify-program": ({ artifact, build, idl }, { client }) =>
    verifyProgram(client, { artifact: artifact ?? null, build: build ?? null, idl: idl ?? null }),
  watch: ({ subscriptions, every, json }, { client, io }) =>
    watch(
      client,
      subscriptions.map((subscription) => parseAddress("subscription", subscription)),
      { everyMs: every * 1_000, json: json === true, io },
    ),
};

/** What values tokens in a currency; null if nothing does. */
function taxed({ tax, prices, currency, basis, earlierPrice }: ReportInput): ReportOptions["tax"] {
  const earlier = earlierPrice === true;
  if (tax === undefined) {
    if (prices === undefined && currency === undefined && !earlier) return null;
    throw new InvalidInput("--prices, --currency and --earlier-price are for values in a currency: pass --tax, too");
  }
  if (prices === undefined || currency === undefined) {
    throw new InvalidInput("--tax values tokens in a currency: pass --prices FILE and --currency, like EUR");
  }
  const file = new TextDecoder().decode(readFile("price file", prices));
  return { basis, prices: Prices.parse(file, currency), missing: earlier ? "nearest_earlier" : "error" };
}
