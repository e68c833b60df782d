/** How one thing that happened becomes a line: what it was, amounts, compute units, and the signature last. */
import { formatDollars } from "@profit-share/sdk";
import { wrap } from "./wrap";

/** One thing that happened. Amounts are base units; null where a column does not apply. */
export interface Line {
  what: string;
  realized: bigint | null;
  /** What it added to the creator's share. */
  share: bigint | null;
  /** What it paid of the creator's share. */
  credited: bigint | null;
  /** What is owed afterwards. */
  owed: bigint | null;
  computeUnits: number;
  signature: string;
}

/** Columns, in characters. */
export interface Layout {
  what: number;
  amounts: readonly [realized: number, share: number, credited: number, owed: number];
  units: number;
  /** Between compute units and signature. */
  gap: string;
  /** Whether texts are broken and signatures cut, so that they fit. */
  fits: boolean;
}

/** For a terminal of 120 columns. */
export const NARROW: Layout = { what: 65, amounts: [13, 8, 9, 8], units: 7, gap: " ", fits: true };
/** Whole signatures, one line for each thing. */
export const WIDE: Layout = { what: 78, amounts: [13, 13, 13, 13], units: 8, gap: "  ", fits: false };

export const WIDTH = 120;
/** What follows a line that was broken; nothing else is indented as far. */
const INDENT = " ".repeat(6);
const SIGNATURE_SHOWN = 8;

export const header = (layout: Layout): string =>
  columns(layout, "", ["realized PnL", "share", "credited", "owed"], "CU", "signature");

/** A text that is too long for its column goes on in further lines; the amounts stand at its end. */
export function lineText(layout: Layout, line: Line): string {
  const amounts = [line.realized, line.share, line.credited, line.owed];
  const texts = amounts.map((amount) => (amount === null ? "" : formatDollars(amount)));
  const units = line.computeUnits.toLocaleString("en-US");
  const signature = layout.fits ? `${line.signature.slice(0, SIGNATURE_SHOWN)}…` : line.signature;
  const lines = layout.fits ? wrap(line.what, layout.what, INDENT) : [line.what];
  return [...lines.slice(0, -1), columns(layout, lines.at(-1)!, texts, units, signature)].join("\n");
}

/** What is no row of columns. */
export const prose = (layout: Layout, text: string): string =>
  layout.fits ? wrap(text, WIDTH, INDENT).join("\n") : text;

function columns(layout: Layout, what: string, amounts: readonly string[], units: string, signature: string): string {
  const cells = amounts.map((amount, index) => amount.padStart(layout.amounts[index]!));
  return `${what.padEnd(layout.what)}${cells.join("")}${units.padStart(layout.units)}${layout.gap}${signature}`;
}
