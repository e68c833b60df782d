import { formatMoment } from "../format/time";
import { Money } from "../ui/money";
import type { Stretch } from "./course";

/** A stretch of a picture in words. */
export function wordsOf({ kind, from, to, markTo, step }: Stretch) {
  if (step === null) {
    return kind === "start" ? (
      <>
        It began at a realized PnL of <Money amount={to} />.
      </>
    ) : (
      <>
        {kind === "kept" ? "Kept by a keeper, not proven" : "Without a record"}: <Money amount={to - from} change />, to{" "}
        <Money amount={to} />.
      </>
    );
  }
  return (
    <>
      {formatMoment(step.time)}: <Money amount={to - from} change />, to <Money amount={to} />. The mark is{" "}
      <Money amount={markTo} />, the share <Money amount={step.accrued} />.
    </>
  );
}
