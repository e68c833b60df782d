import { attestedSubscriptionAddress, escrowAddress, PROGRAM_ID } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Lamports } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount, without } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { subscriber, agent, sponsor, creator, eve } = ACTORS;

describe("subscribe: accounts", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.published();
  });

  describe("when a signature is missing", () => {
    const signers = { subscriber, agent, payer: sponsor, depositor: eve };

    for (const role of Object.keys(signers) as (keyof typeof signers)[]) {
      it(`should be refused without the ${role}'s`, () => {
        const instruction = a.subscribe({
          payer: sponsor.publicKey,
          depositor: eve.publicKey,
          depositFrom: a.world.purse(eve.publicKey),
        });
        const others = Object.values(signers).filter((signer) => signer !== signers[role]);
        expect(a.world.refusal(unsigned(instruction, role), ...others)).to.equal("MissingRequiredSignature");
      });
    }
  });

  describe("when eve signs in another's place", () => {
    it("should refuse her as agent at the agent's address", () => {
      const instruction = withAccount(a.subscribe(), "agent", eve.publicKey);
      expect(a.world.refusal(instruction, subscriber, eve)).to.equal("SubscriptionAddressMismatch");
    });

    it("should refuse her as depositor of another's tokens", () => {
      const instruction = a.subscribe({ depositor: eve.publicKey });
      expect(a.world.refusal(instruction, subscriber, agent, eve)).to.equal("Token.OwnerMismatch");
    });
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      a.start();
      const second = new Attested(a.world, { accountNo: 1 }).subscribe({ bot: a.subscription });
      expect(a.world.refusal(second, subscriber, agent)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const fake = a.world.forge("fake bot", a.bot);
      expect(a.world.refusal(a.subscribe({ bot: fake }), subscriber, agent)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only bot", () => {
      expect(a.world.refusal(readonly(a.subscribe(), "bot"), subscriber, agent)).to.equal("ConstraintMut");
    });
  });

  describe("when the mint is not the bot's", () => {
    it("should be refused", () => {
      const mint = keyOf("another mint").publicKey;
      a.world.createMint(mint);
      const instruction = withAccount(a.subscribe(), "mint", mint);
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("MintMismatch");
    });
  });

  for (const name of ["token_program", "system_program"] as const) {
    describe(`when the ${name} is another`, () => {
      it("should be refused", () => {
        const instruction = withAccount(a.subscribe(), name, PROGRAM_ID);
        expect(a.world.refusal(instruction, subscriber, agent)).to.equal("IncorrectProgramId");
      });
    });
  }

  describe("when the subscription's address is another", () => {
    it("should refuse that of another account of the agent", () => {
      const other = attestedSubscriptionAddress(agent.publicKey, 1);
      const instruction = withAccount(
        withAccount(a.subscribe(), "subscription", other),
        "escrow",
        escrowAddress(other),
      );
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("SubscriptionAddressMismatch");
    });

    it("should refuse a key of the payer's own", () => {
      const instruction = withAccount(a.subscribe(), "subscription", eve.publicKey);
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("SubscriptionAddressMismatch");
    });
  });

  describe("when the escrow's address is another", () => {
    it("should be refused", () => {
      const other = escrowAddress(attestedSubscriptionAddress(agent.publicKey, 1));
      const instruction = withAccount(a.subscribe(), "escrow", other);
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("EscrowMismatch");
    });
  });

  describe("when the account has a subscription", () => {
    it("should refuse a second one of an attested account, also to another bot", () => {
      a.start();
      const other = new Attested(a.world, { botId: "attested-bot-002" }).publish();
      expect(a.world.refusal(a.subscribe(), subscriber, agent)).to.equal("AlreadySubscribed");
      expect(a.world.refusal(other.subscribe(), subscriber, agent)).to.equal("AlreadySubscribed");
    });

    it("should refuse a second one of a venue user", () => {
      const v = Verified.running();
      expect(v.world.refusal(v.subscribe(), subscriber, agent)).to.equal("AlreadySubscribed");
    });

    it("should let the agent's next account subscribe to the same bot", () => {
      a.start();
      const second = new Attested(a.world, { accountNo: 1 }).start();
      expect(second.read().instance).to.equal(2n);
      expect(second.read().accountNo).to.equal(1);
      expect(a.readBot().subscriptions).to.equal(2n);
    });

    it("should let the same agent use an attested and a verified bot", () => {
      const v = Verified.running();
      const both = new Attested(v.world);
      v.world.send(both.registerKeeper(), ACTORS.marketplace);
      both.publish().start();
      expect([v.read().balance, both.read().balance]).to.deep.equal([50_000_000n, 50_000_000n]);
    });
  });

  describe("when the deposit cannot be paid", () => {
    it("should refuse a deposit without an account to pay it", () => {
      const instruction = without(a.subscribe(), "source");
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("ConstraintAccountIsNone");
    });

    it("should refuse a purse that is short by one", () => {
      a.world.setTokens(a.world.purse(subscriber.publicKey), subscriber.publicKey, Amount.DEPOSIT - 1n);
      expect(a.world.refusal(a.subscribe(), subscriber, agent)).to.equal("Token.InsufficientFunds");
    });

    it("should refuse tokens of another mint", () => {
      const depositFrom = a.world.otherTokens(subscriber.publicKey);
      expect(a.world.refusal(a.subscribe({ depositFrom }), subscriber, agent)).to.equal("Token.MintMismatch");
    });

    it("should refuse the escrow as its own payer", () => {
      const instruction = a.subscribe({ depositFrom: a.escrow });
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("ConstraintDuplicateMutableAccount");
    });
  });

  describe("given one account in several places", () => {
    it("should accept one key as subscriber, agent, payer and depositor", () => {
      const one = agent.publicKey;
      a.world.send(a.subscribe({ subscriber: one, depositFrom: a.world.purse(one) }), agent);
      const { subscriber: who, agent: trader, rentPayer } = a.read();
      expect([who, trader, rentPayer].every((key) => key.equals(one))).to.equal(true);
    });

    it("should accept the bot's creator as payer and depositor", () => {
      const by = creator.publicKey;
      const instruction = a.subscribe({ payer: by, depositor: by, depositFrom: a.world.purse(by) });
      a.world.send(instruction, subscriber, agent, creator);
      expect(a.read().rentPayer.equals(by)).to.equal(true);
      expect(a.world.tokens(a.world.purse(by))).to.equal(950_000_000n);
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(1_000_000_000n);
    });

    it("should accept the agent as payer", () => {
      a.world.send(a.subscribe({ payer: agent.publicKey }), subscriber, agent);
      expect(a.read().rentPayer.equals(agent.publicKey)).to.equal(true);
    });
  });

  describe("given lamports at the addresses", () => {
    for (const [what, lamports] of [
      ["less than the rent", Lamports.DUST],
      ["more than the rent", Lamports.BIG_DONATION],
    ] as const) {
      it(`should subscribe with ${what} on both`, () => {
        a.world.airdrop(a.subscription, lamports);
        a.world.airdrop(a.escrow, lamports);
        a.start();
        expect(a.read().balance).to.equal(50_000_000n);
        expect(a.world.tokens(a.escrow)).to.equal(50_000_000n);
      });
    }
  });

  describe("when an attested subscription names a venue user", () => {
    it("should be refused", () => {
      const instruction = withAccount(a.subscribe(), "venue_user", eve.publicKey);
      expect(a.world.refusal(instruction, subscriber, agent)).to.equal("VenueUserMismatch");
    });

    it("should store none", () => {
      a.start();
      expect(a.read().venueUser).to.equal(null);
    });
  });
});
