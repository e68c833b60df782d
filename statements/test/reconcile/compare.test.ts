import { InvalidInput } from "@profit-share/sdk";
import { expect } from "chai";
import { ledgersIn, NO_AMOUNTS, reconcile, type Stated, settlementsIn } from "../../src";
import { BOT, entry } from "../support/entries";

const settlement = (sequence: bigint, amounts: Record<string, bigint>, instance = 1n): Stated => {
  return { bot: "bot", instance, sequence, amounts };
};

describe("a reconciliation", () => {
  const both = [settlement(1n, { share: 5n, profit: 50n }), settlement(2n, { share: 3n, profit: 30n })];

  it("finds nothing where all agree, in any order, each with the amounts that it keeps", () => {
    const keeper = both.toReversed().map((one) => ({ ...one, amounts: { share: one.amounts.share! } }));
    expect(reconcile({ chain: both, keeper, index: both })).to.deep.equal({ agreed: 2, differences: [] });
  });

  it("finds one base unit", () => {
    const keeper = [both[0]!, settlement(2n, { share: 4n, profit: 30n })];
    expect(reconcile({ chain: both, keeper, index: null })).to.deep.equal({
      agreed: 1,
      differences: [
        { bot: "bot", instance: 1n, sequence: 2n, what: "share", says: { chain: 3n, keeper: 4n, index: null } },
      ],
    });
  });

  it("finds what one of them lacks", () => {
    const { agreed, differences } = reconcile({ chain: both, keeper: both, index: [both[1]!] });
    expect(agreed).to.equal(1);
    expect(differences).to.deep.equal([
      { bot: "bot", instance: 1n, sequence: 1n, what: "settlement", says: { chain: 1n, keeper: 1n, index: 0n } },
    ]);
  });

  it("keeps apart agreements at one address", () => {
    const again = settlement(1n, { share: 9n }, 2n);
    expect(reconcile({ chain: [...both, again], keeper: [...both, again], index: null }).agreed).to.equal(3);
  });

  it("is refused where a list has a settlement twice", () => {
    expect(() => reconcile({ chain: [both[0]!, { ...both[0]! }], keeper: null, index: null })).to.throw(
      InvalidInput,
      "The list of the chain has settlement bot/1/1 twice",
    );
  });

  it("compares ledgers, too, each behind its settlements", () => {
    const ledger = (accrued: bigint): Stated => ({ bot: "bot", instance: 1n, sequence: null, amounts: { accrued } });
    const { agreed, differences } = reconcile({ chain: [ledger(8n), ...both], keeper: [ledger(9n)], index: null });
    expect(agreed).to.equal(0);
    expect(differences.map(({ sequence, what, says: { keeper } }) => [sequence, what, keeper])).to.deep.equal([
      [1n, "settlement", 0n],
      [2n, "settlement", 0n],
      [null, "accrued", 9n],
    ]);
    const missing = reconcile({ chain: [ledger(8n)], keeper: [], index: null });
    expect(missing.differences[0]).to.include({ what: "ledger" });
  });

  it("takes the chain's ledgers from the books", () => {
    const sums = { ...NO_AMOUNTS, accrued: 9n, credited: 5n, waived: 1n, claimed: 2n };
    const standing = { bot: BOT, instance: 3n, sums } as never;
    expect(ledgersIn([standing])).to.deep.equal([
      { bot: BOT.toBase58(), instance: 3n, sequence: null, amounts: { accrued: 9n, credited: 5n, waived: 1n } },
    ]);
  });

  it("takes the chain's list from the entries", () => {
    const said = { closePnl: 51n, profit: 50n, dropped: 1n, accrued: 25n, credited: 20n };
    const record = { sequence: 7n, mark: 500n, ...said } as never;
    const entries = [
      entry("settlement", { profit: 50n, accrued: 5n, dropped: 1n }, { record }),
      entry("deduction", { credited: 5n }, { record }),
    ];
    expect(settlementsIn(entries)).to.deep.equal([{ bot: BOT.toBase58(), instance: 1n, sequence: 7n, amounts: said }]);
  });
});
