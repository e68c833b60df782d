/** What Prometheus reads. Labels are of few values: kinds, names of errors, endpoints and their methods. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { SET_ASIDE_CAUSES } from "../process/set-aside";
import type { KeeperStatus } from "../process/status";
import type { ActionReport, KeeperEvents } from "../reconcile/report";

/** From a close that is handed over to its settlement. */
const SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 300, 3_600];

/** Read from a status. What it does not know has no sample. */
const GAUGES: readonly [name: string, help: string, read: (status: KeeperStatus) => number | null][] = [
  ["payer_lamports", "What the payer of all fees has", ({ lamports }) => numberOf(lamports)],
  ["subscriptions", "Subscriptions looked after", ({ lag }) => lag.subscriptions],
  ["subscriptions_never_looked_at", "Those not looked at since the start", ({ lag }) => lag.neverLookedAt],
  [
    "oldest_look_seconds",
    "Age of the last look at the one not looked at for the longest",
    ({ lag }) => lag.oldestMs / 1_000,
  ],
  ["subscriptions_woken", "Those that changed and wait for a look", ({ lag }) => lag.woken],
  [
    "oldest_woken_seconds",
    "Since the first of them changed, without those that failed; 0 without one",
    ({ lag }) => lag.oldestWokenMs / 1_000,
  ],
  ["loop_seconds", "Since the loop came round", ({ loopMs }) => (loopMs === null ? null : loopMs / 1_000)],
  ["closes_waiting", "Closes that are stored and not settled", ({ closes }) => closes.waiting],
  ["oldest_close_seconds", "Age of the oldest of them; 0 without one", ({ closes }) => (closes.oldestMs ?? 0) / 1_000],
  ["debts", "Subscriptions that owe", ({ debts }) => debts.subscriptions],
  ["owed_base_units", "Owed to creators", ({ debts }) => Number(debts.owed)],
  ["in_flight", "Transactions whose end is not known", ({ inFlight }) => inFlight.count],
  [
    "oldest_in_flight_seconds",
    "Age of the oldest of them; 0 without one",
    ({ inFlight }) => (inFlight.oldestMs ?? 0) / 1_000,
  ],
  ["feed_connected", "1 while notifications come", ({ feed }) => (feed === null ? null : Number(feed.connected))],
  ["feed_followed", "Accounts that are told of", ({ feed }) => feed?.followed ?? null],
  ["messages_waiting", "Messages that are not delivered yet", ({ messages }) => messages?.waiting ?? null],
  [
    "oldest_message_seconds",
    "Age of the oldest of them; 0 without one",
    ({ messages }) => messages && (messages.oldestMs ?? 0) / 1_000,
  ],
  ["messages_dead", "Messages that were given up", ({ messages }) => messages?.dead ?? null],
  [
    "venue_trades_unread",
    "Subscriptions whose trades are to be read from the venue's log",
    ({ venueTrades }) => venueTrades?.unread ?? null,
  ],
  ["feed_waiting", "Accounts that are only polled", ({ feed }) => feed?.waiting ?? null],
];

export class Metrics {
  private readonly registry = new Registry();
  private readonly setAside = this.gauge("subscriptions_set_aside", "Those with which something failed", ["reason"]);
  private readonly gauges = GAUGES.map(([name, help, read]) => ({ read, gauge: this.gauge(name, help) }));
  private readonly requests = this.counter("requests", "Requests to nodes", ["endpoint", "method"]);
  private readonly failures = this.counter("request_failures", "Those that failed", ["endpoint", "method"]);
  private readonly breaks = this.counter("feed_breaks", "Connections for notifications that broke", []);
  private readonly refusals = this.counter("feed_refusals", "Accounts that a node refused to tell of", []);
  private readonly actions = this.counter("actions", "Transactions, by purpose, end and the error's name", [
    "kind",
    "outcome",
    "error",
  ]);
  private readonly skips = this.counter("skips", "What could not be done, when that was new", ["kind", "reason"]);
  private readonly settled = new Histogram({
    name: "profit_share_close_settled_seconds",
    help: "From a close that is handed over to its settlement",
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** To be told to the keeper. */
  readonly events: Required<KeeperEvents> = {
    onAction: (report) => this.acted(report),
    onSkip: (_, { kind, cause }) => this.skips.inc({ kind, reason: cause }),
  };

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Prometheus' text. */
  text(status: KeeperStatus): Promise<string> {
    for (const { gauge, read } of this.gauges) {
      const value = read(status);
      if (value === null) gauge.remove();
      else gauge.set(value);
    }
    for (const reason of SET_ASIDE_CAUSES) {
      this.setAside.set({ reason }, status.setAside.filter(({ cause }) => cause === reason).length);
    }
    this.requests.reset();
    this.failures.reset();
    for (const { place: endpoint, method, requests, failures } of status.endpoints) {
      this.requests.inc({ endpoint, method }, requests);
      this.failures.inc({ endpoint, method }, failures);
    }
    this.breaks.reset();
    this.breaks.inc(status.feed?.broken ?? 0);
    this.refusals.reset();
    this.refusals.inc(status.feed?.refused ?? 0);
    return this.registry.metrics();
  }

  private acted({ kind, action, outcome }: ActionReport): void {
    const error = outcome.kind === "refused" || outcome.kind === "failed" ? outcome.error.name : "";
    this.actions.inc({ kind, outcome: outcome.kind, error });
    if (action?.kind !== "settle_attested" || outcome.kind !== "confirmed") return;
    this.settled.observe((Date.now() - action.close.recordedAt.getTime()) / 1_000);
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name: `profit_share_${name}`, help, labelNames, registers: [this.registry] });
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: `profit_share_${name}_total`, help, labelNames, registers: [this.registry] });
  }
}

const numberOf = (amount: bigint | null): number | null => (amount === null ? null : Number(amount));
