/** The way of a creator's money, in one bar: estimated now, owed, claimable, claimed. Parts are as wide as they are large. */
import type { CreatorMoney } from "../data/creator";
import { formatMoney } from "../format/money";

type Part = "estimated" | "owed" | "claimable" | "claimed";

export const WAY: readonly { part: Part; name: string; note: string; look: string }[] = [
  { part: "estimated", name: "Estimated now", note: "the venue has it, nothing has settled it", look: "hatch" },
  { part: "owed", name: "Owed", note: "settled, waits for a balance", look: "bg-faint" },
  { part: "claimable", name: "Claimable", note: "in escrows and vaults", look: "bg-accent" },
  { part: "claimed", name: "Claimed", note: "left for the creator's wallets", look: "bg-ink" },
];

/** Of the whole; what is there is seen, however small. */
const LEAST_PERCENT = 1.5;

export function MoneyBar({ money }: { money: CreatorMoney }) {
  const parts = WAY.filter(({ part }) => money[part] > 0n);
  const total = parts.reduce((sum, { part }) => sum + money[part], 0n);
  const label = WAY.map(({ part, name }) => `${name}: ${formatMoney(money[part])}`).join(", ");
  return (
    <div role="img" aria-label={label} className="flex h-5 gap-0.5 overflow-hidden rounded-full bg-sunk">
      {parts.map(({ part, look }) => (
        <div
          key={part}
          className={`h-full min-w-1 ${look === "hatch" ? "bg-hatched" : look}`}
          style={{ flexGrow: Math.max(LEAST_PERCENT, Number((money[part] * 10_000n) / total) / 100), flexBasis: 0 }}
        />
      ))}
    </div>
  );
}

/** The same look beside a figure's name. */
export const MoneySwatch = ({ look }: { look: string }) => (
  <span
    aria-hidden="true"
    className={`mr-2 inline-block size-3 rounded-sm ${look === "hatch" ? "bg-hatched" : look}`}
  />
);
