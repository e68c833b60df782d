/** Small bars of a month, a day each. The figure beside it says the sum. */

import { max } from "@profit-share/sdk";

interface Props {
  /** Base units by day, oldest first. */
  days: readonly bigint[];
  label: string;
}

const [WIDTH, HEIGHT, BAR] = [120, 28, 3];

export function Spark({ days, label }: Props) {
  const most = days.reduce(max, 0n);
  const slot = WIDTH / days.length;
  const bars = days
    .map((amount, index) => {
      const height = most === 0n ? 0 : (Number(amount) / Number(most)) * (HEIGHT - 2);
      return `M${(index * slot).toFixed(1)} ${HEIGHT - 1}v${(-Math.max(height, amount > 0n ? 1.5 : 0)).toFixed(1)}h${BAR}V${HEIGHT - 1}Z`;
    })
    .join("");
  return (
    <svg role="img" aria-label={label} width={WIDTH} height={HEIGHT} className="block">
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-line" />
      <path d={bars} className="fill-accent" />
    </svg>
  );
}
