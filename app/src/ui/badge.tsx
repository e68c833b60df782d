import type { Terms } from "@profit-share/sdk";
import type { ReactNode } from "react";
import { shortAddress } from "../format/short";
import { PenIcon, ShieldIcon } from "./icons";

const TONES = {
  accent: "bg-accent-soft text-accent",
  neutral: "bg-sunk text-muted",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

export const Badge = ({ tone = "neutral", children }: { tone?: keyof typeof TONES; children: ReactNode }) => (
  <span
    className={`inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-1 text-xs font-medium ${TONES[tone]}`}
  >
    {children}
  </span>
);

const VENUES = { drift: "Drift", velocity: "Velocity" };

/** Who says what was earned: the venue's own account, which anybody can read, or a keeper. */
export function SourceBadge({ terms: { source, keeper } }: { terms: Pick<Terms, "source" | "keeper"> }) {
  if (source === "attested") {
    return (
      <Badge tone="warn">
        <PenIcon />
        attested by {keeper === null ? "nobody" : shortAddress(keeper.toBase58())}
      </Badge>
    );
  }
  return (
    <Badge tone="accent">
      <ShieldIcon />
      proven by {VENUES[source]}
    </Badge>
  );
}
