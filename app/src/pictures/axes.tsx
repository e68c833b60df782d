/** The ground of a picture: lines at round amounts, and days below. */
import { formatMoney, formatWhole } from "../format/money";
import { formatClock, formatDay, formatMoment } from "../format/time";
import type { Scale } from "./scale";

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Room for amounts at the left, and for days below. */
export function frameOf(width: number, height: number): Frame {
  return { width, height, left: width < 480 ? 56 : 72, right: width - 8, top: 12, bottom: height - 26 };
}

const DOLLAR = 1_000_000n;

export function Amounts({ scale, frame }: { scale: Scale; frame: Frame }) {
  const { ticks, y } = scale;
  const text = ticks.every((tick) => tick % DOLLAR === 0n) ? formatWhole : formatMoney;
  return ticks.map((tick) => (
    <g key={tick.toString()}>
      <line
        x1={frame.left}
        x2={frame.right}
        y1={y(tick)}
        y2={y(tick)}
        className={tick === 0n ? "stroke-faint" : "stroke-line"}
      />
      <text x={frame.left - 8} y={y(tick) + 4} textAnchor="end" className="fill-muted text-xs">
        {text(tick)}
      </text>
    </g>
  ));
}

/** Unix seconds at some of the stretches; null where there is no time. */
export function Days({
  times,
  x,
  frame,
}: {
  times: readonly (bigint | null)[];
  x: (i: number) => number;
  frame: Frame;
}) {
  const known = times.flatMap((time, index) => (time === null ? [] : [{ time, index }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return null;
  const withinDay = last.time - first.time < 86_400n;
  const wanted = Math.min(known.length, frame.width < 480 ? 3 : 5);
  const chosen = Array.from(
    { length: wanted },
    (_, which) => known[wanted === 1 ? 0 : Math.round((which * (known.length - 1)) / (wanted - 1))]!,
  );
  const text = withinDay ? formatClock : formatDay;
  const isNew = (which: number) => which === 0 || text(chosen[which]!.time) !== text(chosen[which - 1]!.time);
  return chosen.map(
    ({ time, index }, which) =>
      isNew(which) && (
        <text
          key={index}
          x={x(index)}
          y={frame.height - 6}
          textAnchor={which === chosen.length - 1 && which > 0 ? "end" : which === 0 ? "start" : "middle"}
          className="fill-muted text-xs"
        >
          {withinDay && which === 0 ? formatMoment(time) : text(time)}
        </text>
      ),
  );
}
