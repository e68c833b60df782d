/** Characters of a text that a message repeats: a secret key has more. */
const MOST = 60;

/** A text that somebody passed, as a message names it: in one line, with nothing that a terminal acts on. */
export function quoted(text: string): string {
  if (text.length > MOST) return `a text of ${text.length} characters`;
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

const escaped = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;
