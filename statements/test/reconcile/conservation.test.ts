import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { conservation, type Equation, type TokenAmounts } from "../../src";

describe("conservation", () => {
  const [escrowA, escrowB] = [Keypair.generate().publicKey, Keypair.generate().publicKey];
  const ledger = {
    escrows: new Map([
      [escrowA.toBase58(), 90n],
      [escrowB.toBase58(), 5n],
    ]),
    received: new Map([
      ["creator", 10n],
      ["vault", 0n],
    ]),
  };
  const right: [string, bigint][] = [
    [escrowA.toBase58(), 90n],
    [escrowB.toBase58(), 5n],
    ["creator", 10n],
    ["vault", 0n],
    ["wallet", 400n],
    ["venue", 495n],
  ];
  const SUPPLY = 1_000n;

  const holding = (...changes: [string, bigint][]): TokenAmounts => new Map([...right, ...changes]);
  const wrong = (holdings: TokenAmounts, supply = SUPPLY): Equation[] => {
    const { conserved, equations } = conservation(holdings, supply, ledger);
    const found = equations.filter(({ expected, actual }) => expected !== actual);
    expect(conserved).to.equal(found.length === 0);
    return found;
  };

  it("holds when every account is where the ledger says", () => expect(wrong(holding())).to.deep.equal([]));

  it("names an escrow that is short by one", () => {
    expect(wrong(holding([escrowA.toBase58(), 89n]))).to.deep.equal([
      { what: "escrow", account: escrowA.toBase58(), expected: 90n, actual: 89n },
    ]);
  });

  it("names two escrows that changed places", () => {
    const found = wrong(holding([escrowA.toBase58(), 89n], [escrowB.toBase58(), 6n]));
    expect(found.map(({ account }) => account)).to.deep.equal([escrowA.toBase58(), escrowB.toBase58()]);
  });

  it("counts an escrow that is missing as empty", () => {
    const holdings = new Map(right.filter(([account]) => account !== escrowB.toBase58()));
    expect(wrong(holdings)).to.deep.equal([{ what: "escrow", account: escrowB.toBase58(), expected: 5n, actual: 0n }]);
  });

  it("names a creator's account with more than was paid to it", () => {
    expect(wrong(holding(["creator", 11n]))).to.deep.equal([
      { what: "received", account: "creator", expected: 10n, actual: 11n },
    ]);
  });

  it("notices a wallet that is wrong", () => {
    expect(wrong(holding(["wallet", 401n]))).to.deep.equal([
      { what: "everybody else", account: null, expected: 895n, actual: 896n },
    ]);
  });

  it("notices an account that nobody knows", () => {
    expect(wrong(holding(["stranger", 1n])).map(({ actual }) => actual)).to.deep.equal([896n]);
  });

  it("lets wallets pay each other", () => {
    expect(wrong(holding(["wallet", 390n], ["venue", 505n]))).to.deep.equal([]);
  });

  it("notices tokens that were minted to nobody", () => {
    expect(wrong(holding(), 1_001n)).to.deep.equal([
      { what: "everybody else", account: null, expected: 896n, actual: 895n },
    ]);
  });
});
