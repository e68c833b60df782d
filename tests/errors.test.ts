import { PROGRAM_ID, settleBatch } from "@profit-share/sdk";
import { CALLER } from "@profit-share/testing/caller";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, Mixed, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { checkNamed, customErrorName, unseenErrors } from "@profit-share/testing/svm/errors";
import { readonly } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { type Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { isComplete } from "./coverage";

const PROFIT_SHARE = PROGRAM_ID.toBase58();
const TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

const MEMO = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

const { creator, subscriber, keeperSigner, eve } = ACTORS;

/** What the logs say in Anchor's form. */
const named = (logs: readonly string[]) => logs.filter((line) => line.includes("AnchorError"));

describe("errors", () => {
  describe("when a program's error has no name here", () => {
    it("should say its number and program", () => {
      expect(customErrorName(PROFIT_SHARE, 5_999)).to.equal(`custom error 5999 of ${PROFIT_SHARE}`);
    });
  });

  describe("given an instruction that is refused", () => {
    const a = Attested.running();

    /** The logs of a transaction that fails. */
    const logsOf = (instructions: TransactionInstruction[], ...signers: Keypair[]) => {
      try {
        a.world.send(instructions, ...signers);
      } catch (error) {
        return (error as Error).message.split("\n");
      }
      throw new Error("It was accepted");
    };

    it("should log the name, number and message of an error of the program, once", () => {
      expect(named(logsOf([a.claim({ amount: 0n })], creator))).to.deep.equal([
        "Program log: AnchorError occurred. Error Code: AmountIsZero. Error Number: 6100. Error Message: The amount is zero.",
      ]);
    });

    it("should log those of a later instruction alone", () => {
      const bundle = [a.deposit(), a.withdraw({ amount: 90_000_000n })];
      expect(named(logsOf(bundle, subscriber))).to.deep.equal([
        "Program log: AnchorError occurred. Error Code: BalanceTooLow. Error Number: 6101. " +
          "Error Message: More is asked than the balance above the minimum balance of the terms.",
      ]);
    });

    it("should log those of the framework's errors, too", () => {
      expect(named(logsOf([readonly(a.sync(), "subscription")]))).to.deep.equal([
        "Program log: AnchorError occurred. Error Code: ConstraintMut. Error Number: 2000. " +
          "Error Message: A mut constraint was violated.",
      ]);
    });

    it("should log nothing for an error that every program shares: the runtime words it", () => {
      const fake = a.world.forge("fake subscription", a.subscription);
      const logs = logsOf([a.waive({ subscription: fake })], creator);
      expect(logs[0]).to.equal("IllegalOwner");
      expect(named(logs)).to.deep.equal([]);
    });

    it("should log nothing for an error of the token program: that is for it to word", () => {
      a.earn(100_000_000n);
      const logs = logsOf([a.claim({ destination: a.world.otherTokens(creator.publicKey) })], creator);
      expect(logs[0]).to.equal("Token.MintMismatch");
      expect(named(logs)).to.deep.equal([]);
    });
  });

  describe("given an instruction that succeeds in spite of an error", () => {
    it("should log nothing for the rows that a batch skipped", () => {
      const m = Mixed.running();
      const rows = [
        attestedRow(m.attested, 1n, { sequence: 9n }),
        { ...verifiedRow(m.verified), venueUser: eve.publicKey },
        { ...verifiedRow(m.verified), subscription: m.attested.bot },
      ];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expect(skippedIn(sent).length).to.equal(3);
      expect(named(sent.logs)).to.deep.equal([]);
    });

    for (const [what, run] of [
      ["withdraws", (v: Verified) => v.world.send(v.withdraw(), subscriber)],
      ["unsubscribes", (v: Verified) => v.leave()],
    ] as const) {
      it(`should log nothing when a subscriber ${what} although the venue user cannot be read`, () => {
        const v = Verified.running();
        v.world.setAccount(v.venueUser, { owner: eve.publicKey, data: Buffer.alloc(1) });
        expect(named(run(v).logs)).to.deep.equal([]);
      });
    }

    it("should log nothing when an ended subscription is settled whose venue user cannot be read", () => {
      const v = Verified.running();
      v.leave();
      v.world.setAccount(v.venueUser, { owner: eve.publicKey, data: Buffer.alloc(1) });
      expect(named(v.world.send(v.settle()).logs)).to.deep.equal([]);
      expect(named(v.world.send(settleBatch({ rows: [verifiedRow(v)] })).logs)).to.deep.equal([]);
    });
  });

  /** Every transaction of every test goes through this. */
  describe("the check of what a transaction's logs name", () => {
    const LINE =
      "Program log: AnchorError occurred. Error Code: AmountIsZero. Error Number: 6100. Error Message: The amount is zero.";
    const failure = { program: PROFIT_SHARE, code: 6_100 };

    it("should pass the error's own line, and no line where no error of the program is", () => {
      checkNamed(["Program x invoke [1]", LINE], failure);
      checkNamed(["Program x success"], null);
      checkNamed(["Program x failed: custom program error: 0x1"], { program: TOKEN, code: 1 });
    });

    for (const [what, logs, failed] of [
      ["the name is missing", [], failure],
      ["it is said twice", [LINE, LINE], failure],
      ["it is another's", [LINE.replace("AmountIsZero", "BalanceTooLow")], failure],
      ["the number is another", [LINE.replace("6100", "6101")], failure],
      ["the message is cut off", [LINE.slice(0, -1)], failure],
      ["something else is named, too", [LINE, LINE.replace("AmountIsZero", "BalanceTooLow")], failure],
      ["it succeeded", [LINE], null],
      ["another program failed", [LINE], { program: TOKEN, code: 1 }],
    ] as const) {
      it(`should fail when ${what}`, () => {
        expect(() => checkNamed(logs, failed)).to.throw("Its logs should say");
      });
    }

    it("should count the program's own line and not its caller's, which says what it is told to", () => {
      const called = [`Program ${PROFIT_SHARE} invoke [2]`, LINE, `Program ${PROFIT_SHARE} failed: error`];
      const within = (lines: string[]) => [`Program ${CALLER.toBase58()} invoke [1]`, LINE, ...lines, LINE];
      checkNamed(within(called), failure);
      checkNamed(within([]), null);
      expect(() => checkNamed(within([]), failure)).to.throw("Its logs should say");
      expect(() => checkNamed(within(called), null)).to.throw("Its logs should say");
    });

    it("should fail for a custom error that has no words", () => {
      expect(() => checkNamed([], { program: PROFIT_SHARE, code: 2_012 })).to.throw(
        "The program left with custom error 2012, for which it has no words",
      );
    });

    it("should be made of every transaction", () => {
      const memo = new TransactionInstruction({
        programId: MEMO,
        keys: [],
        data: Buffer.from("AnchorError occurred."),
      });
      expect(() => Attested.published().world.send(memo)).to.throw("Its logs should say no error");
    });
  });
});

/** Runs after the last test of the whole mocha run. */
after("every error of the program was hit", function () {
  const root = this.test!.parent!;
  if (isComplete(root)) expect(unseenErrors()).to.deep.equal([]);
});
