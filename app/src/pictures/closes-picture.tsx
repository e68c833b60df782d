/** For bots that share each close: a bar a close. There is no mark, so what matters of each is how much of it is the share. */
import type { Step } from "@profit-share/sdk/history";
import { useId, useMemo, useState } from "react";
import { useWidth } from "../ui/measure";
import { Amounts, Days, frameOf } from "./axes";
import { Canvas } from "./canvas";
import type { Stretch } from "./course";
import { Hatch } from "./hatch";
import { Legend, Swatch } from "./legend";
import { Pointer } from "./pointer";
import { type Scale, scaleOf } from "./scale";
import { wordsOf } from "./stretch-words";

interface Props {
  steps: readonly Step[];
  label: string;
}

export function ClosesPicture({ steps, label }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number | null>(null);
  const hatch = useId();
  const height = width < 480 ? 220 : 280;
  const { frame, scale, x, bars } = useMemo(() => {
    const frame = frameOf(Math.max(width, 200), height);
    const scale = scaleOf([0n, ...steps.map(closeOf)], frame.top, frame.bottom);
    const slot = (frame.right - frame.left) / Math.max(steps.length, 1);
    const x = (index: number) => frame.left + slot * index;
    return { frame, scale, x, bars: barPaths(steps, x, Math.min(slot * 0.7, 28), slot, scale) };
  }, [steps, width, height]);
  const step = chosen === null ? undefined : steps[chosen];
  return (
    <figure>
      <Canvas place={ref} width={width} height={height} label={label}>
        <defs>
          <Hatch id={hatch} stroke="stroke-muted" />
        </defs>
        <Amounts scale={scale} frame={frame} />
        <Days times={steps.map(({ time }) => time)} x={x} frame={frame} />
        <path d={bars.closes} className="fill-faint" />
        <path d={bars.dropped} fill={`url(#${hatch})`} />
        <path d={bars.shares} className="fill-accent" />
        <Pointer count={steps.length} x={x} frame={frame} chosen={chosen} onChoose={setChosen} />
      </Canvas>
      <figcaption className="mt-3 min-h-10">
        {step !== undefined ? (
          <p className="text-sm">{wordsOf(stretchOf(step))}</p>
        ) : (
          <Legend>
            <Swatch kind="bar">a close</Swatch>
            <Swatch kind="accent">the creator's share of it</Swatch>
            {bars.dropped !== "" && <Swatch kind="hatched">cut off by the daily cap: no share</Swatch>}
          </Legend>
        )}
      </figcaption>
    </figure>
  );
}

const closeOf = ({ realized }: Step): bigint => realized.after - realized.before;

function stretchOf(step: Step): Stretch {
  const { realized, mark } = step;
  const before = mark.before ?? mark.after;
  const marks = { markFrom: before, markTo: mark.after };
  return { kind: "settled", from: realized.before, to: realized.after, ...marks, step, parts: 1 };
}

function barPaths(steps: readonly Step[], x: (index: number) => number, width: number, slot: number, { y }: Scale) {
  const paths = { closes: "", dropped: "", shares: "" };
  for (const [index, step] of steps.entries()) {
    const left = x(index) + (slot - width) / 2;
    const bar = (from: bigint, to: bigint) =>
      `M${left.toFixed(1)} ${y(from).toFixed(1)}V${y(to).toFixed(1)}h${width.toFixed(1)}V${y(from).toFixed(1)}Z`;
    const close = closeOf(step);
    // From the top: the share, then what the cap cut off, then what the subscriber keeps.
    const belowShare = close - step.accrued;
    if (step.accrued > 0n) paths.shares += bar(belowShare, close);
    if (step.dropped > 0n) paths.dropped += bar(belowShare - step.dropped, belowShare);
    paths.closes += bar(0n, belowShare - step.dropped);
  }
  return paths;
}
