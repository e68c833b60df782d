/** What each living subscription has realized since it began, best first: a bar each, with what it has to win back above it. */
import { useId, useMemo } from "react";
import { useWidth } from "../ui/measure";
import { Amounts, frameOf } from "./axes";
import { Canvas } from "./canvas";
import { Hatch } from "./hatch";
import { Legend, Swatch } from "./legend";
import { type Scale, scaleOf } from "./scale";

export interface SubscriberBar {
  /** Realized PnL since it began. */
  realized: bigint;
  toWinBack: bigint;
}

interface Props {
  bars: readonly SubscriberBar[];
  label: string;
}

const WIDEST = 40;

export function SubscribersPicture({ bars, label }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const hatch = useId();
  const height = width < 480 ? 200 : 240;
  const { frame, scale, paths } = useMemo(() => {
    const frame = { ...frameOf(Math.max(width, 200), height), bottom: height - 8 };
    const amounts = bars.flatMap(({ realized, toWinBack }) => [realized, realized + toWinBack]);
    const scale = scaleOf([0n, ...amounts], frame.top, frame.bottom);
    return { frame, scale, paths: pathsOf(bars, frame.left, frame.right, scale) };
  }, [bars, width, height]);
  return (
    <figure>
      <Canvas place={ref} width={width} height={height} label={label}>
        <defs>
          <Hatch id={hatch} stroke="stroke-faint" />
        </defs>
        <Amounts scale={scale} frame={frame} />
        <path d={paths.toWinBack} fill={`url(#${hatch})`} />
        <path d={paths.marks} strokeWidth="1.5" strokeDasharray="5 4" className="stroke-muted" />
        <path d={paths.gains} className="fill-ink" />
        <path d={paths.losses} className="fill-faint" />
      </Canvas>
      <figcaption className="mt-3">
        <Legend>
          <Swatch kind="gain">realized since it began</Swatch>
          {paths.losses !== "" && <Swatch kind="bar">a loss</Swatch>}
          {paths.toWinBack !== "" && <Swatch kind="hatched">has to be won back before the next share</Swatch>}
        </Legend>
      </figcaption>
    </figure>
  );
}

function pathsOf(bars: readonly SubscriberBar[], left: number, right: number, { y }: Scale) {
  const paths = { gains: "", losses: "", toWinBack: "", marks: "" };
  const slot = Math.min((right - left) / bars.length, WIDEST * 1.5);
  const width = slot * 0.66;
  for (const [index, { realized, toWinBack }] of bars.entries()) {
    const x = left + 8 + slot * index;
    const bar = (from: bigint, to: bigint) =>
      `M${x.toFixed(1)} ${y(from).toFixed(1)}V${y(to).toFixed(1)}h${width.toFixed(1)}V${y(from).toFixed(1)}Z`;
    if (realized >= 0n) paths.gains += bar(0n, realized);
    else paths.losses += bar(0n, realized);
    if (toWinBack === 0n) continue;
    paths.toWinBack += bar(realized, realized + toWinBack);
    paths.marks += `M${x.toFixed(1)} ${y(realized + toWinBack).toFixed(1)}h${width.toFixed(1)}`;
  }
  return paths;
}
