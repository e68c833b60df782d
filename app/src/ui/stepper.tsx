import type { ReactNode } from "react";
import { CheckIcon } from "./icons";

interface Props {
  steps: readonly { title: string; children?: ReactNode }[];
  /** Which of them is under way, from 0. Those before are done. */
  current: number;
}

/** Steps of something that takes several, below each other. */
export const Stepper = ({ steps, current }: Props) => (
  <ol className="flex flex-col gap-6">
    {steps.map(({ title, children }, index) => (
      <li key={title} className="flex gap-4" aria-current={index === current ? "step" : undefined}>
        <span
          aria-hidden="true"
          className={`flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold ${
            index < current
              ? "bg-accent text-on-accent"
              : index === current
                ? "bg-accent-soft text-accent ring-1 ring-accent"
                : "bg-sunk text-muted"
          }`}
        >
          {index < current ? <CheckIcon /> : index + 1}
        </span>
        <div className="min-w-0 flex-1">
          <p className={`font-medium ${index > current ? "text-muted" : ""}`}>
            {title}
            {index < current && <span className="sr-only"> (done)</span>}
          </p>
          {children !== undefined && <div className="mt-3 text-sm">{children}</div>}
        </div>
      </li>
    ))}
  </ol>
);
