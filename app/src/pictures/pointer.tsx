/** Chooses a stretch of a picture by pointing at it. The same is in the table below the picture, for keys and screen readers. */
import type { PointerEvent } from "react";
import type { Frame } from "./axes";

interface Props {
  count: number;
  x: (index: number) => number;
  frame: Frame;
  chosen: number | null;
  onChoose: (index: number | null) => void;
}

export function Pointer({ count, x, frame, chosen, onChoose }: Props) {
  const { left, right, top, bottom } = frame;
  const point = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = event.clientX - box.left + left;
    let index = 0;
    while (index < count - 1 && x(index + 1) <= at) index += 1;
    onChoose(index);
  };
  return (
    <>
      {chosen !== null && chosen < count && (
        <line x1={x(chosen)} x2={x(chosen)} y1={top} y2={bottom} className="stroke-muted" />
      )}
      <rect
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        fill="transparent"
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onChoose(null)}
      />
    </>
  );
}
