import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

/**
 * Accounts hold `Pod` numbers. Their operators wrap around: the framework is compiled without checks on overflow. So money
 * and counters move by `checked_…`, `saturating_…`, or as the plain integers that `get` makes of them, which the build
 * checks. No operator may come back.
 */
const SOURCES = join(__dirname, "../programs/profit_share/src");

/** What has fields of the same names with plain integers in them. */
const PLAIN = ["settlement"];

/** An arithmetic operator, compound assignment included, with what stands left and right of it. */
const OPERATION = /([\w.()[\]?]+)\s*(?<!-)(?:\+|-|\*|\/|%|<<|>>)(?:=(?!=)|(?![=>]))\s*(?=[&*!-]*([\w.()[\]]+))/g;

/** Without text and comments; a line that begins with an operator belongs to the line before it. */
const codeOf = (source: string): string =>
  source
    .split("\n")
    .map((line) => line.replace(/b?"(?:\\.|[^"\\])*"/g, '""').replace(/\/\/.*$/, ""))
    .join("\n")
    .replace(/\n\s*((?:[-+*/%]|<<|>>)=?\s)/g, " $1")
    .replace(/\b(return|in|mut|as|if|match)\s+(?=[*-])/g, "$1;");

const allOf = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((found) => found[1]!);

/** Names that are declared as Pod numbers. */
const podNames = (code: string): string[] => allOf(code, /(\w+): (?:&(?:mut )?)?Pod[UI]\d+/g);

const parametersIn = (code: string): string => allOf(code, /\bfn \w+[^(]*\(([^{;]*)\)/g).join();

/** The operations of a source on Pod numbers, and how many it has of any. */
function operationsIn(source: string, fields: ReadonlySet<string>) {
  const code = codeOf(source);
  const isPod = new RegExp(`(?<!\\b(?:${PLAIN.join("|")}))\\.(${[...fields].join("|")})\\b(?!\\.get\\(\\)|\\()`);
  const bound = [...code.matchAll(/\blet (?:mut )?(\w+)(?:: \w+)? =([^;]*);/g)].filter(([, , value]) =>
    isPod.test(value!),
  );
  const locals = new Set([...podNames(parametersIn(code)), ...bound.map(([, name]) => name!)]);
  const all = [...code.matchAll(OPERATION)].map(([text, left, right]) => ({ text, operands: [left!, right!] }));
  const onPods = all.filter(({ operands }) =>
    operands.some((operand) => {
      const path = operand
        .replace(/^\(+/, "")
        .replace(/[)?]+$/, "")
        .split(".");
      const last = path.at(-1)!;
      return path.length === 1 ? locals.has(last) : fields.has(last) && !PLAIN.includes(path[0]!);
    }),
  );
  return { count: all.length, onPods: onPods.map(({ text, operands }) => `${text}${operands[1]}`) };
}

const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".rs"))
  .map((name) => ({ name, source: readFileSync(join(SOURCES, name), "utf8") }));
const FIELDS = new Set(sources.flatMap(({ source }) => podNames(codeOf(source))));

describe("arithmetic in the program", () => {
  it("should use no operator on a number of an account", () => {
    const found = sources.map(({ name, source }) => ({ name, ...operationsIn(source, FIELDS) }));
    expect(found.filter(({ onPods }) => onPods.length > 0)).to.deep.equal([]);
    // It has arithmetic, and the search sees it.
    expect(found.reduce((sum, { count }) => sum + count, 0)).to.be.above(20);
  });

  it("should know the numbers of all accounts", () => {
    const subscription = ["mark", "profit_total", "accrued", "credited", "claimed", "waived", "balance", "sequence"];
    const bot = ["subscriptions", "closed", "closed_profit", "closed_accrued", "closed_credited", "closed_waived"];
    const terms = ["version", "min_balance", "min_daily_cap"];
    const window = ["daily_cap", "next_daily_cap", "window_accrued"];
    expect([...FIELDS]).to.include.members([...subscription, ...bot, ...terms, ...window]);
  });

  describe("what the search finds", () => {
    for (const line of [
      "subscription.balance -= amount;",
      "subscription.balance-=amount;",
      "self.closed += 1;",
      "let kept = subscription.credited - subscription.claimed;",
      "let next = 1 + bot.terms.version;",
      "let all = held * self.ledger().accrued / 10_000;",
      "let days = subscription.sequence >> 3;",
      "let sum = a? + b.accrued;",
      "let sum = a + -b.mark;",
      "let sum = (a + *b.waived) as u64; // a comment",
      'log("text"); a.waived <<= 1;',
      "let owed = subscription.accrued\n    - subscription.credited.get();",
      "let accrued = subscription.accrued; accrued + 1",
      "let sequence = subscription.sequence.checked_add(1)?; sequence + 1",
      "fn add(total: PodU64) { total + 1 }",
      "fn add(total: &mut PodU64) { *total += 1 }",
    ]) {
      it(`should be ${JSON.stringify(line)}`, () => {
        expect(operationsIn(line, FIELDS).onPods).to.not.deep.equal([]);
      });
    }

    for (const line of [
      "subscription.waived = subscription.waived.checked_add(amount)?;",
      "let paid = self.accrued.get() - self.credited.get() - self.waived.get();",
      "let (total, before) = (self.profit_total.get(), self.accrued.get()); before + room",
      "let settled = subscription.sequence.get(); settled + 1",
      "let gain = rise(0, settlement.close_pnl); settlement.dropped = gain - settlement.profit;",
      "pub struct Ledger { pub accrued: PodU64 } fn next(accrued: u64) -> u64 { accrued + 1 }",
      "let bot = *accounts.bot.address();",
      "fn balance(&self) -> Result<&[u8]> {",
      "/// floor(total · bps / 10_000) + self.balance",
      "let a = b; // a.balance + b.balance",
      'sol_log("a.balance + b");',
      "if a.balance >= b && c != d { e <= f }",
      "Some(part) => *part,",
      "{\n    *total = other;\n    -1\n}",
    ]) {
      it(`should not be ${JSON.stringify(line)}`, () => {
        expect(operationsIn(line, FIELDS).onPods).to.deep.equal([]);
      });
    }
  });
});
