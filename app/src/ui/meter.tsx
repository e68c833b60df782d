import { useId } from "react";

interface Props {
  name: string;
  /** What is used, in words. */
  words: string;
  used: bigint;
  most: bigint;
}

/** How much of something is used. */
export function Meter({ name, words, used, most }: Props) {
  const id = useId();
  const part = most === 0n ? 0 : Math.min(1, Number((used * 1_000n) / most) / 1_000);
  return (
    <div>
      <p id={id} className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="text-muted">{name}</span>
        <span>{words}</span>
      </p>
      <div
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={words}
        className="mt-2 h-2 overflow-hidden rounded-full bg-sunk"
      >
        <div className={`h-full rounded-full ${part >= 1 ? "bg-warn" : "bg-accent"}`} style={{ width: `${part * 100}%` }} />
      </div>
    </div>
  );
}
