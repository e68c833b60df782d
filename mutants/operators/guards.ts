/** What refuses or returns: `require!`, statements that fail, errors of options, early returns, filters. */
import type { Edit } from "../mutant";
import { bodies, closing, type Source } from "../source";

export function guards(source: Source): Edit[] {
  return bodies(source).flatMap(({ start, end }) => [
    ...required(source, start, end),
    ...defaulted(source, start, end),
    ...unfiltered(source, start, end),
  ]);
}

function required({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/\brequire(?:_\w+)?!\(/g)].map(({ index, 0: head }): Edit => {
    const end = closing(code, from + index + head.length - 1);
    return { kind: "guard", start: from + index, end: code[end] === ";" ? end + 1 : end, replacement: "" };
  });
}

/** `x.ok_or(error)?` lets a missing value pass as zero. */
function defaulted({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/\.ok_or(?:_else)?\(/g)].flatMap(({ index, 0: head }): Edit[] => {
    const end = closing(code, from + index + head.length - 1);
    if (code[end] !== "?") return [];
    return [{ kind: "guard", start: from + index, end: end + 1, replacement: ".unwrap_or_default()" }];
  });
}

const UNFILTERED: Record<string, string> = { filter: "", is_some_and: ".is_some()", is_ok_and: ".is_ok()" };

function unfiltered({ code }: Source, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(/\.(filter|is_some_and|is_ok_and)\(/g)].map(
    ({ index, 0: head, 1: name }): Edit => ({
      kind: "guard",
      start: from + index,
      end: closing(code, from + index + head.length - 1),
      replacement: UNFILTERED[name!]!,
    }),
  );
}
