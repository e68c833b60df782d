import { botAddress, PROGRAM_ID, VELOCITY_PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import { driftSpotMarketAddress } from "@profit-share/sdk/drift";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Bps } from "@profit-share/testing/svm/constants";
import { unsigned, withAccount, withDataByte, without } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { World } from "@profit-share/testing/svm/world";
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { expect } from "chai";

const { creator, marketplace, sponsor, eve } = ACTORS;

/** Offsets in the instruction's data: discriminator, id [16], then source and fee basis. */
const SOURCE_BYTE = 24;
const FEE_BASIS_BYTE = 25;

describe("publish_bot: checks", () => {
  let world: World;
  let attested: Attested;
  let verified: Verified;
  beforeEach(() => {
    world = new World();
    attested = new Attested(world);
    verified = new Verified(world);
    verified.placeQuoteMarket();
    world.send(attested.registerKeeper(), marketplace);
  });

  describe("when a signature is missing", () => {
    for (const [role, other] of [
      ["creator", sponsor],
      ["payer", creator],
    ] as const) {
      it(`should be refused without the ${role}'s`, () => {
        const instruction = unsigned(attested.publishBot({ payer: sponsor.publicKey }), role);
        expect(world.refusal(instruction, other)).to.equal("MissingRequiredSignature");
      });
    }
  });

  describe("when eve signs in the creator's place", () => {
    it("should refuse the creator's address", () => {
      const instruction = withAccount(attested.publishBot({ payer: eve.publicKey }), "creator", eve.publicKey);
      expect(world.refusal(instruction, eve)).to.equal("InvalidSeeds");
    });
  });

  describe("when an account is not the right one", () => {
    it("should refuse another bot's vault", () => {
      const other = vaultAddress(botAddress(eve.publicKey, attested.botId));
      expect(world.refusal(withAccount(attested.publishBot(), "vault", other), creator)).to.equal("InvalidSeeds");
    });

    it("should refuse a keeper account of another type", () => {
      attested.publish();
      const terms = { keeper: attested.bot };
      const id = Buffer.from("attested-bot-002");
      expect(world.refusal(attested.publishBot({ id, terms }), creator)).to.equal("InvalidAccountData");
    });

    it("should refuse a keeper account of another program", () => {
      const fake = world.forge("fake keeper", attested.keeper);
      expect(world.refusal(attested.publishBot({ terms: { keeper: fake } }), creator)).to.equal("IllegalOwner");
    });

    for (const name of ["token_program", "system_program"] as const) {
      it(`should refuse another ${name}`, () => {
        const instruction = withAccount(attested.publishBot(), name, PROGRAM_ID);
        expect(world.refusal(instruction, creator)).to.equal("IncorrectProgramId");
      });
    }
  });

  describe("when the mint is not one it can count in", () => {
    const mint = keyOf("another mint").publicKey;

    for (const decimals of [5, 7, 9]) {
      it(`should refuse ${decimals} decimals`, () => {
        world.createMint(mint, decimals);
        expect(world.refusal(attested.publishBot({ terms: { mint } }), creator)).to.equal("MintDecimals");
      });
    }

    it("should refuse Token-2022", () => {
      world.setAccount(mint, { owner: TOKEN_2022_PROGRAM_ID, data: world.account(world.mint).data });
      expect(world.refusal(attested.publishBot({ terms: { mint } }), creator)).to.equal("IllegalOwner");
    });

    it("should refuse one that is not initialized", () => {
      world.setAccount(mint, { owner: TOKEN_PROGRAM_ID, data: Buffer.alloc(82) });
      expect(world.refusal(attested.publishBot({ terms: { mint } }), creator)).to.equal("UninitializedAccount");
    });

    it("should refuse a token account", () => {
      const purse = world.purse(creator.publicKey);
      expect(world.refusal(attested.publishBot({ terms: { mint: purse } }), creator)).to.equal("InvalidAccountData");
    });
  });

  describe("when the minimum payout is zero", () => {
    it("should be refused", () => {
      expect(world.refusal(attested.publishBot({ minPayout: 0n }), creator)).to.equal("MinPayoutIsZero");
    });
  });

  describe("when the source is unknown", () => {
    for (const source of [0, 2, 4, 255]) {
      it(`should refuse ${source}`, () => {
        const instruction = withDataByte(attested.publishBot(), SOURCE_BYTE, source);
        expect(world.refusal(instruction, creator)).to.equal("InvalidSource");
      });
    }
  });

  describe("when the fee basis does not fit", () => {
    for (const basis of [0, 3, 255]) {
      it(`should refuse ${basis}`, () => {
        const instruction = withDataByte(attested.publishBot(), FEE_BASIS_BYTE, basis);
        expect(world.refusal(instruction, creator)).to.equal("InvalidFeeBasis");
      });
    }

    it("should refuse each-close of a verified source", () => {
      const instruction = verified.publishBot({ terms: { feeBasis: "each_close" } });
      expect(world.refusal(instruction, creator)).to.equal("InvalidFeeBasis");
    });
  });

  describe("when the keeper does not fit the source", () => {
    it("should refuse an attested bot without one", () => {
      expect(world.refusal(attested.publishBot({ terms: { keeper: null } }), creator)).to.equal("KeeperNotForSource");
    });

    it("should refuse a verified bot with one", () => {
      const instruction = verified.publishBot({ terms: { keeper: attested.keeper } });
      expect(world.refusal(instruction, creator)).to.equal("KeeperNotForSource");
    });
  });

  describe("when the profit share is above 10 %", () => {
    for (const profitShareBps of [Bps.ABOVE_LIMIT, 10_000, 65_535]) {
      it(`should refuse ${profitShareBps} basis points`, () => {
        const instruction = attested.publishBot({ terms: { profitShareBps } });
        expect(world.refusal(instruction, creator)).to.equal("ProfitShareAboveLimit");
      });
    }
  });

  describe("when the minimum daily cap is zero", () => {
    it("should be refused", () => {
      expect(world.refusal(attested.publishBot({ terms: { minDailyCap: 0n } }), creator)).to.equal("MinDailyCapIsZero");
    });
  });

  describe("given a verified source", () => {
    const refusal = () => world.refusal(verified.publishBot(), creator);

    it("should refuse to publish without the quote market", () => {
      const instruction = without(verified.publishBot(), "quote_market");
      expect(world.refusal(instruction, creator)).to.equal("QuoteMarketMismatch");
    });

    it("should refuse another spot market", () => {
      const other = driftSpotMarketAddress(1);
      world.setAccount(other, world.account(driftSpotMarketAddress(0)));
      const instruction = withAccount(verified.publishBot(), "quote_market", other);
      expect(world.refusal(instruction, creator)).to.equal("QuoteMarketMismatch");
    });

    it("should refuse a quote market of another program", () => {
      verified.placeQuoteMarket(() => {}, VELOCITY_PROGRAM_ID);
      expect(refusal()).to.equal("QuoteMarketMismatch");
    });

    it("should refuse a quote market with another discriminator", () => {
      verified.placeQuoteMarket((data) => data.writeUInt8(0x65, 0));
      expect(refusal()).to.equal("QuoteMarketMismatch");
    });

    it("should refuse a quote market with another mint", () => {
      verified.placeQuoteMarket((data) => data.writeUInt8(data[103]! ^ 1, 103));
      expect(refusal()).to.equal("QuoteMarketMismatch");
    });

    it("should refuse a quote market that ends before its mint does", () => {
      const market = world.account(driftSpotMarketAddress(0));
      world.setAccount(driftSpotMarketAddress(0), { ...market, data: market.data.subarray(0, 103) });
      expect(refusal()).to.equal("QuoteMarketMismatch");
    });

    it("should publish with spot market 0 of its mint", () => {
      verified.publish();
      expect(verified.readBot().terms).to.deep.equal({ ...verified.terms, hash: Uint8Array.from(verified.terms.hash) });
    });
  });
});
