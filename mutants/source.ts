/** A Rust source with what must not be mutated blanked, so that offsets stay those of the text. */

export interface Source {
  /** Below the program's `src`. */
  file: string;
  text: string;
  /** Without comments, strings, test modules and capacities; attributes are kept. */
  marked: string;
  /** Without attributes, too. */
  code: string;
}

/** A function, type or constant: where an offset of the text belongs. */
interface Item {
  name: string;
  start: number;
  end: number;
}

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
const STRING = /b?r?"(?:\\[\s\S]|[^"\\])*"/;
const CHARACTER = /b?'(?:\\[^']+|[^'\\])'/;
const UNREAD = new RegExp(`${COMMENT.source}|${STRING.source}|${CHARACTER.source}`, "g");

export function parse(file: string, text: string): Source {
  const marked = blankCapacities(blankTests(text.replace(UNREAD, blank)));
  return { file, text, marked, code: blankAttributes(marked) };
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

const without = (text: string, start: number, end: number): string =>
  text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end);

function blankTests(text: string): string {
  let rest = text;
  for (const { index } of text.matchAll(/#\[cfg\(test\)\]/g)) {
    rest = without(rest, index, closing(text, text.indexOf("{", index)));
  }
  return rest;
}

/** How much a vector takes beforehand changes nothing but its price. */
function blankCapacities(text: string): string {
  let rest = text;
  for (const { index, 0: head } of text.matchAll(/\bwith_capacity\(/g)) {
    const open = index + head.length;
    rest = without(rest, open, closing(text, open - 1) - 1);
  }
  return rest;
}

function blankAttributes(text: string): string {
  let rest = text;
  for (const { index, 0: head } of text.matchAll(/#!?\[/g)) {
    rest = without(rest, index, closing(text, index + head.length - 1));
  }
  return rest;
}

const PAIRS: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** Offset behind the bracket that closes the one at `open`. */
export function closing(text: string, open: number): number {
  const expected: string[] = [];
  for (let at = open; at < text.length; at++) {
    const letter = text[at]!;
    if (letter in PAIRS) expected.push(PAIRS[letter]!);
    else if (letter === expected.at(-1)) {
      expected.pop();
      if (expected.length === 0) return at + 1;
    }
  }
  throw new Error(`The bracket at ${open} is never closed`);
}

/** The pieces between top-level commas of `text[start, end)`, trimmed, with their offsets. */
export function listed(text: string, start: number, end: number): { start: number; end: number; text: string }[] {
  const pieces: { start: number; end: number; text: string }[] = [];
  let from = start;
  const add = (to: number): void => {
    const piece = text.slice(from, to);
    const trimmed = piece.trim();
    const begin = from + piece.indexOf(trimmed);
    if (trimmed !== "") pieces.push({ start: begin, end: begin + trimmed.length, text: trimmed });
    from = to + 1;
  };
  for (let at = start; at < end; at++) {
    if (text[at]! in PAIRS) at = closing(text, at) - 1;
    else if (text[at] === ",") add(at);
  }
  add(end);
  return pieces;
}

/** Bodies of the functions, with braces. */
export const bodies = ({ code }: Source): Item[] =>
  [...code.matchAll(/\bfn\s+(\w+)/g)].flatMap(({ index, 1: name }) => {
    const start = bodyOf(code, index);
    return start === null ? [] : [{ name: name!, start, end: closing(code, start) }];
  });

/** Values of the constants. */
export const constants = ({ code }: Source): Item[] =>
  [...code.matchAll(/^[ ]*(?:pub(?:\([^)]*\))? )?const (\w+):/gm)].map(({ index, 0: head, 1: name }) => {
    const start = code.indexOf("=", index + head.length) + 1;
    let end = start;
    while (code[end] !== ";") end = code[end]! in PAIRS ? closing(code, end) : end + 1;
    return { name: name!, start, end };
  });

/** Name of the innermost function, type or constant around an offset. */
export function placeOf(source: Source, offset: number): string {
  const { code } = source;
  const types = [...code.matchAll(/^(?:pub(?:\([^)]*\))? )?(?:struct|enum|impl(?:<[^{]*?>)?) (\w+)/gm)].flatMap(
    ({ index, 1: name }) => {
      const start = bodyOf(code, index);
      return start === null ? [] : [{ name: name!, start, end: closing(code, start) }];
    },
  );
  const around = (items: Item[]): Item | undefined =>
    items.filter(({ start, end }) => start <= offset && offset < end).at(-1);
  const inner = around(bodies(source)) ?? around(constants(source));
  return [around(types), inner].flatMap((item) => item?.name ?? []).join("::") || "file";
}

/** Offset of the brace that opens what is declared at `index`; null if a semicolon ends it before. */
function bodyOf(code: string, index: number): number | null {
  for (let at = index; at < code.length; at++) {
    if (code[at] === "{") return at;
    if (code[at] === ";") return null;
    if (code[at]! in PAIRS) at = closing(code, at) - 1;
  }
  return null;
}
