/** Boolean expressions: each branch taken always and never, each operand dropped, each negation taken away. */
import type { Edit } from "../mutant";
import { bodies, closing, constants, type Source } from "../source";

export function conditions(source: Source): Edit[] {
  const inBodies = bodies(source).flatMap(({ start, end }) => [
    ...branches(source, start, end),
    ...operands(source, start, end, ["&&", "||", "|"]),
    ...negations(source, start, end),
    ...literals(source, start, end),
  ]);
  return [...inBodies, ...constants(source).flatMap(({ start, end }) => operands(source, start, end, ["|"]))];
}

function branches({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/\bif (?!let\b)/g)].flatMap(({ index, 0: head }) => {
    const start = from + index + head.length;
    let end = start;
    while (!/[{]|=>/.test(code.slice(end, end + 1)) && code.slice(end, end + 2) !== "=>") {
      end = /[([]/.test(code[end]!) ? closing(code, end) : end + 1;
    }
    end = start + code.slice(start, end).trimEnd().length;
    return ["true", "false"].map((replacement): Edit => ({ kind: "condition", start, end, replacement }));
  });
}

const ASSIGNMENT = "(?<![=!<>])=(?!=)";
/** Where an operand ends on either side; a lower operator ends one of a higher. */
const LOWER: Record<string, RegExp> = {
  "&&": new RegExp(`\\|\\||&&|[,;)\\]}{]|=>|${ASSIGNMENT}`, "y"),
  "||": new RegExp(`\\|\\||[,;)\\]}{]|=>|${ASSIGNMENT}`, "y"),
  "|": new RegExp(`&&|[|=!]=|\\|| if |[,;)\\]}{]|=>|${ASSIGNMENT}`, "y"),
};

function operands({ code }: Source, from: number, to: number, operators: string[]): Edit[] {
  return operators.flatMap((operator) => {
    const edits: Edit[] = [];
    for (const { index } of code.slice(from, to).matchAll(new RegExp(`\\s${operator.replace(/\|/g, "\\|")}\\s`, "g"))) {
      const at = from + index + 1;
      const after = at + operator.length;
      const right = reach(code, after, LOWER[operator]!);
      const left = back(code, at, operator);
      if (code.slice(left, at).trim() === "") continue;
      const before = code.slice(0, at).trimEnd().length;
      edits.push({ kind: "condition", start: before, end: right, replacement: "" });
      // The first of a chain has no operator before it.
      if (!code.slice(0, left).trimEnd().endsWith(operator)) {
        edits.push({ kind: "condition", start: left, end: after, replacement: "" });
      }
    }
    return edits;
  });
}

function reach(code: string, from: number, stop: RegExp): number {
  const stops = (at: number): boolean => {
    stop.lastIndex = at;
    return stop.test(code);
  };
  let at = from;
  // An operand may begin with a block: `if a { … } else { … }`.
  while (!stops(at) || (code[at] === "{" && /^\s*if\b/.test(code.slice(from, at)))) {
    at = /[([{]/.test(code[at]!) ? closing(code, at) : at + 1;
  }
  return from + code.slice(from, at).trimEnd().length;
}

/** Where the operand before `at` begins. */
function back(code: string, at: number, operator: string): number {
  let depth = 0;
  let start = at;
  for (; start > 0; start--) {
    const letter = code[start - 1]!;
    if (/[)\]}]/.test(letter)) depth++;
    else if (/[([{]/.test(letter)) {
      if (depth === 0) break;
      depth--;
    } else if (depth === 0 && /[,;]/.test(letter)) break;
    else if (depth === 0 && /(?:=>|&&|\|\||[^=!<>]= |\b(?:if|match|return|while) )$/.test(code.slice(0, start))) break;
    else if (depth === 0 && operator === "|" && /(?:[=!]= |\| )$/.test(code.slice(0, start))) break;
  }
  return start + (code.slice(start).length - code.slice(start).trimStart().length);
}

function negations({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/(?<!\w)!(?=[a-z(])/g)].map(
    ({ index }): Edit => ({ kind: "condition", start: from + index, end: from + index + 1, replacement: "" }),
  );
}

function literals({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/\b(true|false)\b/g)].map(
    ({ index, 0: word }): Edit => ({
      kind: "condition",
      start: from + index,
      end: from + index + word.length,
      replacement: word === "true" ? "false" : "true",
    }),
  );
}
