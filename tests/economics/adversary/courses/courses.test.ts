import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "@profit-share/testing/random";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { expect } from "chai";
import { type Account, excess, moved, START, settled } from "./account";
import { type Closing, type Levers, SHARE, saved } from "./ending";
import { endingTable, liquidationTable } from "./page";
import { replay } from "./replay";
import { type Found, type Rules, type Step, search } from "./search";

const PAGE = join(__dirname, "../../../../docs/economics.md");
const SEARCH_TIME = 600_000;
/** Moves of a course. */
const LENGTH = 7;

/** What each can cost, worked out by hand (dollars): a tenth of the losses of 40 that a course of seven moves has room for. */
const CASES: { name: string; rules: Rules; before: { tooMuch: string; tooLittle: string }; bound: [bigint, bigint] }[] =
  [
    {
      name: "the keeper, after each move",
      rules: { length: LENGTH, settlesWhenItLikes: false, tradesWhileLiquidated: false },
      before: { tooMuch: "12.00", tooLittle: "0.00" },
      bound: [0n, 0n],
    },
    {
      name: "the keeper, and trades go on during a liquidation",
      rules: { length: LENGTH, settlesWhenItLikes: false, tradesWhileLiquidated: true },
      before: { tooMuch: "12.00", tooLittle: "16.00" },
      // Two losses, one liquidation, two to win them back in the same position, two above the mark that went along.
      bound: [0n, 8n],
    },
    {
      name: "the adversary, when it likes",
      rules: { length: LENGTH, settlesWhenItLikes: true, tradesWhileLiquidated: false },
      before: { tooMuch: "12.00", tooLittle: "8.00" },
      // Three wins, three losses, taken at once · a win, a loss that is settled, a win beside one unit taken; the rest of the
      // loss leaves the position on the venue.
      bound: [12n, 4n],
    },
    {
      name: "the adversary, and trades go on during a liquidation",
      rules: { length: LENGTH, settlesWhenItLikes: true, tradesWhileLiquidated: true },
      before: { tooMuch: "12.00", tooLittle: "16.00" },
      bound: [12n, 8n],
    },
  ];

const LEVERS: Levers[] = [
  [10n, 1n],
  [10n, 3n],
  [90n, 1n],
  [90n, 3n],
].map(([balance, cap]) => ({ minBalance: balance! * Amount.DOLLAR, minDailyCap: cap! * Amount.DOLLAR }));

/** When the trade is closed, and the dollars saved under each of the levers, worked out by hand. */
const ENDINGS: { name: string; closing: Closing; saved: [bigint, bigint, bigint, bigint] }[] = [
  // Withdrawn down to the minimum balance, or 30 windows of the cap.
  { name: "before leaving", closing: -1n, saved: [80n, 80n, 60n, 0n] },
  { name: "just after leaving", closing: 0n, saved: [80n, 80n, 60n, 0n] },
  // 20 windows are left.
  { name: "10 days after", closing: 10n * Time.DAY, saved: [80n, 80n, 70n, 30n] },
  // One is left.
  { name: "29 days after", closing: 29n * Time.DAY, saved: [89n, 87n, 89n, 87n] },
  { name: "a second before the clock", closing: 30n * Time.DAY - 1n, saved: [89n, 87n, 89n, 87n] },
  { name: "when the clock has run out", closing: 30n * Time.DAY, saved: [90n, 90n, 90n, 90n] },
];

describe("economics: courses that an adversary chooses", () => {
  const page = readFileSync(PAGE, "utf8");

  describe("of profits, losses and liquidations in any order", () => {
    let found: Found[];
    before(function () {
      this.timeout(SEARCH_TIME);
      found = CASES.map(({ rules }) => search(rules));
    });

    for (const [index, { name, bound }] of CASES.entries()) {
      it(`should cost what the limits allow, neither more nor less, settled by ${name}`, () => {
        const { chargedTooMuch, chargedTooLittle } = found[index]!;
        expect([chargedTooMuch.amount, chargedTooLittle.amount]).to.deep.equal(
          bound.map((most) => most * Amount.DOLLAR),
        );
      });
    }

    it("should come to the same on the chain, the worst of them", () => {
      for (const { chargedTooMuch, chargedTooLittle } of found) {
        for (const { course } of [chargedTooMuch, chargedTooLittle]) compare(course);
      }
    }).timeout(SEARCH_TIME);

    it("should come to the same on the chain, whatever is drawn", () => {
      const random = new Random(20_261_127);
      for (let course = 0; course < 40; course++) compare(drawn(random));
    }).timeout(SEARCH_TIME);

    it("should stand in docs/economics.md", () => {
      const text = liquidationTable(CASES.map(({ name, before }, index) => ({ name, before, found: found[index]! })));
      expect(page, `copy this table into docs/economics.md:\n${text}`).to.contain(text);
    });
  });

  describe("of leaving with a trade that is open", () => {
    const found = ENDINGS.map(() => [] as bigint[]);

    for (const [index, { name, closing, saved: expected }] of ENDINGS.entries()) {
      it(`should save no more than the limits allow, the trade closed ${name}`, () => {
        found[index] = LEVERS.map((levers) => saved(levers, closing));
        expect(found[index]).to.deep.equal(expected.map((amount) => amount * Amount.DOLLAR));
      }).timeout(SEARCH_TIME);
    }

    it("should stand in docs/economics.md", () => {
      expect(SHARE).to.equal(90n * Amount.DOLLAR);
      const text = endingTable(
        LEVERS,
        ENDINGS.map(({ name }, index) => ({ name, saved: found[index]! })),
      );
      expect(page, `copy this table into docs/economics.md:\n${text}`).to.contain(text);
    });
  });
});

/** The account after a course, by the rule and by the program. */
function compare(course: readonly Step[]): void {
  let account: Account = START;
  for (const { move, settled: isSettled } of course) {
    const after = moved(account, move)!;
    account = isSettled ? settled(after) : after;
  }
  const { ledger, highest } = settled(account);
  expect(replay(course)).to.equal(ledger.accrued);
  expect(excess(settled(account))).to.equal(ledger.accrued - highest / 10n);
}

/** Twelve moves. */
function drawn(random: Random): Step[] {
  const course: Step[] = [];
  let account: Account = START;
  while (course.length < 12) {
    const market = random.pick([1, 2] as const);
    const move = random.weighted([
      [3, { kind: "wins", market } as const],
      [3, { kind: "loses", market } as const],
      [1, { kind: "is settled on the venue", market } as const],
      [2, { kind: "is liquidated", market, most: "all" } as const],
      [2, { kind: "is liquidated", market, most: "one unit" } as const],
      [1, { kind: "liquidation ends" } as const],
    ]);
    const after = moved(account, move);
    if (after === null) continue;
    const step = { move, settled: random.chance(60) };
    account = step.settled ? settled(after) : after;
    course.push(step);
  }
  return course;
}
