import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect } from "chai";

/**
 * Accounts hold `Pod` numbers. Their operators wrap around: the framework is compiled without checks on overflow. So money
 * and counters move by `checked_…` and `saturating_…`, and no operator may come back. Rust's plain integers are checked.
 */
const SOURCES = join(__dirname, "../programs/profit_share/src");
/** Rooms in which every number is a plain one. */
const PLAIN_ROOMS = ["rule", "venue"];

/** An arithmetic operator between two operands, compound assignment included. */
const OPERATOR = /[\w)\]?]\s*(?<!-)(?:\+|-|\*|\/|%|<<|>>)(?:=(?!=)|(?![=>]))\s*[\w(&*!-]/;

/** Lines without text and comments; one that begins with an operator belongs to the line before it. */
const codeOf = (source: string): string[] =>
  source
    .split("\n")
    .map((line) => line.replace(/b?"(?:\\.|[^"\\])*"/g, '""').replace(/\/\/.*$/, ""))
    .join("\n")
    .replace(/\n\s*((?:[-+*/%]|<<|>>)=?\s)/g, " $1")
    .split("\n");

/** Lines with arithmetic in them. */
const arithmeticIn = (source: string): string[] =>
  codeOf(source).filter((line) => OPERATOR.test(line.replace(/\b(?:return|in|mut|as|if|match|=>)\s+[*-]/g, "")));

const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs"));
const isPlain = (name: string): boolean => PLAIN_ROOMS.includes(name.split(sep)[0]!);
const read = (name: string): string => readFileSync(join(SOURCES, name), "utf8");

describe("arithmetic in the program", () => {
  it("should stand in rooms of plain numbers, and beyond them nowhere but here", () => {
    const found = files
      .filter((name) => !isPlain(name))
      .flatMap((name) => arithmeticIn(read(name)).map((line) => `${name.replaceAll(sep, "/")}: ${line.trim()}`));
    // Constants, lengths and counters of the machine's word, and the sequence that `get` made a plain number.
    expect(found.sort()).to.deep.equal([
      "constants.rs: pub const ATTESTED_CLOSING_TIME: i64 = 7 * SECONDS_PER_DAY;",
      "constants.rs: pub const VERIFIED_CLOSING_TIME: i64 = 30 * SECONDS_PER_DAY;",
      "constants.rs: pub const WRITE_OFF_TIME: i64 = 7 * SECONDS_PER_DAY;",
      "error.rs: let digits = [1_000, 100, 10, 1].map(|place| b'0' + (code / place % 10) as u8);",
      "history/emit.rs: let mut data = Vec::with_capacity(16 + parts.iter().map(|part| part.len()).sum::<usize>());",
      "instructions/settle_batch.rs: Ok(recorded) => settled += recorded as usize,",
      "instructions/subscribe.rs: const SUBSCRIPTION_SPACE: usize = 8 + core::mem::size_of::<Subscription>();",
      "settlement/close.rs: require!(close.sequence == settled + 1, ProfitShareError::SequenceSkipped);",
    ]);
  });

  it("should know no Pod number in the rooms of plain ones", () => {
    const pods = files.filter(isPlain).filter((name) => codeOf(read(name)).some((line) => /\bPod[UI]\d/.test(line)));
    expect(pods).to.deep.equal([]);
    expect(files.filter(isPlain).length).to.be.above(PLAIN_ROOMS.length);
  });

  describe("what the search finds", () => {
    for (const line of [
      "subscription.balance -= amount;",
      "subscription.balance-=amount;",
      "self.closed += 1;",
      "let kept = subscription.credited - subscription.claimed;",
      "let next = bot.terms.version.get() + 1;",
      "let all = held * bps / 10_000;",
      "let rest = totals[0] % totals[1];",
      "let days = time.get() >> 3;",
      "let sum = a? + b?;",
      "let sum = a + -b;",
      "let sum = a + *b; // a comment",
      'log("text"); a.waived <<= 1;',
      "let owed = subscription.accrued\n    - subscription.credited;",
    ]) {
      it(`should be ${JSON.stringify(line)}`, () => {
        expect(arithmeticIn(line).length).to.equal(1);
      });
    }

    for (const line of [
      "let bot = *accounts.bot.address();",
      "fn seeds(&self) -> Result<&[u8]> {",
      "/// floor(total · bps / 10_000) + 1",
      "let a = b; // a + b",
      'sol_log("a + b");',
      "for at in *list {",
      "return -1;",
      "let x: Vec<Vec<u8>> = vec![];",
      "if a >= b && c != d { e <= f }",
      "Some(part) => *part,",
      "{\n    *total = other;\n    -1\n}",
      "subscription.waived = subscription.waived.checked_add(amount)?;",
    ]) {
      it(`should not be ${JSON.stringify(line)}`, () => {
        expect(arithmeticIn(line)).to.deep.equal([]);
      });
    }
  });
});
