/** What accrued a day, stacked by bot; a ring above a day on which something was claimed. */
import { useMemo, useState } from "react";
import type { CreatorDay } from "../data/creator-days";
import { formatMoney } from "../format/money";
import { shortAddress } from "../format/short";
import { formatDate } from "../format/time";
import { useWidth } from "../ui/measure";
import { Amounts, Days, type Frame, frameOf } from "./axes";
import { Pointer } from "./pointer";
import { type Scale, scaleOf } from "./scale";
import { shadeOf } from "./shades";

interface Props {
  days: readonly CreatorDay[];
  /** base58, as they are stacked, the lowest first. */
  bots: readonly string[];
  label: string;
}

/** Noon of a UTC day, unix seconds: the same day almost everywhere. */
const noonOf = (day: number): bigint => BigInt(day) * 86_400n + 43_200n;
/** Above the bars, for the rings. */
const RING_ROOM = 16;

export function DaysPicture({ days, bots, label }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number | null>(null);
  const height = width < 480 ? 220 : 260;
  const drawn = useMemo(() => {
    const frame = frameOf(Math.max(width, 200), height);
    const scale = scaleOf([0n, ...days.map(sumOf)], frame.top + RING_ROOM, frame.bottom);
    const slot = (frame.right - frame.left) / days.length;
    const x = (index: number) => frame.left + slot * index;
    return { frame, scale, slot, x };
  }, [days, width, height]);
  const { frame, scale, slot, x } = drawn;
  const day = chosen === null ? undefined : days[chosen];
  return (
    <figure>
      <div ref={ref} style={{ minHeight: height }}>
        {width > 0 && (
          <svg role="img" aria-label={label} width={width} height={height} className="block overflow-visible">
            <Amounts scale={scale} frame={frame} />
            <Days times={days.map(({ day: number }) => noonOf(number))} x={x} frame={frame} />
            {bots.map((bot, index) => (
              <path key={bot} d={barsOf(days, bots.slice(0, index), bot, x, slot, scale)} fill={shadeOf(index)} />
            ))}
            <Rings days={days} x={x} slot={slot} frame={frame} />
            <Pointer count={days.length} x={x} frame={frame} chosen={chosen} onChoose={setChosen} />
          </svg>
        )}
      </div>
      <figcaption className="mt-3 min-h-10">
        {day === undefined ? (
          <Key bots={bots} hasClaims={days.some(({ claimed }) => claimed > 0n)} />
        ) : (
          <Words of={day} />
        )}
      </figcaption>
    </figure>
  );
}

const sumOf = ({ shares }: CreatorDay): bigint => [...shares.values()].reduce((sum, share) => sum + share, 0n);

function barsOf(
  days: readonly CreatorDay[],
  below: readonly string[],
  bot: string,
  x: (index: number) => number,
  slot: number,
  { y }: Scale,
): string {
  const wide = Math.min(slot * 0.72, 28);
  let path = "";
  for (const [index, { shares }] of days.entries()) {
    const share = shares.get(bot) ?? 0n;
    if (share === 0n) continue;
    const from = below.reduce((sum, other) => sum + (shares.get(other) ?? 0n), 0n);
    const left = x(index) + (slot - wide) / 2;
    // What is there is seen.
    const height = Math.max(1.5, y(from) - y(from + share));
    path += `M${left.toFixed(1)} ${y(from).toFixed(1)}v${(-height).toFixed(1)}h${wide.toFixed(1)}v${height.toFixed(1)}Z`;
  }
  return path;
}

function Rings({
  days,
  x,
  slot,
  frame,
}: {
  days: readonly CreatorDay[];
  x: (i: number) => number;
  slot: number;
  frame: Frame;
}) {
  return days.map(
    ({ day, claimed }, index) =>
      claimed > 0n && (
        <circle
          key={day}
          cx={x(index) + slot / 2}
          cy={frame.top + 4}
          r="4"
          fill="none"
          strokeWidth="2"
          className="stroke-ink"
        />
      ),
  );
}

function Words({ of }: { of: CreatorDay }) {
  const settled = sumOf(of);
  const parts = [...of.shares].map(([bot, share]) => `${formatMoney(share)} by ${shortAddress(bot)}`);
  return (
    <p className="text-sm">
      {formatDate(noonOf(of.day))}: {settled === 0n ? "nothing settled" : `${formatMoney(settled)} settled`}
      {parts.length > 1 && ` (${parts.join(", ")})`}
      {of.claimed > 0n && `, ${formatMoney(of.claimed)} claimed`}.
    </p>
  );
}

function Key({ bots, hasClaims }: { bots: readonly string[]; hasClaims: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-xs">
      {bots.map((bot, index) => (
        <li key={bot} className="inline-flex items-center gap-2">
          <svg aria-hidden="true" width="12" height="12">
            <rect width="12" height="12" rx="2" fill={shadeOf(index)} />
          </svg>
          <span className="font-mono">{shortAddress(bot)}</span>
        </li>
      ))}
      {hasClaims && (
        <li className="inline-flex items-center gap-2">
          <svg aria-hidden="true" width="12" height="12">
            <circle cx="6" cy="6" r="4" fill="none" strokeWidth="2" className="stroke-ink" />
          </svg>
          something was claimed on this day
        </li>
      )}
    </ul>
  );
}
