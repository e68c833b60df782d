/** One change of the program's source, and what it is called. */
import { placeOf, type Source } from "./source";

export const KINDS = [
  "account",
  "party",
  "guard",
  "condition",
  "comparison",
  "arithmetic",
  "constant",
  "effect",
  "field",
] as const;
export type Kind = (typeof KINDS)[number];

/** A piece of a source and what takes its place. */
export interface Edit {
  kind: Kind;
  start: number;
  end: number;
  replacement: string;
}

export interface Mutant extends Edit {
  /** Stable while the line stays: file, place, what was there and what is there now. */
  id: string;
  file: string;
}

export type Operator = (source: Source) => Edit[];

/** The edits as mutants, in the order of the text. An edit that two operators find counts once. */
export function named(source: Source, edits: Edit[]): Mutant[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const mutants: Mutant[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const result = apply(source.text, edit);
    if (seen.has(result)) continue;
    seen.add(result);
    const name = nameOf(source, edit);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    mutants.push({ ...edit, file: source.file, id: count === 1 ? name : `${name} (${count})` });
  }
  return mutants;
}

export const apply = (text: string, { start, end, replacement }: Edit): string =>
  text.slice(0, start) + replacement + text.slice(end);

function nameOf(source: Source, edit: Edit): string {
  const { text } = source;
  const from = text.lastIndexOf("\n", edit.start - 1) + 1;
  const to = text.indexOf("\n", edit.end);
  const before = onOneLine(text.slice(from, to));
  const after = onOneLine(text.slice(from, edit.start) + edit.replacement + text.slice(edit.end, to));
  return `${source.file} ${placeOf(source, edit.start)}: ${before} → ${after || "nothing"}`;
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
