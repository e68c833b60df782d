/**
 * Breaks a text at its spaces. A word that is longer than a line stays whole.
 * @param indent of every line but the first
 */
export function wrap(text: string, width: number, indent: string): string[] {
  const [, lead = "", rest = ""] = /^( *)(.*)$/s.exec(text)!;
  const lines: string[] = [];
  let line = lead;
  for (const word of rest.split(" ")) {
    const isEmpty = line.trim() === "";
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += isEmpty ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}
