import { expect } from "chai";
import { alertsAfter, type Problem } from "../../src/notify/alerting";
import type { AlertRow } from "../../src/store/message-tables";

const LOW: Problem = { kind: "sol", sentence: "The payer has little" };
const NODE: Problem = { kind: "node", sentence: "No node answers" };

describe("when operators are told of a problem", () => {
  let rows: Map<string, AlertRow>;
  let minute: number;
  beforeEach(() => {
    rows = new Map();
    minute = 0;
  });

  /** What is told in so many minutes, in each of which the keeper looks once. */
  function pass(minutes: number, problems: (minute: number) => Problem[], mayEnd = true): string[] {
    const told: string[] = [];
    for (const end = minute + minutes; minute < end; minute++) {
      const after = alertsAfter([...rows.values()], problems(minute), new Date(minute * 60_000), mayEnd);
      for (const row of after.rows) rows.set(row.problem, row);
      told.push(...after.news.map(({ kind, row }) => `${minute} ${kind} ${row.problem}`));
    }
    return told;
  }

  it("is once, when it has stayed for three minutes, and once more when it is over", () => {
    expect(pass(300, () => [LOW])).to.deep.equal(["3 problem sol"]);
    expect(pass(300, () => [])).to.deep.equal(["302 over sol"]);
  });

  it("is never of one that lasts two minutes", () => {
    expect(pass(300, (now) => (now % 10 < 2 ? [LOW] : []))).to.deep.equal([]);
  });

  it("is once of one that flickers", () => {
    expect(pass(300, (now) => (now % 3 < 2 ? [LOW] : []))).to.deep.equal(["3 problem sol"]);
  });

  it("is at most once an hour of one that comes again and again", () => {
    const told = pass(300, (now) => (now % 20 < 10 ? [LOW] : []));
    expect(told).to.deep.equal([
      "3 problem sol",
      "12 over sol",
      "63 problem sol",
      "72 over sol",
      "123 problem sol",
      "132 over sol",
      "183 problem sol",
      "192 over sol",
      "243 problem sol",
      "252 over sol",
    ]);
  });

  it("is of each kind apart", () => {
    expect(pass(10, (now) => (now < 2 ? [LOW] : [LOW, NODE]))).to.deep.equal(["3 problem sol", "5 problem node"]);
  });

  it("is not again after a restart, during which nobody looked", () => {
    pass(10, () => [LOW]);
    minute = 200;
    expect(pass(3, () => [], false)).to.deep.equal([]);
    expect(pass(10, () => [LOW])).to.deep.equal([]);
  });

  it("is not that it is over while another keeper has it", () => {
    expect(pass(60, (now) => (now % 2 === 0 ? [LOW] : []))).to.deep.equal(["4 problem sol"]);
  });

  it("keeps what was said last", () => {
    pass(10, (now) => [{ kind: "sol", sentence: `The payer has ${10 - now}` }]);
    expect(rows.get("sol")!.sentence).to.equal("The payer has 1");
  });
});
