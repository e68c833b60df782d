/** How deep the program can be called, what that costs, and that its events are found there. */

import { PROGRAM_ID } from "@profit-share/sdk";
import type { LogEvent } from "@profit-share/sdk/history";
import { CALLER, CALLER_FILE, relayThrough } from "@profit-share/testing/caller";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Agreement } from "@profit-share/testing/svm/agreement";
import { Attested } from "@profit-share/testing/svm/attested";
import type { Sent } from "@profit-share/testing/svm/svm";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { keeperSigner, subscriber } = ACTORS;

/** Calls in a row that the runtime allows, the one of the transaction included. */
const DEEPEST = 5;
/** Programs above this one, so that it can still call the token program and record its events. */
const ABOVE = DEEPEST - 2;

const withCaller = <A extends Agreement>(agreement: A): A => {
  agreement.world.load(CALLER, CALLER_FILE);
  return agreement;
};

/** Units that the program used itself, as the runtime logs them: the last such line is that of the outermost call of it. */
function ownUnits({ logs }: Sent): number {
  const line = new RegExp(`^Program ${PROGRAM_ID.toBase58()} consumed (\\d+) of`);
  return logs.flatMap((log) => Number(line.exec(log)?.[1] ?? [])).at(-1)!;
}

describe("called by another program, which others called", () => {
  const settle = (depth: number): Sent => {
    const a = withCaller(Attested.running());
    return a.world.send(relayThrough(depth, a.settle(100_000_000n)), keeperSigner);
  };
  const deposit = (depth: number): Sent => {
    const a = withCaller(Attested.running());
    return a.world.send(relayThrough(depth, a.deposit()), subscriber);
  };

  for (let depth = 1; depth <= ABOVE; depth++) {
    describe(`with ${depth} above it`, () => {
      it("should record what it records when it is called directly, at no more units of its own", () => {
        const [called, direct] = [settle(depth), settle(0)];
        expect(direct.history.map(({ name }) => name)).to.deep.equal(["Settled"]);
        expect(called.history).to.deep.equal(direct.history);
        expect(ownUnits(called)).to.equal(ownUnits(direct));
      });

      it("should move and log the same", () => {
        const [called, direct] = [deposit(depth), deposit(0)];
        expect(direct.logged.map(({ name }: LogEvent) => name)).to.deep.equal(["Funded"]);
        expect(called.logged).to.deep.equal(direct.logged);
        expect(ownUnits(called)).to.equal(ownUnits(direct));
      });
    });
  }

  it("should cost less than 1,500 units for each call", () => {
    const extra = Number(settle(1).computeUnits - settle(0).computeUnits);
    expect(extra).to.be.above(900).and.below(1_500);
  });

  describe("when it stands too deep to call another one", () => {
    it("should be refused by the runtime", () => {
      const a = withCaller(Attested.running());
      const tooDeep = (call: ReturnType<typeof a.deposit>) => relayThrough(ABOVE + 1, call);
      expect(a.world.refusal(tooDeep(a.settle(100_000_000n)), keeperSigner)).to.equal("CallDepth");
      expect(a.world.refusal(tooDeep(a.deposit()), subscriber)).to.equal("CallDepth");
    });

    it("should still do what calls nobody", () => {
      const v = withCaller(Verified.running());
      const a = withCaller(Attested.running());
      v.world.send(relayThrough(ABOVE + 1, v.settle()));
      a.world.send(relayThrough(ABOVE + 1, a.setCap(200_000_000n)), subscriber);
      expect(a.read().dailyCap).to.equal(200_000_000n);
      expect(a.world.refusal(relayThrough(ABOVE + 2, a.setCap(1_000_000n)), subscriber)).to.equal("CallDepth");
    });
  });
});
