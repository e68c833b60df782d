import type { ReactNode } from "react";
import { formatDistance } from "../format/time";
import { Button } from "./button";

/** Nothing is there yet, and what it will be like. */
export const EmptyState = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="rounded-2xl border border-line border-dashed p-6 text-center sm:p-10">
    <p className="font-medium">{title}</p>
    {children !== undefined && <div className="mx-auto mt-2 max-w-prose text-sm text-muted">{children}</div>}
  </div>
);

const LINES = ["w-full", "w-11/12", "w-3/4"];

/** The place of something that is being read. */
export const Loading = ({ what }: { what: string }) => (
  <div role="status" className="flex flex-col gap-3">
    <p className="text-muted text-sm">{what}</p>
    {LINES.map((width) => (
      <div key={width} aria-hidden="true" className={`h-5 rounded bg-sunk motion-safe:animate-pulse ${width}`} />
    ))}
  </div>
);

interface ErrorProps {
  title: string;
  /** What happened and what to do. */
  words: string;
  retry?: (() => void) | undefined;
}

/** Something cannot be shown at all. */
export const ErrorState = ({ title, words, retry }: ErrorProps) => (
  <div role="alert" className="rounded-2xl border border-line bg-danger-soft p-5 sm:p-6">
    <p className="font-medium text-danger">{title}</p>
    <p className="mt-1 break-words text-sm">{words}</p>
    {retry !== undefined && (
      <Button className="mt-4" onClick={retry}>
        Try again
      </Button>
    )}
  </div>
);

/** What is shown is the last that was known. @param props `ageMs` is how old that is */
export const StaleNote = ({ words, ageMs, retry }: { words: string; ageMs: number; retry: () => void }) => (
  <div
    role="status"
    className="flex flex-wrap items-center justify-between gap-3 rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn"
  >
    <p className="min-w-0 break-words">
      {words} What you see was read {formatDistance(-Math.round(ageMs / 1_000))}.
    </p>
    <Button onClick={retry}>Try again</Button>
  </div>
);
