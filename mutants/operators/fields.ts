/** What is put into events, records and ledgers: each field left at zero. */
import type { Edit } from "../mutant";
import { bodies, closing, listed, type Source } from "../source";

const ZERO = "bytemuck::Zeroable::zeroed()";

export function fields(source: Source): Edit[] {
  const { code } = source;
  return bodies(source).flatMap(({ start, end }) =>
    [...code.slice(start, end).matchAll(/\b[A-Z]\w*(?:::[A-Z]\w*)? \{/g)].flatMap(({ index, 0: head }) => {
      const open = start + index + head.length - 1;
      const close = closing(code, open);
      return isPattern(code, close) ? [] : listed(code, open + 1, close - 1).flatMap(zeroed);
    }),
  );
}

const isPattern = (code: string, close: number): boolean => /^\)*\s*(?:=>|=(?!=))/.test(code.slice(close));

function zeroed({ start, end, text }: { start: number; end: number; text: string }): Edit[] {
  const name = /^(\w+)(?::|$)/.exec(text)?.[1];
  return name === undefined ? [] : [{ kind: "field", start, end, replacement: `${name}: ${ZERO}` }];
}
