/** Statements that do something, left out: assignments, calls, events, early returns. */
import type { Edit } from "../mutant";
import { bodies, closing, type Source } from "../source";

/** What only names things, or is another operator's. */
const NOT_AN_EFFECT = /^(?:let|use|const|type|pub|extern|require\w*!)\b/;

export function effects(source: Source): Edit[] {
  const { code } = source;
  return bodies(source).flatMap(({ start, end }) =>
    blocks(code, start, end).flatMap((block) => statements(code, block)),
  );
}

/** Every pair of braces in a function that holds statements, the function's own first. */
function blocks(code: string, start: number, end: number): [number, number][] {
  const found: [number, number][] = [];
  for (let at = start; at < end; at++) if (code[at] === "{") found.push([at + 1, closing(code, at) - 1]);
  return found;
}

function statements(code: string, [from, to]: [number, number]): Edit[] {
  const edits: Edit[] = [];
  let begin = from;
  for (let at = from; at < to; at++) {
    if (code[at] === "(" || code[at] === "[") at = closing(code, at) - 1;
    else if (code[at] === "{") {
      at = closing(code, at) - 1;
      // A block that a statement goes on after, as `let x = if … { … } else { … };`, is no end of it.
      if (!/^\s*(?:else|;|\.|\?|\)|,)/.test(code.slice(at + 1)) && !isLet(code, begin)) begin = at + 1;
    } else if (code[at] === ";") {
      const text = code.slice(begin, at).trim();
      const start = begin + code.slice(begin, at).indexOf(text);
      if (text !== "" && !NOT_AN_EFFECT.test(text) && !/^(?:if|match|for|while|loop)\b/.test(text)) {
        edits.push({ kind: "effect", start, end: at + 1, replacement: "" });
      }
      begin = at + 1;
    } else if (code[at] === ",") begin = at + 1;
  }
  return edits;
}

const isLet = (code: string, begin: number): boolean => /^\s*let\b/.test(code.slice(begin));
