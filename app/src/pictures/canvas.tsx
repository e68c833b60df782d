/** Where a picture is drawn: as wide as its place, and nothing before that is known. */
import type { ReactNode, RefObject } from "react";

interface Props {
  /** Of the place, by which it is measured. */
  place: RefObject<HTMLDivElement | null>;
  width: number;
  height: number;
  /** What the picture says, for who does not see it. */
  label: string;
  children: ReactNode;
}

export const Canvas = ({ place, width, height, label, children }: Props) => (
  <div ref={place} style={{ minHeight: height }}>
    {width > 0 && (
      <svg role="img" aria-label={label} width={width} height={height} className="block overflow-visible">
        {children}
      </svg>
    )}
  </div>
);
