import type { ReactNode } from "react";

/** Figures with their names, side by side. */
export const Figures = ({ children }: { children: ReactNode }) => (
  <div className="@container">
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 @2xl:grid-cols-4">{children}</dl>
  </div>
);

interface FigureProps {
  name: ReactNode;
  children: ReactNode;
  /** One thought that explains it. */
  note?: ReactNode;
}

export const Figure = ({ name, children, note }: FigureProps) => (
  <div className="min-w-0">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="mt-0.5 text-lg font-semibold">{children}</dd>
    {note !== undefined && <dd className="text-xs text-muted">{note}</dd>}
  </div>
);

/** Names and values below each other, for facts. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="divide-y divide-line text-sm">{children}</dl>
);

export const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2.5">
    <dt className="text-muted">{name}</dt>
    <dd className="ml-auto min-w-0 text-right font-medium">{children}</dd>
  </div>
);
