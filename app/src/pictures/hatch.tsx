/** The pattern of what is hatched, for the `defs` of a picture. */

interface Props {
  /** By which the picture fills with it. */
  id: string;
  stroke: "stroke-faint" | "stroke-muted";
}

export const Hatch = ({ id, stroke }: Props) => (
  <pattern id={id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <line y2="7" strokeWidth="1.5" className={stroke} />
  </pattern>
);
