/** A picture of an address, so that two of them are told apart at a glance. It proves nothing: addresses are compared by text. */
export function Identicon({ address, size = 28 }: { address: string; size?: number }) {
  const codes = [...address].map((letter) => letter.charCodeAt(0));
  const hue = codes.reduce((sum, code) => (sum * 31 + code) % 360, 7);
  let cells = "";
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const code = codes[(row * 3 + column + 5) % codes.length] ?? 0;
      if (code % 2 === 0) continue;
      cells += `M${column} ${row}h1v1h-1z`;
      if (column < 2) cells += `M${4 - column} ${row}h1v1h-1z`;
    }
  }
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="-1 -1 7 7" className="shrink-0 rounded-md bg-sunk">
      <path d={cells} fill={`oklch(0.62 0.11 ${hue})`} shapeRendering="crispEdges" />
    </svg>
  );
}
