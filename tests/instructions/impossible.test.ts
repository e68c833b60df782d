import { settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { State, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner } = ACTORS;

const U32_MAX = 4_294_967_295;

type Fields = Parameters<Verified["patch"]>[0];

/** Every instruction that moves money of a subscription, with who signs it. $200 of profit wait to be settled. */
const INSTRUCTIONS = {
  deposit: (v: Verified) => [v.deposit(), subscriber],
  sync: (v: Verified) => [v.sync()],
  claim: (v: Verified) => [v.claim(), creator],
  payout: (v: Verified) => [v.payout()],
  waive: (v: Verified) => [v.waive(), creator],
  withdraw: (v: Verified) => [v.withdraw({ amount: 1n }), subscriber],
  settle: (v: Verified) => [v.settle()],
  unsubscribe: (v: Verified) => [v.unsubscribe(), subscriber],
  close: (v: Verified) => [v.close()],
} satisfies Record<string, (v: Verified) => [TransactionInstruction, ...Keypair[]]>;

type Instruction = keyof typeof INSTRUCTIONS;

interface Ledger {
  what: string;
  fields: Fields;
  /** What each instruction is refused with that reckons with it. The others do not look at it, and work. */
  refused: Partial<Record<Instruction, string>>;
}

/** An operation that is checked here, and one on plain integers that the build checks. */
const CHECKED = "ArithmeticOverflow";
const ABORTED = "ProgramFailedToComplete";

/** The escrow holds 50,000,000 units. */
const LEDGERS: Ledger[] = [
  {
    what: "more claimed than credited",
    fields: { profit_total: 20n, accrued: 2n, credited: 1n, claimed: 2n },
    refused: { sync: CHECKED, claim: CHECKED, payout: CHECKED, close: CHECKED },
  },
  {
    what: "all claimed and nothing credited",
    fields: { claimed: U64_MAX },
    refused: { sync: CHECKED, claim: CHECKED, payout: CHECKED, close: CHECKED },
  },
  {
    what: "an escrow one below the balance",
    fields: { balance: 50_000_001n },
    refused: { sync: CHECKED, close: CHECKED },
  },
  {
    what: "an escrow one below balance and claimable",
    fields: { profit_total: 10n, accrued: 1n, credited: 1n },
    refused: { sync: CHECKED, close: CHECKED },
  },
  {
    what: "balance and claimable that together leave u64",
    fields: {
      profit_total: U64_MAX,
      accrued: 1_844_674_407_370_955_161n,
      credited: 1_844_674_407_370_955_161n,
      balance: U64_MAX,
    },
    refused: { deposit: CHECKED, sync: CHECKED, payout: "Token.InsufficientFunds", close: CHECKED },
  },
  {
    what: "the highest balance",
    fields: { balance: U64_MAX },
    refused: { deposit: CHECKED, sync: CHECKED, close: CHECKED },
  },
  {
    what: "more credited than accrued",
    fields: { profit_total: 10n, accrued: 1n, credited: 2n, claimed: 2n },
    refused: { deposit: ABORTED, sync: ABORTED, waive: ABORTED, close: ABORTED },
  },
  {
    what: "more credited and waived than accrued",
    fields: { profit_total: 30n, accrued: 3n, credited: 2n, claimed: 2n, waived: 2n },
    refused: { deposit: ABORTED, sync: ABORTED, waive: ABORTED, close: ABORTED },
  },
  {
    what: "credited and waived that wrap around to less than accrued",
    fields: { profit_total: 30n, accrued: 3n, credited: U64_MAX, claimed: U64_MAX, waived: U64_MAX },
    refused: {
      deposit: ABORTED,
      sync: ABORTED,
      waive: ABORTED,
      withdraw: ABORTED,
      settle: ABORTED,
      unsubscribe: ABORTED,
      close: ABORTED,
    },
  },
  {
    what: "more accrued than its profit makes",
    fields: { profit_total: 0n, accrued: U64_MAX, credited: U64_MAX, claimed: U64_MAX },
    refused: { withdraw: ABORTED, settle: ABORTED, unsubscribe: ABORTED },
  },
  {
    what: "the last sequence",
    fields: { sequence: U64_MAX },
    refused: { withdraw: CHECKED, settle: CHECKED, unsubscribe: CHECKED },
  },
];

describe("an impossible ledger", () => {
  for (const { what, fields, refused } of LEDGERS) {
    describe(`given ${what}`, () => {
      for (const [name, make] of Object.entries(INSTRUCTIONS)) {
        const expected = refused[name as Instruction] ?? "accepted";
        it(`should ${expected === "accepted" ? "not trouble" : "be refused by"} ${name}`, () => {
          const v = Verified.running();
          v.patch(fields);
          // A close follows the end, and everything else precedes it.
          if (name === "close") v.patch({ state: State.ENDED, ended_at: Time.START - 8n * Time.DAY });
          else v.realize(200_000_000n);
          const [instruction, ...signers] = make(v);
          expect(v.world.refusal(instruction, ...signers)).to.equal(expected);
        });
      }
    });
  }

  describe("given the last sequence of an attested subscription", () => {
    it("should take no close any more, alone and in a batch", () => {
      const a = Attested.running();
      a.patch({ sequence: U64_MAX });
      for (const sequence of [0n, 1n, U64_MAX]) {
        expect(a.world.refusal(a.settle(1n, { sequence }), keeperSigner)).to.equal("SequenceRepeated");
        const before = a.world.account(a.subscription).data;
        const keeper = { address: a.keeper, signer: keeperSigner.publicKey };
        const sent = a.world.send(settleBatch({ keeper, rows: [attestedRow(a, 1n, { sequence })] }), keeperSigner);
        expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "SequenceRepeated" }]);
        expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
      }
    });
  });
});

describe("a counter at its end", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.published();
  });

  describe("given the last instance of a bot", () => {
    it("should be given once, and no subscription after it", () => {
      v.world.patch(v.bot, "Bot", { subscriptions: U64_MAX - 1n });
      v.start();
      expect([v.read().instance, v.readBot().subscriptions]).to.deep.equal([U64_MAX, U64_MAX]);
      const other = new Verified(v.world, {}, 1);
      other.placeUser({});
      expect(v.world.refusal(other.subscribe(), subscriber, agent)).to.equal(CHECKED);
    });
  });

  describe("given the last version of a bot's terms", () => {
    it("should be offered, and none after it", () => {
      v.world.patch(v.bot, "Bot", { "terms.version": U32_MAX - 1 });
      v.world.send(v.updateTerms(), creator);
      expect(v.readBot().terms.version).to.equal(U32_MAX);
      expect(v.world.refusal(v.updateTerms(), creator)).to.equal(CHECKED);
      v.start({ terms: { version: U32_MAX } });
      expect(v.read().terms.version).to.equal(U32_MAX);
    });
  });

  describe("given the last closed subscription of a bot", () => {
    it("should be counted, and none be closed after it", () => {
      v.world.patch(v.bot, "Bot", { closed: U64_MAX - 1n });
      v.start().leave();
      v.world.send(v.close());
      expect(v.readBot().closed).to.equal(U64_MAX);
      v.start();
      v.world.send(v.unsubscribe({ instance: 2n }), subscriber);
      expect(v.world.refusal(v.close({ instance: 2n }))).to.equal(CHECKED);
    });
  });

  describe("given the last sequence of a subscription", () => {
    it("should be recorded, and none after it", () => {
      v.start().patch({ sequence: U64_MAX - 1n });
      v.earn(100_000_000n);
      expect(v.read().sequence).to.equal(U64_MAX);
      v.realize(200_000_000n);
      expect(v.world.refusal(v.settle())).to.equal(CHECKED);
      // What changes nothing needs no number.
      v.realize(50_000_000n);
      v.world.send(v.settle());
      expect(v.read().last).to.equal(50_000_000n);
    });
  });

  describe("given the last unit of a balance", () => {
    it("should be deposited, and none after it", () => {
      v.start().patch({ balance: U64_MAX - 1n });
      v.world.send(v.deposit({ amount: 1n }), subscriber);
      expect(v.read().balance).to.equal(U64_MAX);
      expect(v.world.refusal(v.deposit({ amount: 1n }), subscriber)).to.equal(CHECKED);
      v.world.send(v.withdraw({ amount: 1n }), subscriber);
      expect(v.read().balance).to.equal(U64_MAX - 1n);
    });
  });

  describe("given the last unit to claim, to waive and to credit", () => {
    it("should be claimed", () => {
      v.start().patch({ accrued: U64_MAX, credited: U64_MAX, claimed: U64_MAX - 1n });
      v.world.send(v.claim(), creator);
      expect(v.read().claimed).to.equal(U64_MAX);
    });

    it("should be waived", () => {
      v.start().patch({ accrued: U64_MAX, waived: U64_MAX - 1n });
      v.world.send(v.waive(), creator);
      expect(v.read().waived).to.equal(U64_MAX);
    });

    it("should be credited", () => {
      v.start().patch({ accrued: U64_MAX, credited: U64_MAX - 1n, claimed: U64_MAX - 1n });
      v.world.send(v.deposit({ amount: 1n }), subscriber);
      expect(v.read()).to.include({ credited: U64_MAX, balance: 50_000_000n });
    });
  });

  describe("given a batch", () => {
    it("should say the row whose number is spent, and settle the others", () => {
      v.start().patch({ sequence: U64_MAX });
      v.realize(100_000_000n);
      const other = new Verified(v.world, {}, 1);
      other.placeUser({});
      other.start();
      other.realize(100_000_000n);
      const sent = v.world.send(settleBatch({ rows: [verifiedRow(v), verifiedRow(other)] }));
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: CHECKED }]);
      expect(other.money().accrued).to.equal(10_000_000n);
    });
  });
});
