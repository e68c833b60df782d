import { type ReactNode, useId } from "react";

export const Legend = ({ children }: { children: ReactNode }) => (
  <ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-xs">{children}</ul>
);

const LINES = {
  line: <line x1="0" x2="16" y1="6" y2="6" strokeWidth="2" className="stroke-ink" />,
  dashed: <line x1="0" x2="16" y1="6" y2="6" strokeWidth="1.5" strokeDasharray="5 4" className="stroke-muted" />,
  dotted: <line x1="0" x2="16" y1="6" y2="6" strokeWidth="2" strokeDasharray="2 4" className="stroke-ink" />,
  kept: <line x1="0" x2="16" y1="6" y2="6" strokeWidth="2" strokeDasharray="2 4" className="stroke-warn" />,
  accent: <line x1="8" x2="8" y1="0" y2="12" strokeWidth="5" className="stroke-accent" />,
  gain: <rect x="4" y="0" width="8" height="12" className="fill-ink" />,
  bar: <rect x="4" y="0" width="8" height="12" className="fill-faint" />,
};

/** What a mark in a picture stands for. */
export function Swatch({ kind, children }: { kind: keyof typeof LINES | "hatched"; children: ReactNode }) {
  const hatch = useId();
  return (
    <li className="inline-flex items-center gap-2">
      <svg aria-hidden="true" width="16" height="12">
        {kind === "hatched" ? (
          <>
            <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line y2="4" strokeWidth="2" className="stroke-faint" />
            </pattern>
            <rect width="16" height="12" fill={`url(#${hatch})`} />
          </>
        ) : (
          LINES[kind]
        )}
      </svg>
      {children}
    </li>
  );
}
