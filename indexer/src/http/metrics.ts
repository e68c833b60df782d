/** What Prometheus reads. */
import { Counter, Gauge, Registry } from "prom-client";
import type { Standing } from "../answers/standing";
import type { Pass } from "../follow/follower";

const GAUGES: readonly [name: string, help: string, read: (standing: Standing) => number | null][] = [
  ["slot", "The newest slot of which something is entered", ({ slot }) => slot],
  ["final_slot", "Up to this slot nothing can be taken back", ({ finalSlot }) => finalSlot],
  ["chain_time_seconds", "The cluster's clock when the node was asked last, unix seconds", ({ time }) => time],
  ["waiting", "Transactions that are listed and not entered", ({ waiting }) => waiting],
  ["aside", "Subscriptions of which nothing is entered any more, at most 100", ({ aside }) => aside.length],
  ["stuck", "1 while a transaction cannot be fetched or does not fit", ({ problem }) => Number(problem !== null)],
];

export class Metrics {
  private readonly registry = new Registry();
  private readonly gauges = GAUGES.map(([name, help, read]) => ({ read, gauge: this.gauge(name, help) }));
  private readonly sincePass = this.gauge(
    "last_pass_seconds",
    "Since a pass went through; of none yet, since the start",
  );
  private readonly entered = new Counter({
    name: "profit_share_index_entered_total",
    help: "Transactions that were entered",
    registers: [this.registry],
  });
  private lastPass = Date.now();

  readonly onPass = ({ entered }: Pass): void => {
    this.lastPass = Date.now();
    this.entered.inc(entered);
  };

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Milliseconds. */
  get sincePassMs(): number {
    return Date.now() - this.lastPass;
  }

  /** Prometheus' text. */
  text(standing: Standing): Promise<string> {
    for (const { gauge, read } of this.gauges) {
      const value = read(standing);
      if (value === null) gauge.remove();
      else gauge.set(value);
    }
    this.sincePass.set(this.sincePassMs / 1_000);
    return this.registry.metrics();
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name: `profit_share_index_${name}`, help, registers: [this.registry] });
  }
}
