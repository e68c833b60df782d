/** Constraints and types of the accounts of an instruction. */
import type { Edit } from "../mutant";
import { closing, listed, type Source } from "../source";

/** What creates an account or says how, instead of checking it. */
const CREATION = /^(init|payer|space)\b/;

export function accounts(source: Source): Edit[] {
  return [...source.marked.matchAll(/#\[derive\(Accounts\)\]/g)].flatMap(({ index }) => {
    const start = source.marked.indexOf("{", index);
    const end = closing(source.marked, start);
    return [...constraints(source, start, end), ...types(source, start, end)];
  });
}

function constraints({ text, marked }: Source, from: number, to: number): Edit[] {
  return [...marked.slice(from, to).matchAll(/#\[account\(/g)].flatMap(({ index, 0: head }) => {
    const start = from + index;
    const open = start + head.length - 1;
    const close = closing(marked, open);
    const parts = listed(marked, open + 1, close - 1);
    const kept = (dropped: string[]): string => {
      const rest = parts.filter((part) => !dropped.includes(part.text));
      return rest.length === 0 ? "" : `#[account(${rest.map((part) => text.slice(part.start, part.end)).join(", ")})]`;
    };
    // A bump belongs to the seeds before it.
    const groups = parts
      .filter((part) => !CREATION.test(part.text) && !part.text.startsWith("bump"))
      .map((part) => [part.text, ...(part.text.startsWith("seeds") ? bumps(parts) : [])]);
    const end = marked.indexOf("]", close) + 1;
    return groups.map((group): Edit => ({ kind: "account", start, end, replacement: kept(group) }));
  });
}

const bumps = (parts: { text: string }[]): string[] =>
  parts.map((part) => part.text).filter((text) => text.startsWith("bump"));

/** A typed account becomes one of which nothing is checked. */
function types({ marked }: Source, from: number, to: number): Edit[] {
  const typed = /(?<=: (?:Option<)?)(?:Signer|Program<\w+>|Account<\w+>|Box<Account<\w+>>)/g;
  return [...marked.slice(from, to).matchAll(typed)].map(
    ({ index, 0: type }): Edit => ({
      kind: "account",
      start: from + index,
      end: from + index + type.length,
      replacement: "UncheckedAccount",
    }),
  );
}
