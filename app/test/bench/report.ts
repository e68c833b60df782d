/** The committed page, and the line of figures. */
import type { CloseFigures } from "./closes";
import type { CrowdFigures } from "./crowd";
import type { HistoryFigures } from "./history";
import type { Sizes } from "./measure";
import type { PageFigures } from "./pages";
import type { SizeFigures } from "./sizes";

export interface Figures extends SizeFigures, CloseFigures, HistoryFigures, CrowdFigures, PageFigures {
  /** Processes that wanted a core in the minute before it began. */
  loadBefore: number;
}

/** One line of JSON: what the targets are about. */
export function figuresLine(figures: Figures): string {
  const { firstLoadGzip, picturesGzip, closeToPageP95Ms, rows1000Ms, axeViolations, pagesChecked } = figures;
  return JSON.stringify({ firstLoadGzip, picturesGzip, closeToPageP95Ms, rows1000Ms, axeViolations, pagesChecked });
}

type Row = [what: string, target: number | null, measured: number];

export function page(figures: Figures, { settlements, closes, members, rounds }: Sizes): string {
  const long = count(settlements);
  const all = count(members + 1);
  const crowd = count(settlements + members * rounds);
  const rows: Row[] = [
    ["first visit, all that is fetched, bytes gzipped", 300_000, figures.firstLoadGzip],
    ["pictures, bytes gzipped", 10_000, figures.picturesGzip],
    [`${closes} closes on the venue to the proven deduction on the page, p50, ms`, null, figures.closeToPageP50Ms],
    ["the same, p95, ms", 1_000, figures.closeToPageP95Ms],
    [`${long} settlements, first visit: the newest 50 rows, ms`, 1_000, figures.rows1000Ms],
    ["the same: all of them proven, ms", null, figures.provenMs],
    ["second visit: 50 rows that an earlier visit proved, ms", 500, figures.secondVisitMs],
    ["second visit: all of them proven with what came since, ms", null, figures.secondProvenMs],
    [`scrolling through ${long} rows: frames a second`, 60, figures.historyFps],
    [`all bots, with ${all} subscriptions and ${crowd} settlements, ms`, null, figures.botsMs],
    [`the bot that has ${all}, ms`, null, figures.botMs],
    ["its owner's page, ms", null, figures.ownerMs],
    [`scrolling through ${all} subscriptions: frames a second`, 60, figures.crowdFps],
    ["longest frame while scrolling, ms", null, figures.crowdLongestFrameMs],
    ["pages, each at two widths in two themes", null, figures.pagesChecked],
    ["violations that axe finds on them", 0, figures.axeViolations],
    ["processes that wanted a core in the minute before", null, figures.loadBefore],
  ];
  return `# How fast the app is

Written by \`npm run bench:app -- --write\`. The production build under its policy in Chromium without a graphics card, beside a local chain, a keeper and an index, all on
one machine of two cores. A visit begins with the address typed: it fetches the app, its configuration and then the chain. A second visit has the browser's cache and
its database. Closes are made while slots take 200 ms; what is measured ends when the whole history with the new deduction is proven and painted.

A figure says something beside its target and beside another run of the same machine. Where other processes wanted its cores before, everything that takes time took
longer.

${table(rows)}`;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ([what, target, measured]) => `| ${what} | ${target === null ? "" : count(target)} | ${count(measured)} |\n`,
  );
  return `|  | target | measured |\n| --- | ---: | ---: |\n${lines.join("")}`;
}

const count = (value: number): string => value.toLocaleString("en");
