import { botAddress, PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { AccountState } from "@solana/spl-token";
import { expect } from "chai";

const { creator, subscriber, agent, payoutWallet, eve } = ACTORS;

describe("claim_vault", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.world.setTokens(a.vault, a.bot, 7_000_000n);
  });

  const purse = () => a.world.tokens(a.world.purse(creator.publicKey));

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.claimVault(), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, agent, payoutWallet })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.claimVault({ owner: signer.publicKey }), signer)).to.equal("NotOwner");
      });
    }
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.claimVault(), "bot", a.keeper);
      expect(a.world.refusal(instruction, creator)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const instruction = withAccount(a.claimVault(), "bot", a.world.forge("fake bot", a.bot));
      expect(a.world.refusal(instruction, creator)).to.equal("IllegalOwner");
    });
  });

  describe("when the vault is not the bot's", () => {
    it("should refuse another bot's", () => {
      const mine = { creator: eve.publicKey, id: a.botId };
      a.world.send(a.publishBot(mine), eve);
      const bot = botAddress(mine.creator, mine.id);
      const to = { owner: eve.publicKey, bot, destination: a.world.purse(eve.publicKey) };
      const instruction = withAccount(a.claimVault(to), "vault", a.vault);
      expect(a.world.refusal(instruction, eve)).to.equal("InvalidSeeds");
    });

    it("should refuse an escrow", () => {
      expect(a.world.refusal(withAccount(a.claimVault(), "vault", a.escrow), creator)).to.equal("InvalidSeeds");
    });

    it("should refuse a read-only vault", () => {
      expect(a.world.refusal(readonly(a.claimVault(), "vault"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("when the token program is another", () => {
    it("should be refused", () => {
      const instruction = withAccount(a.claimVault(), "token_program", PROGRAM_ID);
      expect(a.world.refusal(instruction, creator)).to.equal("IncorrectProgramId");
    });
  });

  describe("when the destination cannot take it", () => {
    it("should refuse the vault itself", () => {
      expect(a.world.refusal(a.claimVault({ destination: a.vault }), creator)).to.equal(
        "ConstraintDuplicateMutableAccount",
      );
    });

    it("should refuse a token account of another mint", () => {
      const destination = a.world.otherTokens(creator.publicKey);
      expect(a.world.refusal(a.claimVault({ destination }), creator)).to.equal("Token.MintMismatch");
    });

    it("should refuse an account that does not exist", () => {
      const destination = keyOf("nothing").publicKey;
      expect(a.world.refusal(a.claimVault({ destination }), creator)).to.equal("InvalidAccountData");
    });

    it("should refuse a frozen one", () => {
      a.world.editTokens(a.world.purse(creator.publicKey), { state: AccountState.Frozen });
      expect(a.world.refusal(a.claimVault(), creator)).to.equal("Token.AccountFrozen");
    });
  });

  describe("given $7 in the vault", () => {
    it("should move all of it", () => {
      const { logged } = a.world.send(a.claimVault(), creator);
      expect(purse()).to.equal(1_007_000_000n);
      expect(a.world.tokens(a.vault)).to.equal(0n);
      const destination = a.world.purse(creator.publicKey);
      expect(logged).to.deep.equal([{ name: "VaultClaimed", data: { bot: a.bot, amount: 7_000_000n, destination } }]);
    });

    it("should move it to a token account of anybody", () => {
      const destination = a.world.purse(eve.publicKey);
      a.world.send(a.claimVault({ destination }), creator);
      expect(a.world.tokens(destination)).to.equal(1_007_000_000n);
    });

    it("should leave escrows and the vaults of others alone", () => {
      a.world.send(a.publishBot({ creator: eve.publicKey }), eve);
      const other = vaultAddress(botAddress(eve.publicKey, a.botId));
      a.world.setTokens(other, botAddress(eve.publicKey, a.botId), 3_000_000n);
      a.earn(100_000_000n);
      a.world.send(a.claimVault(), creator);
      expect(a.world.tokens(a.escrow)).to.equal(50_000_000n);
      expect(a.world.tokens(other)).to.equal(3_000_000n);
    });
  });

  describe("given an empty vault", () => {
    it("should succeed, move nothing and say nothing", () => {
      a.world.setTokens(a.vault, a.bot, 0n);
      expect(a.world.send(a.claimVault(), creator).logged).to.deep.equal([]);
      expect(purse()).to.equal(Amount.PURSE);
    });
  });
});
