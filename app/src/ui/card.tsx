import { type ReactNode, useId } from "react";

interface Props {
  title?: ReactNode;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A part of a page. With a title it is a region that a screen reader can jump to. */
export function Card({ title, aside, children, className = "" }: Props) {
  const id = useId();
  const inside = (
    <>
      {title !== undefined && (
        <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-2">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {aside}
        </div>
      )}
      {children}
    </>
  );
  const shape = `min-w-0 rounded-2xl border border-line bg-card p-4 sm:p-6 ${className}`;
  return title === undefined ? (
    <div className={shape}>{inside}</div>
  ) : (
    <section aria-labelledby={id} className={shape}>
      {inside}
    </section>
  );
}
