/** One party taken for another: the field of an account that says who may, and a check that lets a second signer pass. */
import type { Edit } from "../mutant";
import { bodies, closing, type Source } from "../source";

/** Fields that hold somebody's address, by the account that has them. */
const PARTIES: Record<string, readonly string[]> = {
  bot: ["creator", "owner", "pending_owner", "payout_wallet"],
  keeper: ["creator", "admin", "pending_admin", "signer"],
  subscription: ["subscriber", "agent", "rent_payer"],
};

export function parties(source: Source): Edit[] {
  return [...fields(source), ...widened(source)];
}

/** In constraints and in bodies, where it is read. */
function fields({ marked }: Source): Edit[] {
  const named = new RegExp(`\\b(${Object.keys(PARTIES).join("|")})\\.(\\w+)\\b(?!\\(|\\s*=[^=])`, "g");
  return [...marked.matchAll(named)].flatMap(({ index, 0: whole, 1: account, 2: field }) => {
    const all = PARTIES[account!]!;
    if (!all.includes(field!)) return [];
    const start = index + whole.length - field!.length;
    const others = all.filter((other) => other !== field);
    return others.map((replacement): Edit => ({ kind: "party", start, end: start + field!.length, replacement }));
  });
}

/** `require!(a == f(agent), …)` becomes `require!(a == f(agent) || a == f(subscriber), …)`, for every other signer. */
function widened(source: Source): Edit[] {
  const { code } = source;
  const signers = [...code.matchAll(/\bpub (\w+): Signer\b/g)].map(({ 1: name }) => name!);
  return bodies(source).flatMap(({ start, end }) => {
    const known = signers.filter((name) =>
      code.slice(start, end).includes(`let ${name} = *accounts.${name}.address();`),
    );
    const checks = [...code.slice(start, end).matchAll(/\brequire!\(/g)].map(({ index, 0: head }) => {
      const open = start + index + head.length;
      return { open, text: code.slice(open, closing(code, open - 1) - 1) };
    });
    return checks.flatMap(({ open, text }) => {
      const condition = /^\s*(\w+ == [^,]*)/.exec(text)?.[1];
      const name = known.find((one) => condition !== undefined && new RegExp(`\\b${one}\\b`).test(condition));
      if (condition === undefined || name === undefined) return [];
      const at = open + text.indexOf(condition);
      const others = signers.filter((other) => other !== name);
      return others.map((other): Edit => {
        const second = condition.replace(new RegExp(`\\b${name}\\b`), `accounts.${other}.address()`);
        return { kind: "party", start: at, end: at + condition.length, replacement: `${condition} || ${second}` };
      });
    });
  });
}
