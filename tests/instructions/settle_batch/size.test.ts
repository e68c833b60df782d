import { settleBatch } from "@profit-share/sdk";
import { limitInstructions } from "@profit-share/sdk/sending";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Agreement } from "@profit-share/testing/svm/agreement";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, Mixed, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import type { Sent } from "@profit-share/testing/svm/svm";
import { Verified } from "@profit-share/testing/svm/verified";
import { ComputeBudgetProgram } from "@solana/web3.js";
import { expect } from "chai";

const { keeperSigner, subscriber } = ACTORS;

/** The most bytes that a transaction may have on the wire. */
const PACKET = 1_232;
/** $100 of profit, of which the creator's share is $10. */
const PROFIT = 100_000_000n;
/** What a keeper asks for and offers: its three instructions take room, too. */
const FEE = [
  ...limitInstructions({ computeUnits: 200_000, loadedBytes: 1_000_000 }),
  ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1n }),
];

describe("settle_batch: size", () => {
  let m: Mixed;
  beforeEach(() => {
    m = Mixed.running();
    // Enough for all deposits.
    m.world.setTokens(m.world.purse(subscriber.publicKey), subscriber.publicKey, 10_000_000_000n);
  });

  function expectAllSettled(sent: Sent, agreements: Agreement[]): void {
    expect(sent.length).to.be.at.most(PACKET);
    expect(skippedIn(sent)).to.deep.equal([]);
    const settled = sent.settled.map(({ subscription }) => subscription.toBase58());
    expect(settled).to.deep.equal(agreements.map(({ subscription }) => subscription.toBase58()));
    for (const agreement of agreements) expect(agreement.money().accrued).to.equal(10_000_000n);
  }

  const verified = (count: number) =>
    Array.from({ length: count - 1 }, (_, index) => {
      const next = new Verified(m.world, {}, index + 1);
      next.placeUser({});
      return next.start();
    }).concat(m.verified);
  const attested = (count: number) =>
    Array.from({ length: count - 1 }, (_, index) => new Attested(m.world, { accountNo: index + 1 }).start()).concat(
      m.attested,
    );

  describe("given a version 0 transaction with a lookup table and a priority fee", () => {
    it("should take 24 verified rows", () => {
      const agreements = verified(24);
      for (const agreement of agreements) agreement.realize(PROFIT);
      const rows = agreements.map(verifiedRow);
      expectAllSettled(m.world.sendWithTable([...FEE, settleBatch({ rows })]), agreements);
    });

    it("should take 12 attested rows", () => {
      const agreements = attested(12);
      const rows = agreements.map((agreement) => attestedRow(agreement, PROFIT));
      expectAllSettled(m.world.sendWithTable([...FEE, m.batch(rows)], keeperSigner), agreements);
    });

    it("should return 24 rows that are all refused", () => {
      const foreign = { ...verifiedRow(m.verified), subscription: m.attested.bot };
      const sent = m.world.sendWithTable([...FEE, settleBatch({ rows: Array(24).fill(foreign) })]);
      expect(skippedIn(sent)).to.deep.equal(
        Array.from({ length: 24 }, (_, row) => ({ row, error: "AccountDataTooSmall" })),
      );
    });
  });
});
