/** Which basis-point values are proved: all, some by name, or a sample. */
import { Random } from "../sdk/vectors/random";

const MAX_BPS = 1_000;

export const everyBps = (): bigint[] => Array.from({ length: MAX_BPS + 1 }, (_, bps) => BigInt(bps));

/** The ends of the range, and what made a solver slow before there were lemmas. */
const ALWAYS = [0n, 1n, 1_000n, 999n];

/** `--bps`. @throws Error that names what is no basis-point value */
export function parseBps(text: string): bigint[] {
  const values = text.split(",").map((part) => {
    if (!/^\d{1,4}$/.test(part) || Number(part) > MAX_BPS) {
      throw new Error(`--bps: "${part}" is no whole number from 0 to ${MAX_BPS}. Write for example --bps 0,1,250,1000`);
    }
    return BigInt(part);
  });
  return [...new Set(values)];
}

/** `--sample`: the ends first, then others that depend on the seed alone. @throws Error if there are not so many */
export function sampleBps(count: number, seed: number): bigint[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_BPS + 1) {
    throw new Error(`--sample: a whole number from 1 to ${MAX_BPS + 1} is needed, how many values are to be proved`);
  }
  const random = new Random(seed);
  const chosen = new Set(ALWAYS.slice(0, count));
  while (chosen.size < count) chosen.add(random.between(0n, BigInt(MAX_BPS)));
  return [...chosen];
}
