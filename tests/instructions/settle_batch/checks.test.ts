import { keeperAddress, registerKeeper, settleBatch } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, Mixed, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { State, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE, referenceOf } from "@profit-share/testing/svm/history";
import { unsigned, withAccount, without } from "@profit-share/testing/svm/idl";
import { type Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const { keeperSigner, marketplace, creator, subscriber, agent, eve } = ACTORS;

const PROFIT = 100_000_000n;

describe("settle_batch: checks", () => {
  let m: Mixed;
  beforeEach(() => {
    m = Mixed.running();
  });

  /** The error that the batch's only row was skipped with. */
  const skipped = (instruction: TransactionInstruction, signers: Keypair[] = [keeperSigner]) => {
    const sent = m.world.send(instruction, ...signers);
    expect(sent.settled).to.deep.equal([]);
    const [first, ...others] = skippedIn(sent);
    expect([first?.row, others]).to.deep.equal([0, []]);
    return first!.error;
  };

  describe("when the keeper's signer did not sign", () => {
    const batch = () => m.batch([attestedRow(m.attested, PROFIT)]);
    const unchanged = (run: () => void) => {
      const before = m.world.account(m.attested.subscription).data;
      run();
      expect(m.world.account(m.attested.subscription).data.equals(before)).to.equal(true);
    };

    it("should refuse a signer that did not sign", () => {
      expect(m.world.refusal(unsigned(batch(), "signer"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, marketplace, creator, subscriber, agent })) {
      it(`should skip the row for ${name} in its place`, () => {
        const instruction = withAccount(batch(), "signer", signer.publicKey);
        unchanged(() => expect(skipped(instruction, [signer])).to.equal("NotKeeperSigner"));
      });
    }

    it("should skip the row without anybody in its place", () => {
      unchanged(() => expect(skipped(without(batch(), "signer"), [])).to.equal("NotKeeperSigner"));
    });

    it("should skip the row for the signer that was before a rotation, and take it from the new one", () => {
      m.world.send(m.attested.setKeeperSigner(eve.publicKey), marketplace);
      unchanged(() => expect(skipped(batch())).to.equal("NotKeeperSigner"));
      const sent = m.world.send(withAccount(batch(), "signer", eve.publicKey), eve);
      expect(skippedIn(sent)).to.deep.equal([]);
      expect(m.attested.money().accrued).to.equal(10_000_000n);
    });

    it("should skip the row for an admin that a keeper was handed to: it is not the signer", () => {
      m.world.send(m.attested.transferKeeper(eve.publicKey), marketplace);
      m.world.send(m.attested.acceptKeeper(eve.publicKey), eve);
      expect(skipped(withAccount(batch(), "signer", eve.publicKey), [eve])).to.equal("NotKeeperSigner");
      m.world.send(batch(), keeperSigner);
      expect(m.attested.money().accrued).to.equal(10_000_000n);
    });

    it("should settle the verified rows beside it", () => {
      m.verified.realize(PROFIT);
      const both = m.batch([attestedRow(m.attested, PROFIT), verifiedRow(m.verified)]);
      const sent = m.world.send(withAccount(both, "signer", eve.publicKey), eve);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "NotKeeperSigner" }]);
      expect(m.attested.money().accrued).to.equal(0n);
      expect(m.verified.money().accrued).to.equal(10_000_000n);
    });

    it("should not fail the bundle that the row is in", () => {
      m.world.send(m.attested.setKeeperSigner(eve.publicKey), marketplace);
      const bundle = [m.attested.deposit(), batch(), m.attested.payout()];
      const sent = m.world.send(bundle, subscriber, keeperSigner);
      expect(sent.settled).to.deep.equal([]);
      expect(m.attested.money()).to.include({ accrued: 0n, balance: 51_000_000n });
    });
  });

  describe("when the keeper is not one", () => {
    const withKeeper = (keeper: PublicKey) => withAccount(m.batch([attestedRow(m.attested, PROFIT)]), "keeper", keeper);

    it("should refuse an account of another type", () => {
      expect(m.world.refusal(withKeeper(m.attested.bot), keeperSigner)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const fake = m.world.forge("fake keeper", m.attested.keeper);
      expect(m.world.refusal(withKeeper(fake), keeperSigner)).to.equal("IllegalOwner");
    });
  });

  describe("when the event authority is another", () => {
    it("should be refused", () => {
      m.verified.realize(PROFIT);
      const instruction = withAccount(m.batch([verifiedRow(m.verified)]), "event_authority", eve.publicKey);
      expect(m.world.refusal(instruction, keeperSigner)).to.equal("InvalidSeeds");
    });
  });

  describe("when the accounts are not two a row", () => {
    const reshaped = (change: (keys: TransactionInstruction["keys"]) => void) => {
      const { programId, keys, data } = settleBatch({ rows: [verifiedRow(m.verified)] });
      const changed = [...keys];
      change(changed);
      return m.world.refusal(new TransactionInstruction({ programId, keys: changed, data }));
    };
    const extra = { pubkey: eve.publicKey, isSigner: false, isWritable: false };

    it("should refuse one less", () => {
      expect(reshaped((keys) => keys.pop())).to.equal("MalformedBatch");
    });

    it("should refuse none", () => {
      expect(reshaped((keys) => keys.splice(-2))).to.equal("MalformedBatch");
    });

    it("should refuse one more", () => {
      expect(reshaped((keys) => keys.push(extra))).to.equal("MalformedBatch");
    });

    it("should refuse accounts of one row more", () => {
      expect(reshaped((keys) => keys.push(extra, extra))).to.equal("MalformedBatch");
    });
  });

  describe("when a row would be refused alone", () => {
    const refused = (row: ReturnType<typeof attestedRow>) => {
      const before = m.world.account(m.attested.subscription).data;
      const error = skipped(m.batch([row]));
      expect(m.world.account(m.attested.subscription).data.equals(before)).to.equal(true);
      return error;
    };

    for (const [sequence, name] of [
      [0n, "SequenceRepeated"],
      [2n, "SequenceSkipped"],
      [U64_MAX, "SequenceSkipped"],
    ] as const) {
      it(`should skip the sequence ${sequence} as ${name}`, () => {
        expect(refused(attestedRow(m.attested, PROFIT, { sequence }))).to.equal(name);
      });
    }

    it("should skip a reference that was used", () => {
      expect(refused(attestedRow(m.attested, PROFIT, { reference: NO_REFERENCE }))).to.equal("ReferenceRepeated");
      m.attested.earn(PROFIT);
      const again = attestedRow(m.attested, PROFIT, { reference: referenceOf("trade 1") });
      expect(refused(again)).to.equal("ReferenceRepeated");
    });

    it("should skip another instance", () => {
      expect(refused(attestedRow(m.attested, PROFIT, { instance: 2n }))).to.equal("InstanceMismatch");
    });

    it("should skip another bot", () => {
      expect(refused(attestedRow(m.attested, PROFIT, { bot: m.verified.bot }))).to.equal("BotMismatch");
    });

    it("should skip a final one outside closing", () => {
      expect(refused(attestedRow(m.attested, PROFIT, { isFinal: true }))).to.equal("FinalOutsideClosing");
    });

    it("should skip an attested subscription that has ended", () => {
      m.attested.patch({ state: State.CLOSING, closing_at: Time.START });
      m.world.pass(Time.ATTESTED_CLOSING);
      expect(refused(attestedRow(m.attested, PROFIT))).to.equal("SubscriptionEnded");
    });

    it("should skip what names another keeper, eve's too", () => {
      const mine = { creator: eve.publicKey, id: m.attested.keeperId };
      m.world.send(registerKeeper({ ...mine, signer: eve.publicKey }), eve);
      const keeper = { address: keeperAddress(mine.creator, mine.id), signer: eve.publicKey };
      const instruction = settleBatch({ keeper, rows: [attestedRow(m.attested, PROFIT)] });
      expect(skipped(instruction, [eve])).to.equal("KeeperMismatch");
      expect(m.attested.read().sequence).to.equal(0n);
    });

    it("should skip it without the keeper", () => {
      const instruction = without(m.batch([attestedRow(m.attested, PROFIT)]), "keeper");
      expect(skipped(instruction)).to.equal("KeeperMismatch");
    });

    it("should skip a verified subscription in an attested row: it names no keeper", () => {
      const row = { ...attestedRow(m.attested, PROFIT), subscription: m.verified.subscription, bot: m.verified.bot };
      expect(refused(row)).to.equal("KeeperMismatch");
    });

    it("should skip an attested subscription in a verified row", () => {
      const row = { kind: "verified" as const, subscription: m.attested.subscription, venueUser: PublicKey.default };
      expect(skipped(m.batch([row]))).to.equal("WrongSource");
      expect(skipped(m.batch([{ ...row, venueUser: m.verified.venueUser }]))).to.equal("VenueUserMismatch");
    });

    it("should skip another venue user", () => {
      const row = { ...verifiedRow(m.verified), venueUser: eve.publicKey };
      expect(skipped(m.batch([row]))).to.equal("VenueUserMismatch");
    });

    it("should skip a venue user that cannot be read", () => {
      m.world.setAccount(m.verified.venueUser, { owner: eve.publicKey, data: Buffer.alloc(1) });
      expect(skipped(m.batch([verifiedRow(m.verified)]))).to.equal("VenueOwner");
    });

    it("should skip what is no subscription, with the runtime's error", () => {
      const fake = m.world.forge("fake subscription", m.verified.subscription);
      const row = { ...verifiedRow(m.verified), subscription: fake };
      expect(skipped(m.batch([row]))).to.equal("IllegalOwner");
      expect(skipped(m.batch([{ ...row, subscription: m.attested.bot }]))).to.equal("AccountDataTooSmall");
      expect(skipped(m.batch([{ ...row, subscription: keyOf("nothing").publicKey }]))).to.equal("AccountDataTooSmall");
    });

    it("should skip a read-only subscription", () => {
      m.verified.realize(PROFIT);
      const { programId, keys, data } = m.batch([verifiedRow(m.verified)]);
      const locked = keys.map((key) => ({ ...key, isWritable: false }));
      const sent = new TransactionInstruction({ programId, keys: locked, data });
      expect(skipped(sent)).to.equal("ConstraintMut");
      expect(m.verified.money().accrued).to.equal(0n);
    });
  });

  describe("when no row is given", () => {
    it("should succeed and say nothing", () => {
      const sent = m.world.send(settleBatch({ rows: [] }));
      expect([sent.inner, skippedIn(sent)]).to.deep.equal([[], []]);
    });
  });

  describe("given other accounts than these", () => {
    it("should know another attested bot of the same keeper", () => {
      const other = new Attested(m.world, { botId: "attested-bot-002", accountNo: 7 }).publish().start();
      m.world.send(m.batch([attestedRow(other, PROFIT)]), keeperSigner);
      expect(other.money().accrued).to.equal(10_000_000n);
    });
  });
});
