/** Comparisons, arithmetic and constants: one step aside each. */
import type { Edit, Kind } from "../mutant";
import { bodies, closing, constants, type Source } from "../source";

/** rustfmt writes spaces around operators and none in generics. */
const COMPARISONS: Record<string, string> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==" };

const ARITHMETIC: Record<string, string> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "/",
  "&": "|",
  "<<": ">>",
  ">>": "<<",
  "+=": "-=",
  "-=": "+=",
};

const METHODS: Record<string, string> = {
  min: "max",
  max: "min",
  saturating_add: "wrapping_add",
  saturating_sub: "wrapping_sub",
  saturating_add_unsigned: "wrapping_add_unsigned",
  wrapping_add: "wrapping_sub",
  wrapping_sub: "wrapping_add",
};

export function values(source: Source): Edit[] {
  const places = [...bodies(source), ...constants(source)];
  return places.flatMap(({ start, end }) => [
    ...operators(source, start, end, "comparison", COMPARISONS),
    ...operators(source, start, end, "arithmetic", ARITHMETIC),
    ...methods(source, start, end),
    ...numbers(source, start, end),
    ...texts(source, start, end),
  ]);
}

function operators({ code }: Source, from: number, to: number, kind: Kind, swaps: Record<string, string>): Edit[] {
  return [...code.slice(from, to).matchAll(/(?<=\s)([-+*/%&<>=!]{1,2})(?=\s)/g)].flatMap(({ index, 0: token }) => {
    const replacement = swaps[token];
    if (replacement === undefined) return [];
    return [{ kind, start: from + index, end: from + index + token.length, replacement }];
  });
}

function methods({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/\.(\w+)\(/g)].flatMap(({ index, 0: head, 1: name }): Edit[] => {
    const start = from + index;
    const end = closing(code, start + head.length - 1);
    if (name === "checked_add" || name === "checked_sub") {
      const question = code.slice(end).match(/^\s*\.ok_or\(/);
      if (question === null) return [];
      const behind = closing(code, end + question[0].length - 1) + 1;
      const replacement = code.slice(start, end).replace("checked", "wrapping");
      return [{ kind: "arithmetic", start, end: behind, replacement }];
    }
    const swap = METHODS[name!];
    if (swap === undefined) return [];
    const swapped: Edit = { kind: "arithmetic", start: start + 1, end: start + 1 + name!.length, replacement: swap };
    const bounds = name === "min" || name === "max";
    return bounds ? [swapped, { kind: "arithmetic", start, end, replacement: "" }] : [swapped];
  });
}

/** Numbers, but no lengths of arrays and no hexadecimal byte both ways. */
function numbers({ code }: Source, from: number, to: number): Edit[] {
  const number = /(?<![\w.]|; )(?:0x[\da-f]+|\d[\d_]*)(?![\w.]*[a-z])(?!\.\d)/g;
  return [...code.slice(from, to).matchAll(number)].flatMap(({ index, 0: digits }) => {
    const value = Number(digits.replaceAll("_", ""));
    const near = digits.startsWith("0x") || value === 0 ? [value + 1] : [value + 1, value - 1];
    const start = from + index;
    return near.map(
      (other): Edit => ({ kind: "constant", start, end: start + digits.length, replacement: `${other}` }),
    );
  });
}

/** The last letter of a byte string: seeds, domains. */
function texts({ text, code }: Source, from: number, to: number): Edit[] {
  return [...text.slice(from, to).matchAll(/b"[^"\\]*([a-z0-9])"/g)]
    .filter(({ index }) => code[from + index] === " " && !inComment(text, from + index))
    .map(({ index, 0: string, 1: letter }): Edit => {
      const at = from + index + string.length - 2;
      return { kind: "constant", start: at, end: at + 1, replacement: letter === "z" ? "a" : next(letter!) };
    });
}

const next = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) + 1);

const inComment = (text: string, at: number): boolean => text.slice(text.lastIndexOf("\n", at) + 1, at).includes("//");
