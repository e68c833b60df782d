import { expect } from "chai";
import fc from "fast-check";
import { canBecome, isSame, NOTHING_YET, paidBetween, type Settlement, type ShareLedger } from "../../src/store/line";

const ledger = (sequence: bigint, accrued: bigint, credited: bigint, waived = 0n): ShareLedger => ({
  ...{ sequence, accrued, credited, waived },
});

/** What each row says, after a first look at what came before. */
function rows(before: ShareLedger, after: ShareLedger, known: Settlement[] = []): string[] {
  return paidBetween(before, after, known).map(
    ({ sequence, amount, credited }) => `${amount} of ${sequence}, ${credited} in all`,
  );
}

describe("which settlements' shares a payment pays", () => {
  describe("when it pays the last settlement as it settles it", () => {
    it("is one row", () => {
      expect(rows(NOTHING_YET, ledger(1n, 450n, 450n))).to.deep.equal(["450 of 1, 450 in all"]);
      expect(rows(ledger(1n, 450n, 450n), ledger(2n, 750n, 750n))).to.deep.equal(["300 of 2, 750 in all"]);
    });
  });

  describe("when older debts are there", () => {
    const before = ledger(2n, 750n, 0n);
    const first = { sequence: 1n, accrued: 450n };

    it("pays the oldest first, a row for each", () => {
      expect(rows(before, ledger(2n, 750n, 750n), [first])).to.deep.equal([
        "450 of 1, 450 in all",
        "300 of 2, 750 in all",
      ]);
    });

    it("pays one in parts, as money comes", () => {
      const half = ledger(2n, 750n, 500n);
      expect(rows(before, half, [first])).to.deep.equal(["450 of 1, 450 in all", "50 of 2, 500 in all"]);
      expect(rows(half, ledger(2n, 750n, 750n), [first])).to.deep.equal(["250 of 2, 750 in all"]);
    });

    it("leaves out what was waived before", () => {
      const waived = ledger(2n, 750n, 0n, 450n);
      expect(rows(waived, ledger(2n, 750n, 300n, 450n), [first])).to.deep.equal(["300 of 2, 300 in all"]);
    });

    it("counts as the first where a waiver came between the same two looks", () => {
      expect(rows(before, ledger(2n, 750n, 300n, 450n), [first])).to.deep.equal(["300 of 1, 300 in all"]);
    });
  });

  describe("when settlements in between accrued nothing", () => {
    it("gives them no row", () => {
      const line = [1n, 2n, 3n].map((sequence) => ({ sequence, accrued: 100n }));
      expect(rows(ledger(3n, 100n, 0n), ledger(4n, 150n, 150n), line)).to.deep.equal([
        "100 of 1, 100 in all",
        "50 of 4, 150 in all",
      ]);
    });
  });

  describe("when settlements in between are not known", () => {
    it("counts them as the next one that is", () => {
      expect(rows(ledger(1n, 100n, 100n), ledger(5n, 900n, 900n))).to.deep.equal(["800 of 5, 900 in all"]);
    });
  });

  describe("when what is known is partly of a fork", () => {
    it("believes the look, and what fits it", () => {
      const line = [
        { sequence: 1n, accrued: 100n },
        { sequence: 2n, accrued: 900n },
        { sequence: 3n, accrued: 950n },
        { sequence: 4n, accrued: 120n },
      ];
      expect(rows(NOTHING_YET, ledger(3n, 300n, 300n), line)).to.deep.equal([
        "100 of 1, 100 in all",
        "200 of 3, 300 in all",
      ]);
    });
  });

  it("is nothing where nothing was paid", () => {
    expect(rows(ledger(1n, 100n, 40n), ledger(2n, 300n, 40n, 60n))).to.deep.equal([]);
  });

  it("tells a fork by what has fallen", () => {
    const one = ledger(2n, 300n, 200n, 10n);
    expect(isSame(one, { ...one })).to.equal(true);
    expect(canBecome(one, one)).to.equal(true);
    expect(canBecome(NOTHING_YET, one)).to.equal(true);
    for (const changed of [{ sequence: 1n }, { accrued: 299n }, { credited: 199n }, { waived: 9n }]) {
      expect(canBecome(one, { ...one, ...changed }), JSON.stringify(Object.keys(changed))).to.equal(false);
      expect(isSame(one, { ...one, ...changed })).to.equal(false);
    }
  });
});

/** What can happen to a share, and whether a look follows. */
const event = fc.record({
  kind: fc.constantFrom("settle", "settle", "pay", "waive"),
  amount: fc.bigInt({ min: 0n, max: 40n }),
  isSeen: fc.boolean(),
});
type Event = Parameters<Parameters<typeof event.map>[0]>[0];

/** The line unit by unit: whose each is, and what covers it. */
class Model {
  readonly owners: bigint[] = [];
  private covered = 0;
  ledger = NOTHING_YET;
  /** By settlement. */
  readonly paid = new Map<bigint, bigint>();

  happen({ kind, amount }: Pick<Event, "kind" | "amount">): void {
    if (kind === "settle") {
      const sequence = this.ledger.sequence + 1n;
      for (let unit = 0n; unit < amount; unit += 1n) this.owners.push(sequence);
      this.ledger = { ...this.ledger, sequence, accrued: this.ledger.accrued + amount };
      return;
    }
    for (let unit = 0n; unit < amount && this.covered < this.owners.length; unit += 1n) {
      const owner = this.owners[this.covered]!;
      this.covered += 1;
      const counter = kind === "pay" ? "credited" : "waived";
      this.ledger = { ...this.ledger, [counter]: this.ledger[counter] + 1n };
      if (kind === "pay") this.paid.set(owner, (this.paid.get(owner) ?? 0n) + 1n);
    }
  }
}

/** Looks at the model, and adds up what they find. */
class Book {
  private last = NOTHING_YET;
  private readonly line: Settlement[] = [];
  readonly paid = new Map<bigint, bigint>();
  readonly sequences: bigint[] = [];
  credited = 0n;

  look({ ledger: seen }: Model): void {
    for (const { sequence, amount, credited } of paidBetween(this.last, seen, this.line)) {
      this.paid.set(sequence, (this.paid.get(sequence) ?? 0n) + amount);
      this.sequences.push(sequence);
      this.credited += amount;
      expect(credited).to.equal(this.credited);
    }
    this.line.push(seen);
    this.last = seen;
  }
}

describe("a history of settlements, payments and waivers", () => {
  it("is told exactly where a look follows each of them", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const [model, book] = [new Model(), new Book()];
        for (const one of events) {
          model.happen(one);
          book.look(model);
        }
        expect([...book.paid]).to.deep.equal([...model.paid].sort(([a], [b]) => Number(a - b)));
      }),
    );
  });

  it("adds up to what the chain has credited, in order, whenever it is looked at", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const [model, book] = [new Model(), new Book()];
        for (const one of events) {
          model.happen(one);
          if (one.isSeen) book.look(model);
        }
        book.look(model);
        expect(book.credited).to.equal(model.ledger.credited);
        expect(book.sequences).to.deep.equal([...book.sequences].sort((a, b) => Number(a - b)));
      }),
    );
  });

  it("is told exactly, too, where settlements are known that no look showed", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const model = new Model();
        const known: Settlement[] = [];
        for (const one of events) {
          if (one.kind !== "waive") model.happen(one);
          known.push(model.ledger);
        }
        for (const { sequence, amount } of paidBetween(NOTHING_YET, model.ledger, known)) {
          expect(amount).to.equal(model.paid.get(sequence));
        }
      }),
    );
  });
});
