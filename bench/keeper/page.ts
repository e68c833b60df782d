/** The committed page, and the line of figures. */
import type { DatabaseKind } from "./databases";
import type { Rest, Sizes, UnderLoad } from "./measure";

export interface Measured {
  rest: Rest;
  load: UnderLoad;
  /** Requests that a settlement of somebody else costs. */
  foreignRequests: number;
  /** By size, `rest` among them. */
  growth: Rest[];
}

export interface Comparison {
  sizes: Sizes;
  now: Measured;
  /** Of `commit`, in the same run; null: nothing to compare with. */
  before: Measured | null;
  commit: string | null;
  database: DatabaseKind;
}

/** One line of JSON: what the budgets are about. */
export function figuresLine({ rest, load }: Measured, { subscriptions }: Sizes): string {
  const { coldStartS, rssMb, requestsPerS, cpuPercent, neverLookedAt } = rest;
  return JSON.stringify({
    subscriptions,
    coldStartS,
    rssMb,
    restRequestsPerS: requestsPerS,
    restCpuPercent: cpuPercent,
    closesPerS: load.settledPerS,
    p99Ms: load.p99Ms,
    neverLookedAt,
  });
}

type Figure = [what: string, budget: string, of: (measured: Measured) => number | null];

function figures({ subscriptions, active, closesPerS, history }: Sizes): Figure[] {
  const n = subscriptions.toLocaleString("en");
  return [
    [`cold start of ${n}: all looked at, s`, "30", ({ rest }) => rest.coldStartS],
    ["never looked at", "0", ({ rest }) => rest.neverLookedAt],
    ["requests of the cold start", "", ({ rest }) => rest.coldRequests],
    [`memory with ${n}, MB`, "400", ({ rest }) => rest.rssMb],
    ["requests a second at rest", "15", ({ rest }) => rest.requestsPerS],
    ["% of a core at rest", "10", ({ rest }) => rest.cpuPercent],
    [
      `settled a second, of ${closesPerS} closes over ${active.toLocaleString("en")}`,
      `${closesPerS}`,
      ({ load }) => load.settledPerS,
    ],
    ["close to confirmed settlement, p50, ms", "", ({ load }) => load.p50Ms],
    ["the same, p99, ms", "1,000", ({ load }) => load.p99Ms],
    ["closes that were not settled in time", "0", ({ load }) => load.unsettled],
    ["% of a core under load", "", ({ load }) => load.cpuPercent],
    ["beside 12 transactions that never land: p50, ms", "", ({ load }) => load.besideLost.p50Ms],
    ["the same, p99, ms", "1,000", ({ load }) => load.besideLost.p99Ms],
    [`requests for a foreign settlement after ${history.toLocaleString("en")}`, "5", (all) => all.foreignRequests],
  ];
}

export function page(comparison: Comparison): string {
  const { sizes, now, before, commit, database } = comparison;
  const head = before === null ? ["", "budget", "now"] : ["", "budget", `${commit}`, "now", "ratio"];
  const rows = figures(sizes).map(([what, budget, of]) => {
    const [was, is] = [before === null ? null : of(before), of(now)];
    const compared = before === null ? [shown(is)] : [shown(was), shown(is), ratio(was, is)];
    return [what, budget, ...compared];
  });
  const kept = database === "pglite" ? "PGlite" : "PostgreSQL";
  const stored = before === null ? `${kept} keeps` : `PGlite keeps what ${commit} stores, ${kept}`;
  return `# How a keeper carries a fleet

Written by \`npm run bench:keeper -- --write${commit === null ? "" : ` --against ${commit}`}\`. Chain, load and keeper are processes of their own on one machine of two cores, ${stored} what
the keeper stores. The subscriptions are verified, each with an account on the venue and an escrow; every close changes the realized PnL of one and is settled and
paid out. Latency is from the close to the confirmed settlement, seen by who made the close. The patience is ${sizes.patienceS} s: "—" took longer.

Node.js has the memory that the systemd unit gives it. A figure says something beside another of the same run, and little beside one of another machine.

${table(head, rows)}
## Growth

${table(
  [
    "subscriptions",
    "cold start, s",
    "requests",
    "never looked at",
    "memory, MB",
    "at rest: requests a second",
    "% of a core",
  ],
  now.growth.map((rest) => [
    rest.subscriptions.toLocaleString("en"),
    shown(rest.coldStartS),
    shown(rest.coldRequests),
    shown(rest.neverLookedAt),
    shown(rest.rssMb),
    shown(rest.requestsPerS),
    shown(rest.cpuPercent),
  ]),
)}`;
}

const shown = (value: number | null): string => (value === null ? "—" : value.toLocaleString("en"));

const ratio = (was: number | null, is: number | null): string =>
  was === null || is === null || was === 0 ? "" : (is / was).toPrecision(2);

function table(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map((_, index) => (index === 0 ? "---" : "---:"))) + rows.map(line).join("");
}
