import idl from "@profit-share/sdk/idl.json";
import { expect } from "chai";
import { Attempt, HARMLESS } from "./attempt";
import { CALLS } from "./calls";
import { EXPECTED } from "./expected";
import type { Place } from "./substitutions";

const placesOf = (instruction: string): readonly Place[] =>
  idl.instructions.find(({ name }) => name === instruction)!.accounts;

/** The expected outcome of each word of one account's row. @throws Error if a word is there twice */
function outcomesOf(row: Record<string, string>, places: readonly Place[], own: string): Record<string, string> {
  const outcomes: Record<string, string> = {};
  const words = Object.values(row).flatMap((list) => list.split(" "));
  const others = places.filter(({ name }) => name !== own && !words.includes(`=${name}`)).map(({ name }) => `=${name}`);
  for (const [outcome, list] of Object.entries(row)) {
    for (const word of list.split(" ").flatMap((word) => (word === "=*" ? others : [word]))) {
      if (word in outcomes) throw new Error(`${own} has two outcomes of ${word}`);
      outcomes[word] = outcome.startsWith(`${HARMLESS}: `) ? HARMLESS : outcome;
    }
  }
  return outcomes;
}

describe("security: every account of every instruction", () => {
  it("should know what to expect of each instruction and account that the IDL has, and of nothing else", () => {
    const calls = Object.entries(CALLS).map(([name, { instruction }]) => [
      name,
      placesOf(instruction).map((place) => place.name),
    ]);
    expect(calls.map(([name]) => name).sort()).to.deep.equal(Object.keys(EXPECTED).sort());
    expect([...new Set(Object.values(CALLS).map(({ instruction }) => instruction))].sort()).to.deep.equal(
      idl.instructions.map(({ name }) => name).sort(),
    );
    expect(Object.fromEntries(Object.entries(EXPECTED).map(([name, rows]) => [name, Object.keys(rows)]))).to.deep.equal(
      Object.fromEntries(calls),
    );
  });

  for (const [name, call] of Object.entries(CALLS)) {
    describe(name, () => {
      const places = placesOf(call.instruction);
      let attempt: Attempt;
      before(() => {
        attempt = new Attempt(call);
      });

      for (const [index, { name: account }] of places.entries()) {
        it(`should hold against another ${account}`, () => {
          const expected = outcomesOf(EXPECTED[name]?.[account] ?? {}, places, account);
          expect(attempt.outcomes(places, index)).to.deep.equal(expected);
        });
      }
    });
  }
});
