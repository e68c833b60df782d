import { settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, Mixed, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { referenceOf } from "@profit-share/testing/svm/history";
import { createTransferInstruction } from "@solana/spl-token";
import { expect } from "chai";

const { agent, sponsor, marketplace, keeperSigner, eve } = ACTORS;

/** What is left of a keeper's signer after its admin has put another in its place, and what it can do before. */
describe("security: a keeper's signer", () => {
  let both: Mixed;
  let a: Attested;
  beforeEach(() => {
    both = Mixed.running();
    a = both.attested;
  });
  const rotate = () => a.world.send(a.setKeeperSigner(sponsor.publicKey), marketplace);

  describe("that is rotated while something signed is on its way", () => {
    it("should be refused alone", () => {
      const settlement = a.settle(100_000_000n);
      rotate();
      expect(a.world.refusal(settlement, keeperSigner)).to.equal("NotKeeperSigner");
    });

    it("should not fail a bundle with a close: the row is skipped, the rest happens", () => {
      // Stands for the close: something else of the same transaction that must not fail.
      const close = createTransferInstruction(
        a.world.purse(agent.publicKey),
        a.world.purse(sponsor.publicKey),
        agent.publicKey,
        5_000_000n,
      );
      const bundle = [close, both.batch([attestedRow(a, 100_000_000n)])];
      rotate();
      const sent = a.world.send(bundle, agent, keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "NotKeeperSigner" }]);
      expect(sent.settled).to.deep.equal([]);
      expect(a.money()).to.include({ accrued: 0n, balance: 50_000_000n });
      expect(a.world.tokens(a.world.purse(sponsor.publicKey))).to.equal(1_005_000_000n);
    });

    it("should not keep verified rows of the same batch from being settled", () => {
      const batch = both.batch([attestedRow(a, 100_000_000n), verifiedRow(both.verified)]);
      both.verified.realize(100_000_000n);
      rotate();
      const sent = a.world.send(batch, keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "NotKeeperSigner" }]);
      expect(both.verified.money()).to.include({ accrued: 10_000_000n });
    });

    it("should be settled by the new one under the same sequence", () => {
      const row = attestedRow(a, 100_000_000n);
      rotate();
      const keeper = { address: a.keeper, signer: sponsor.publicKey };
      const sent = a.world.send(settleBatch({ keeper, rows: [row] }), sponsor);
      expect(skippedIn(sent)).to.deep.equal([]);
      expect(a.read()).to.include({ sequence: 1n, accrued: 10_000_000n });
    });
  });

  describe("when a batch names a keeper and", () => {
    const rowOf = (keeper: { address: typeof a.keeper; signer: typeof eve.publicKey } | null) =>
      settleBatch({ ...(keeper && { keeper }), rows: [attestedRow(a, 100_000_000n)] });

    it("its signer did not sign, the row should be skipped", () => {
      const batch = rowOf({ address: a.keeper, signer: keeperSigner.publicKey });
      // The place of the signer is left empty, as for a batch without attested rows.
      batch.keys[0] = { pubkey: batch.programId, isSigner: false, isWritable: false };
      expect(skippedIn(a.world.send(batch))).to.deep.equal([{ row: 0, error: "NotKeeperSigner" }]);
    });

    it("somebody else signed, the row should be skipped", () => {
      const sent = a.world.send(rowOf({ address: a.keeper, signer: eve.publicKey }), eve);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "NotKeeperSigner" }]);
    });

    it("it is another one, the row should be skipped", () => {
      a.world.send(a.registerKeeper({ creator: eve.publicKey, signer: eve.publicKey }), eve);
      const hers = a.registerKeeper({ creator: eve.publicKey }).keys[2]!.pubkey;
      const sent = a.world.send(rowOf({ address: hers, signer: eve.publicKey }), eve);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "KeeperMismatch" }]);
    });

    it("it is no keeper at all, the batch should be refused", () => {
      const batch = rowOf({ address: a.bot, signer: keeperSigner.publicKey });
      expect(a.world.refusal(batch, keeperSigner)).to.equal("InvalidAccountData");
    });
  });

  describe("that was stolen", () => {
    const reference = referenceOf("the trade that comes next");

    /** A close of nothing, with the reference that the honest keeper is about to use. */
    const burn = () => a.world.send(a.settle(0n, { reference }), keeperSigner);

    it("should be able to burn the next reference: the same one is refused under the next sequence", () => {
      burn();
      rotate();
      const honest = a.settle(100_000_000n, { signer: sponsor.publicKey, reference });
      expect(a.world.refusal(honest, sponsor)).to.equal("ReferenceRepeated");
      expect(a.money()).to.include({ accrued: 0n });
    });

    it("should be undone by a close of nothing with a reference of its own", () => {
      burn();
      rotate();
      const signer = sponsor.publicKey;
      a.world.send(a.settle(0n, { signer, reference: referenceOf("unblock") }), sponsor);
      a.world.send(a.settle(100_000_000n, { signer, reference }), sponsor);
      expect(a.read()).to.include({ sequence: 3n, accrued: 10_000_000n });
    });

    it("should take no more than the cap of the day, and nothing of it once it is rotated", () => {
      for (let close = 0; close < 3; close++) a.earn(10_000_000_000n);
      expect(a.money()).to.include({ accrued: 100_000_000n, credited: 50_000_000n });
      const next = a.settle(10_000_000_000n);
      rotate();
      a.world.pass(86_400n);
      expect(a.world.refusal(next, keeperSigner)).to.equal("NotKeeperSigner");
      expect(a.money()).to.include({ accrued: 100_000_000n });
    });
  });
});
