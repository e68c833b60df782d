/** Text tables: columns as wide as their widest cell, numbers to the right. */

export interface Column<Row> {
  title: string;
  cell: (row: Row) => string;
  align?: "left" | "right";
}

/** Title line, rule, one line per row. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const titles = columns.map(({ title }) => title);
  const widths = titles.map((title, index) => Math.max(title.length, ...cells.map((line) => line[index]!.length)));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => {
        const width = widths[index]!;
        return columns[index]!.align === "right" ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [titles, widths.map((width) => "-".repeat(width)), ...cells].map(line).join("\n");
}
