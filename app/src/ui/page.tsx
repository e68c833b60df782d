import { type ReactNode, useEffect } from "react";

interface Props {
  /** Of the browser's tab, and the heading unless there is another. */
  title: string;
  heading?: ReactNode;
  /** One sentence below the heading. */
  lead?: ReactNode;
  /** Beside the heading. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, heading = title, lead, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Profit share`;
  }, [title]);
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold sm:text-2xl">{heading}</h1>
          {lead !== undefined && <div className="mt-1 max-w-2xl text-muted">{lead}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
