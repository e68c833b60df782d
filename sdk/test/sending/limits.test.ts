import { claim, payout, settle, settleBatch } from "@profit-share/sdk";
import { ComputeBudgetInstruction, PublicKey, type SimulatedTransactionResponse, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { limitInstructions, limitsFor, MOST, usedBy } from "../../src/sending";

const PAGE = 32_768;
const KEY = PublicKey.default;
const ROW = { kind: "verified", subscription: KEY, venueUser: KEY } as const;

describe("limits", () => {
  it("are a tenth and what may come in between more than was used, data in whole pages", () => {
    const of = (computeUnits: number, loadedBytes: number) =>
      Object.values(limitsFor({ computeUnits, loadedBytes }, []));
    expect(of(0, 0)).to.deep.equal([2_000, 2 * PAGE]);
    expect(of(1, 1)).to.deep.equal([2_002, 3 * PAGE]);
    expect(of(2_119, 290_000)).to.deep.equal([4_331, 12 * PAGE]);
    // 1.1 · 297,890.9 bytes are 10 pages: from there on it is one more.
    expect(of(10, 297_890)).to.deep.equal([2_011, 12 * PAGE]);
    expect(of(10, 297_891)).to.deep.equal([2_011, 13 * PAGE]);
  });

  describe("given instructions whose dearest path is known", () => {
    const of = (computeUnits: number, ...instructions: Parameters<typeof limitsFor>[1]) =>
      limitsFor({ computeUnits, loadedBytes: null }, instructions).computeUnits;

    it("are enough for it, whatever the simulation met", () => {
      expect(of(500, settleBatch({ rows: Array(14).fill(ROW) }))).to.equal(450 + 2_100 + 14 * 1_000);
      expect(of(500, settle(ROW), settle(ROW))).to.equal(450 + 2 * 2_300);
    });

    it("are what was used and some more, where that is more", () => {
      expect(of(16_000, settleBatch({ rows: Array(14).fill(ROW) }))).to.equal(17_600 + 2_000);
    });
  });

  describe("given one of which it is not known, too", () => {
    it("leave what the simulation used for that one, and have room for the dearest of the rest", () => {
      const venue = SystemProgram.transfer({ fromPubkey: KEY, toPubkey: KEY, lamports: 1 });
      const taken = claim({ owner: KEY, bot: KEY, subscription: KEY, instance: 1n, destination: KEY, amount: 1n });
      const paid = payout({ bot: KEY, subscription: KEY, destination: KEY });
      for (const unknown of [venue, taken]) {
        const limits = limitsFor({ computeUnits: 20_000, loadedBytes: null }, [unknown, paid]);
        expect(limits.computeUnits).to.equal(20_000 + 5_000);
      }
    });
  });

  it("are at most what may be asked for", () => {
    expect(limitsFor(MOST, [])).to.deep.equal(MOST);
    expect(limitsFor({ computeUnits: 1_290_000, loadedBytes: 64_000_000 }, [])).to.deep.equal(MOST);
  });

  it("of data are left out where the node does not say how much it loaded", () => {
    const used = usedBy({ err: null, logs: [], unitsConsumed: 300 });
    expect(used).to.deep.equal({ computeUnits: 300, loadedBytes: null });
    expect(limitsFor(used, [])).to.deep.equal({ computeUnits: 2_330, loadedBytes: null });
    expect(limitInstructions(limitsFor(used, []))).to.have.length(1);
  });

  it("are read from what a node answers", () => {
    const answer = { err: null, logs: [], unitsConsumed: 300, loadedAccountsDataSize: 7_000 };
    expect(usedBy(answer as SimulatedTransactionResponse)).to.deep.equal({ computeUnits: 300, loadedBytes: 7_000 });
    expect(usedBy({ err: null, logs: [] })).to.deep.equal({ computeUnits: 1_400_000, loadedBytes: null });
  });

  it("are asked for by two instructions", () => {
    const [units, data] = limitInstructions({ computeUnits: 4_331, loadedBytes: 393_216 });
    expect(ComputeBudgetInstruction.decodeSetComputeUnitLimit(units!)).to.deep.equal({ units: 4_331 });
    expect([data!.programId.equals(units!.programId), data!.keys]).to.deep.equal([true, []]);
    expect(data!.data.toString("hex")).to.equal("0400000600");
  });
});
