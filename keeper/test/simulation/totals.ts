/** What many runs came to. */
import type { RunResult } from "./run";

const COUNTED = ["closes", "transfers", "trades", "kills", "lostDatabases", "forks", "takenBack", "requests"] as const;

export class Totals {
  runs = 0;
  failed = 0;
  /** Runs with two keepers on two databases. */
  races = 0;
  readonly counts: Record<(typeof COUNTED)[number], number> = {
    closes: 0,
    transfers: 0,
    trades: 0,
    kills: 0,
    lostDatabases: 0,
    forks: 0,
    takenBack: 0,
    requests: 0,
  };
  /** Requests by what became of them. */
  readonly fates: Record<string, number> = {};
  /** Virtual. */
  hours = 0;
  private readonly before = process.cpuUsage();

  add(result: RunResult): void {
    this.runs += 1;
    if (result.violations.length > 0) this.failed += 1;
    if (result.keepers > 1) this.races += 1;
    for (const name of COUNTED) this.counts[name] += result[name];
    for (const [fate, count] of Object.entries(result.fates)) this.fates[fate] = (this.fates[fate] ?? 0) + count;
    this.hours += result.ms / 3_600_000;
  }

  /** Seconds of CPU time since this was made. */
  get cpuSeconds(): number {
    const { user, system } = process.cpuUsage(this.before);
    return Math.round((user + system) / 1e5) / 10;
  }

  toJSON() {
    const { runs, failed, races, counts, fates, cpuSeconds } = this;
    return { runs, failed, races, ...counts, hours: Math.round(this.hours * 10) / 10, cpuSeconds, fates };
  }

  /** Markdown. */
  table(): string {
    const { fates, ...rest } = this.toJSON();
    const lines = Object.entries({ ...rest, ...fates }).map(([name, count]) => `| ${name} | ${count} |`);
    return ["| what | count |", "|---|---|", ...lines].join("\n");
  }
}
