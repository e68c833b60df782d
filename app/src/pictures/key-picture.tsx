/** The key picture: realized PnL against the mark. Hatched has to be won back, green was charged. */
import { useId, useMemo, useState } from "react";
import { formatMoney } from "../format/money";
import { useWidth } from "../ui/measure";
import { Amounts, Days, frameOf } from "./axes";
import { Canvas } from "./canvas";
import { placesOf, type Stretch } from "./course";
import { Hatch } from "./hatch";
import { keyPaths } from "./key-paths";
import { Legend, Swatch } from "./legend";
import { Pointer } from "./pointer";
import { scaleOf } from "./scale";
import { wordsOf } from "./stretch-words";

interface Props {
  course: readonly Stretch[];
  /** What the picture says, for who does not see it. */
  label: string;
  /** Without days below: an example has none. */
  isExample?: boolean;
}

export function KeyPicture({ course, label, isExample = false }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number | null>(null);
  const hatch = useId();
  const height = width < 480 ? 240 : 320;
  const drawn = useMemo(() => {
    const frame = frameOf(Math.max(width, 200), height);
    const scale = scaleOf(amountsOf(course), frame.top, frame.bottom);
    const places = placesOf(course);
    const x = (index: number) => frame.left + (frame.right - frame.left) * places[index]!;
    return { frame, scale, x, paths: keyPaths(course, x, scale), times: course.map(({ step }) => step?.time ?? null) };
  }, [course, width, height]);
  const { frame, scale, x, paths, times } = drawn;
  // As thick as there is room, so that many charges do not run together.
  const thick = Math.min(5, Math.max(1.5, (frame.right - frame.left) / course.length / 2));
  return (
    <figure>
      <Canvas place={ref} width={width} height={height} label={label}>
        <defs>
          <Hatch id={hatch} stroke="stroke-faint" />
        </defs>
        <Amounts scale={scale} frame={frame} />
        {!isExample && <Days times={times} x={x} frame={frame} />}
        <path d={paths.toWinBack} fill={`url(#${hatch})`} opacity="0.7" />
        <path d={paths.mark} fill="none" strokeWidth="1.5" strokeDasharray="5 4" className="stroke-muted" />
        <path d={paths.unrecorded} fill="none" strokeWidth="2" strokeDasharray="2 4" className="stroke-ink" />
        <path d={paths.kept} fill="none" strokeWidth="2" strokeDasharray="2 4" className="stroke-warn" />
        <path d={paths.realized} fill="none" strokeWidth="2" strokeLinejoin="round" className="stroke-ink" />
        <path d={paths.charged} fill="none" strokeWidth={thick} className="stroke-accent" />
        <Pointer count={course.length} x={x} frame={frame} chosen={chosen} onChoose={setChosen} />
      </Canvas>
      <figcaption className="mt-3 min-h-10">
        {chosen !== null && course[chosen] !== undefined ? (
          <p className="text-sm">{wordsOf(course[chosen])}</p>
        ) : (
          <Legend>
            <Swatch kind="line">realized PnL</Swatch>
            <Swatch kind="dashed">mark</Swatch>
            <Swatch kind="hatched">has to be won back</Swatch>
            <Swatch kind="accent">charged</Swatch>
            {paths.unrecorded !== "" && <Swatch kind="dotted">went by without a record</Swatch>}
            {paths.kept !== "" && <Swatch kind="kept">kept: as a keeper noted it, not proven</Swatch>}
          </Legend>
        )}
      </figcaption>
    </figure>
  );
}

function* amountsOf(course: readonly Stretch[]): Generator<bigint> {
  for (const { from, to, markFrom, markTo } of course) yield* [from, to, markFrom, markTo];
}

/** The same of one that was closed. */
export const endSentence = ({ last, mark }: { last: bigint; mark: bigint }): string =>
  mark > last
    ? `It ended ${formatMoney(mark - last)} below its mark: that loss was never charged for.`
    : "It ended at its mark.";

/** "The bot has to win back $345.63 before it earns a share again." */
export function winBackSentence({ last, mark }: { last: bigint; mark: bigint }, profitShareBps: number): string {
  if (mark > last) return `The bot has to win back ${formatMoney(mark - last)} before it earns a share again.`;
  const share = (100_000_000n * BigInt(profitShareBps)) / 10_000n;
  return `The bot is at its mark: of the next $100 of profit the creator gets ${formatMoney(share)}.`;
}

/** The same where there is no mark. */
export const EACH_CLOSE_SENTENCE = "Every profitable close is shared; losses are not carried forward.";
