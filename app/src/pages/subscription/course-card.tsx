/** The key picture with its sentence. */
import type { Subscription, Terms } from "@profit-share/sdk";
import { type Step, steps } from "@profit-share/sdk/history";
import { useMemo, useState } from "react";
import type { Life } from "../../data/history";
import { useObservations } from "../../data/observations";
import { formatCount, formatMoney } from "../../format/money";
import { ClosesPicture } from "../../pictures/closes-picture";
import { courseOf } from "../../pictures/course";
import { EACH_CLOSE_SENTENCE, endSentence, KeyPicture, winBackSentence } from "../../pictures/key-picture";
import { Card } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { EmptyState } from "../../ui/states";

const RANGES = [
  { value: "7", text: "7 d" },
  { value: "30", text: "30 d" },
  { value: "90", text: "90 d" },
  { value: "all", text: "All" },
] as const;
type Range = (typeof RANGES)[number]["value"];

const DAY = 86_400;

interface Props {
  life: Life;
  /** null of a closed subscription. */
  account: Subscription | null;
  /** Unix seconds. */
  now: bigint;
}

export function CourseCard({ life, account, now }: Props) {
  const [range, setRange] = useState<Range>("all");
  const { terms } = life.subscription;
  const all = useMemo(() => stepsOf(life), [life]);
  const shown = useMemo(() => within(all, range, now), [all, range, now]);
  // Where it stands now belongs to the end of every range.
  const { data: noted } = useObservations(life.subscription);
  const course = useMemo(() => courseOf(shown, account, noted), [shown, account, noted]);
  const sentence = sentenceOf(terms, account, all);
  const charges = all.filter(({ accrued }) => accrued > 0n).length;
  const summary = `Charged so far: ${formatMoney(life.events.at(-1)?.record.accrued ?? 0n)}, at ${formatCount(charges)} of ${formatCount(all.length)} settlements.`;
  return (
    <Card>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-4">
        <div>
          <p className="text-balance font-semibold text-lg" data-sentence>
            {sentence}
          </p>
          <p className="mt-1 text-muted text-sm">{summary}</p>
        </div>
        <Choice label="Range" options={RANGES} value={range} onChange={setRange} />
      </div>
      {shown.length === 0 ? (
        <EmptyState title={all.length === 0 ? "Nothing was settled yet" : "Nothing was settled in this range"}>
          {all.length === 0
            ? "The first close that changes something shows here within seconds."
            : "Choose a longer one."}
        </EmptyState>
      ) : terms.feeBasis === "each_close" ? (
        <ClosesPicture steps={shown} label={`Closes, a bar each. ${summary}`} />
      ) : (
        <KeyPicture course={course} label={`Realized profit and loss against the mark. ${sentence} ${summary}`} />
      )}
    </Card>
  );
}

function sentenceOf({ feeBasis, profitShareBps }: Terms, account: Subscription | null, all: readonly Step[]): string {
  if (feeBasis === "each_close") return EACH_CLOSE_SENTENCE;
  return account === null ? endSentence(lastOf(all)) : winBackSentence(account, profitShareBps);
}

function stepsOf({ events, report }: Life): Step[] {
  const right = events.slice(0, report.verified);
  return steps(
    right.map(({ record }) => record),
    report.startMark,
  );
}

function within(all: readonly Step[], range: Range, now: bigint): readonly Step[] {
  if (range === "all") return all;
  const from = now - BigInt(Number(range) * DAY);
  return all.filter(({ time }) => time > from);
}

function lastOf(all: readonly Step[]): { last: bigint; mark: bigint } {
  const step = all.at(-1);
  return { last: step?.realized.after ?? 0n, mark: step?.mark.after ?? 0n };
}
