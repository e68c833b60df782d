/** What stands in a printed table. */

/** The cells under these titles, row by row. @param text begins with the table: titles, a rule, rows; a blank line ends it */
export function cells(text: string, titles: readonly string[]): string[][] {
  const [head, rule, ...rows] = text.slice(0, text.indexOf("\n\n")).split("\n") as [string, string, ...string[]];
  const columns = [...rule.matchAll(/-+/g)].map(({ index, 0: line }): [number, number] => [index, index + line.length]);
  const at = new Map(columns.map((column) => [head.slice(...column).trim(), column]));
  return rows.map((row) => titles.map((title) => row.slice(...at.get(title)!).trim()));
}
