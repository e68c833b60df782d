/** Where an amount is in a picture. Pixels are floats; amounts are not, they only pass through here. */

export interface Scale {
  /** Pixels from the top. */
  y: (amount: bigint) => number;
  /** Round amounts to draw lines at, lowest first. */
  ticks: bigint[];
}

/** Of the span, above and below. */
const MARGIN = 0.04;
const ROUND = [1, 2, 2.5, 5, 10];

/** A scale that shows all amounts. @param top pixels of the highest @param bottom pixels of the lowest */
export function scaleOf(amounts: Iterable<bigint>, top: number, bottom: number, count = 4): Scale {
  let [low, high]: [bigint | null, bigint | null] = [null, null];
  for (const amount of amounts) {
    if (low === null || amount < low) low = amount;
    if (high === null || amount > high) high = amount;
  }
  const [from, to] = [Number(low ?? 0n), Number(high ?? 0n)];
  // Nothing but one amount gets a little room around it.
  const span = to === from ? Math.max(Math.abs(to) / 10, 1_000_000) : to - from;
  const step = roundStep(span / count);
  const first = from - span * MARGIN;
  const last = from + span * (1 + MARGIN);
  const ticks: bigint[] = [];
  for (let tick = Math.ceil(first / step) * step; tick <= last; tick += step) ticks.push(BigInt(Math.round(tick)));
  return { y: (amount) => bottom - ((Number(amount) - first) / (last - first)) * (bottom - top), ticks };
}

/** The smallest round step that is not smaller; at least a cent. */
function roundStep(least: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(least, 10_000)));
  return size * ROUND.find((round) => round * size >= least)!;
}
