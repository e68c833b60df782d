interface Props {
  name: string;
  /** What is used, in words. */
  words: string;
  used: bigint;
  most: bigint;
}

/** How much of something is used. */
export function Meter({ name, words, used, most }: Props) {
  const part = most === 0n ? 0 : Math.min(1, Number((used * 1_000n) / most) / 1_000);
  return (
    <div>
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="text-muted">{name}</span>
        <span>{words}</span>
      </p>
      <div aria-hidden="true" className="mt-2 h-2 overflow-hidden rounded-full bg-sunk">
        <div
          className={`h-full rounded-full ${part >= 1 ? "bg-warn" : "bg-accent"}`}
          style={{ width: `${part * 100}%` }}
        />
      </div>
    </div>
  );
}
