import { botAddress, PROGRAM_ID } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, State, U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { creator, subscriber, agent, marketplace, payoutWallet, eve } = ACTORS;

describe("claim", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    // $100 of profit: $10 claimable, $40 of balance.
    a.earn(100_000_000n);
  });

  const purse = () => a.world.tokens(a.world.purse(creator.publicKey));

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.claim(), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, agent, marketplace, payoutWallet })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.claim({ owner: signer.publicKey }), signer)).to.equal("NotOwner");
      });
    }

    it("should refuse the creator once the bot has another owner", () => {
      a.world.patch(a.bot, "Bot", { owner: eve.publicKey.toBytes() });
      expect(a.world.refusal(a.claim(), creator)).to.equal("NotOwner");
      a.world.send(a.claim({ owner: eve.publicKey, destination: a.world.purse(eve.publicKey) }), eve);
      expect(a.money().claimed).to.equal(1_000_000n);
    });
  });

  describe("when the bot is not the subscription's", () => {
    it("should refuse eve with a bot of her own", () => {
      const mine = { creator: eve.publicKey, id: a.botId };
      a.world.send(a.publishBot(mine), eve);
      const instruction = a.claim({ owner: eve.publicKey, bot: botAddress(mine.creator, mine.id) });
      expect(a.world.refusal(instruction, eve)).to.equal("BotMismatch");
    });

    it("should refuse another bot of the same owner", () => {
      const other = new Attested(a.world, { botId: "attested-bot-002" }).publish();
      expect(a.world.refusal(a.claim({ bot: other.bot }), creator)).to.equal("BotMismatch");
    });

    it("should refuse a copy at another address", () => {
      const bot = keyOf("fake bot").publicKey;
      a.world.setAccount(bot, a.world.account(a.bot));
      expect(a.world.refusal(a.claim({ bot }), creator)).to.equal("BotMismatch");
    });

    it("should refuse a bot account of another program", () => {
      a.world.setAccount(a.bot, { owner: eve.publicKey, data: a.world.account(a.bot).data });
      expect(a.world.refusal(a.claim(), creator)).to.equal("IllegalOwner");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      expect(a.world.refusal(withAccount(a.claim(), "subscription", a.keeper), creator)).to.equal(
        "AccountDataTooSmall",
      );
    });

    it("should refuse an account of another program", () => {
      const fake = a.world.forge("fake subscription", a.subscription);
      expect(a.world.refusal(withAccount(a.claim(), "subscription", fake), creator)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.claim(), "subscription"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("when the escrow is not the subscription's", () => {
    it("should refuse another subscription's", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      expect(a.world.refusal(withAccount(a.claim(), "escrow", other.escrow), creator)).to.equal("EscrowMismatch");
    });
  });

  describe("when the token program is another", () => {
    it("should be refused", () => {
      const instruction = withAccount(a.claim(), "token_program", PROGRAM_ID);
      expect(a.world.refusal(instruction, creator)).to.equal("IncorrectProgramId");
    });
  });

  describe("when another agreement is meant", () => {
    for (const instance of [0n, 2n, U64_MAX]) {
      it(`should refuse instance ${instance}`, () => {
        expect(a.world.refusal(a.claim({ instance }), creator)).to.equal("InstanceMismatch");
      });
    }

    it("should refuse another subscription of the same bot under its own instance", () => {
      const { subscription } = new Attested(a.world, { accountNo: 1 }).start();
      expect(a.world.refusal(a.claim({ subscription }), creator)).to.equal("InstanceMismatch");
      expect(a.world.refusal(a.claim({ subscription, instance: 2n }), creator)).to.equal("accepted");
    });
  });

  describe("when the amount is zero", () => {
    it("should be refused", () => {
      expect(a.world.refusal(a.claim({ amount: 0n }), creator)).to.equal("AmountIsZero");
    });
  });

  describe("when the destination cannot take it", () => {
    it("should refuse the escrow itself", () => {
      expect(a.world.refusal(a.claim({ destination: a.escrow }), creator)).to.equal(
        "ConstraintDuplicateMutableAccount",
      );
    });

    it("should refuse a token account of another mint", () => {
      const destination = a.world.otherTokens(creator.publicKey);
      expect(a.world.refusal(a.claim({ destination }), creator)).to.equal("Token.MintMismatch");
    });

    it("should refuse an account that does not exist", () => {
      const destination = keyOf("nothing").publicKey;
      expect(a.world.refusal(a.claim({ destination }), creator)).to.equal("InvalidAccountData");
    });
  });

  describe("given $10 claimable", () => {
    for (const [what, amount, claimed] of [
      ["one base unit", 1n, 1n],
      ["a part", 4_000_000n, 4_000_000n],
      ["all", 10_000_000n, 10_000_000n],
      ["all when one more is asked", 10_000_001n, 10_000_000n],
      ["all when everything is asked", U64_MAX, 10_000_000n],
    ] as const) {
      it(`should move ${what}, and nothing of the balance`, () => {
        const { logged } = a.world.send(a.claim({ amount }), creator);
        expect(a.money()).to.deep.equal({
          profitTotal: 100_000_000n,
          accrued: 10_000_000n,
          credited: 10_000_000n,
          claimed,
          waived: 0n,
          balance: 40_000_000n,
        });
        expect(purse()).to.equal(Amount.PURSE + claimed);
        expect(a.world.tokens(a.escrow)).to.equal(50_000_000n - claimed);
        const destination = a.world.purse(creator.publicKey);
        expect(logged).to.deep.equal([
          { name: "Claimed", data: { subscription: a.subscription, amount: claimed, claimed, destination } },
        ]);
      });
    }

    it("should add up over several claims", () => {
      a.world.send(a.claim({ amount: 4_000_000n }), creator);
      const { logged } = a.world.send(a.claim({ amount: U64_MAX }), creator);
      expect(logged[0]!.data).to.include({ amount: 6_000_000n, claimed: 10_000_000n });
      expect(purse()).to.equal(1_010_000_000n);
    });

    it("should move it to a token account of anybody", () => {
      const destination = a.world.purse(marketplace.publicKey);
      a.world.send(a.claim({ destination, amount: 10_000_000n }), creator);
      expect(a.world.tokens(destination)).to.equal(1_010_000_000n);
    });

    it("should not count as a settlement", () => {
      const { head } = a.read();
      a.world.send(a.claim(), creator);
      expect(a.read().sequence).to.equal(1n);
      expect(a.read().head).to.deep.equal(head);
    });

    it("should move it after the end, too", () => {
      a.patch({ state: State.ENDED, ended_at: a.world.time() });
      a.world.send(a.claim({ amount: 10_000_000n }), creator);
      expect(purse()).to.equal(1_010_000_000n);
    });
  });

  describe("given nothing claimable", () => {
    const nothingMoves = () => {
      const before = a.world.account(a.subscription).data;
      const { logged } = a.world.send(a.claim({ amount: 10_000_000n }), creator);
      expect(logged).to.deep.equal([]);
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
    };

    it("should succeed and move nothing after a payout", () => {
      a.world.send(a.payout());
      nothingMoves();
      expect(purse()).to.equal(1_000_000_000n);
    });

    it("should succeed and move nothing after a claim", () => {
      a.world.send(a.claim({ amount: 10_000_000n }), creator);
      nothingMoves();
      expect(purse()).to.equal(1_010_000_000n);
    });

    it("should not touch what is owed", () => {
      a.earn(900_000_000n);
      a.world.send(a.claim({ amount: U64_MAX }), creator);
      // $100 accrued, of which the balance covered $50.
      expect(a.money().claimed).to.equal(50_000_000n);
      nothingMoves();
    });
  });
});
