import type { HistoryProgress } from "@profit-share/sdk/history";
import { Link } from "@tanstack/react-router";
import type { Life } from "../../data/history";

/** How far reading has come. */
export const readingWords = (what: string, progress: HistoryProgress | null): string =>
  progress === null ? `${what}.` : `${what}: ${progress.transactions} transactions so far.`;

/** What the history on the page rests on. */
export function HistoryProgressNote({ life }: { life: Life | undefined }) {
  if (life === undefined) return null;
  const { report, subscription, isKept } = life;
  const link = (
    <Link to="/verify/$address" params={{ address: subscription.address.toBase58() }} className="link">
      See every check
    </Link>
  );
  return report.mismatch === null ? (
    <p className="text-muted text-sm">
      {isKept ? "Proven in this browser on an earlier visit" : "Proven in this browser"}: {report.verified}{" "}
      {report.verified === 1 ? "settlement" : "settlements"}, each recomputed from the chain.{" "}
      {isKept && "What came since is being read. "}
      {link}.
    </p>
  ) : (
    <p role="alert" className="rounded-xl bg-danger-soft px-4 py-3 text-danger text-sm">
      The history does not add up at settlement {report.mismatch.sequence.toString()}: {report.mismatch.what}. {link}.
    </p>
  );
}
