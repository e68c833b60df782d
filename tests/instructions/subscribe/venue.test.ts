import type { PerpPositionValues, UserValues } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, VELOCITY_PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { PositionFlag, Status } from "@profit-share/testing/svm/constants";
import { withDataByte } from "@profit-share/testing/svm/idl";
import { OPEN_POSITION, provideLiquidity, Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, sponsor, eve } = ACTORS;

/** Offset of `account_no` in the instruction's data: discriminator, version u32, maximum u16. */
const ACCOUNT_NO_BYTE = 14;

/** Eight positions, of which only the last holds something. */
const lastPosition = (position: Partial<PerpPositionValues>): Partial<UserValues> => ({
  perpPositions: [...Array(7).fill({ marketIndex: 0 }), { marketIndex: 0, ...position }],
});

describe("subscribe: venue user", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.published();
  });

  const refusal = () => v.world.refusal(v.subscribe(), subscriber, agent);

  describe("when an account number is given", () => {
    it("should be refused", () => {
      const instruction = withDataByte(v.subscribe(), ACCOUNT_NO_BYTE, 1);
      expect(v.world.refusal(instruction, subscriber, agent)).to.equal("UnexpectedAccountNo");
    });
  });

  describe("when the account does not exist", () => {
    it("should be refused", () => {
      v.world.setAccount(v.venueUser, null);
      expect(refusal()).to.equal("VenueOwner");
    });

    it("should be refused with lamports at its address", () => {
      v.world.setAccount(v.venueUser, { owner: PublicKey.default, data: Buffer.alloc(0), lamports: 1_000_000n });
      expect(refusal()).to.equal("VenueOwner");
    });
  });

  describe("when the account belongs to another program", () => {
    for (const [name, owner] of [
      ["Drift's fork", VELOCITY_PROGRAM_ID],
      ["eve's", eve.publicKey],
      ["the system program", PublicKey.default],
    ] as const) {
      it(`should refuse ${name}`, () => {
        v.world.setAccount(v.venueUser, { owner, data: v.world.account(v.venueUser).data });
        expect(refusal()).to.equal("VenueOwner");
      });
    }
  });

  describe("when the account's length is another", () => {
    for (const length of [0, 8, 4_375, 4_377, 4_496, 4_560]) {
      it(`should refuse ${length} bytes`, () => {
        const data = Buffer.alloc(length);
        v.world.account(v.venueUser).data.copy(data);
        v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data });
        expect(refusal()).to.equal("VenueLength");
      });
    }
  });

  describe("when the account's discriminator is another", () => {
    for (const at of [0, 7]) {
      it(`should refuse another byte ${at}`, () => {
        v.editUser((data) => data.writeUInt8(data[at]! ^ 1, at));
        expect(refusal()).to.equal("VenueDiscriminator");
      });
    }
  });

  describe("when the account's authority is not the agent", () => {
    it("should be refused", () => {
      v.placeUser({ authority: eve.publicKey });
      expect(refusal()).to.equal("VenueAuthority");
    });

    for (const [name, { publicKey }] of Object.entries({ subscriber, creator, sponsor })) {
      it(`should refuse the account of the ${name}, who signs, too`, () => {
        v.placeUser({ authority: publicKey });
        expect(refusal()).to.equal("VenueAuthority");
        const paid = v.subscribe({
          payer: sponsor.publicKey,
          depositor: creator.publicKey,
          depositFrom: v.world.purse(creator.publicKey),
        });
        expect(v.world.refusal(paid, subscriber, agent, sponsor, creator)).to.equal("VenueAuthority");
      });
    }

    it("should take the account of a subscriber who is the agent, too", () => {
      v.placeUser({ authority: subscriber.publicKey });
      v.world.send(v.subscribe({ agent: subscriber.publicKey }), subscriber);
      expect(v.read().agent.equals(subscriber.publicKey)).to.equal(true);
    });

    it("should not take a delegate for the authority", () => {
      v.placeUser({ authority: eve.publicKey, delegate: agent.publicKey });
      expect(refusal()).to.equal("VenueAuthority");
    });

    it("should refuse eve as agent of another's account", () => {
      const instruction = v.subscribe({ agent: eve.publicKey });
      expect(v.world.refusal(instruction, subscriber, eve)).to.equal("VenueAuthority");
    });
  });

  describe("when the account is not flat", () => {
    const users: [string, Partial<UserValues>][] = [
      ["a long in the first slot", { perpPositions: [OPEN_POSITION] }],
      ["one base unit short in the last slot", lastPosition({ baseAssetAmount: -1n })],
      ["one LP share in the last slot", lastPosition({ lpShares: 1n })],
    ];
    for (const [what, user] of users) {
      it(`should refuse ${what}`, () => {
        v.placeUser(user);
        expect(refusal()).to.equal("VenueNotFlat");
      });
    }
  });

  describe("when the account is in liquidation or bankrupt", () => {
    for (const [what, user] of [
      ["the account in liquidation", { status: Status.BEING_LIQUIDATED }],
      ["the account bankrupt", { status: Status.BANKRUPT }],
      ["both", { status: Status.BEING_LIQUIDATED | Status.BANKRUPT }],
      ["an isolated position in liquidation", lastPosition({ positionFlag: PositionFlag.BEING_LIQUIDATED })],
      ["an isolated position bankrupt", lastPosition({ positionFlag: PositionFlag.BANKRUPT })],
    ] as const) {
      it(`should refuse ${what}`, () => {
        v.placeUser(user);
        expect(refusal()).to.equal("VenueInLiquidation");
      });
    }
  });

  describe("when the account is fit", () => {
    it("should subscribe a former liquidity provider, whose position flags mean nothing", () => {
      v.placeUser(lastPosition({ positionFlag: PositionFlag.BEING_LIQUIDATED | PositionFlag.BANKRUPT }));
      v.editUser(provideLiquidity);
      expect(v.start().read().beingLiquidated).to.equal(false);
    });

    it("should refuse a former liquidity provider whose status says liquidation", () => {
      v.placeUser({ status: Status.BEING_LIQUIDATED });
      v.editUser(provideLiquidity);
      expect(refusal()).to.equal("VenueInLiquidation");
    });

    for (const [what, user] of [
      ["with an isolated position's flag", lastPosition({ positionFlag: PositionFlag.ISOLATED })],
      ["in reduce-only mode", { status: Status.REDUCE_ONLY }],
      ["with an unsettled profit", lastPosition({ quoteAssetAmount: 7n })],
      ["with what is left of a negative funding rate", lastPosition({ lastCumulativeFundingRate: -1n })],
    ] as const) {
      it(`should subscribe ${what}`, () => {
        v.placeUser(user);
        expect(v.start().read().state).to.equal("active");
      });
    }

    it("should log where it starts", () => {
      v.placeUser({ settledPerpPnl: -30_000_000n, ...lastPosition({ quoteAssetAmount: -7_000_000n }) });
      const { logged } = v.world.send(v.subscribe(), subscriber, agent);
      expect(logged[0]).to.nested.include({ name: "Subscribed", "data.mark": -37_000_000n, "data.loss": 7_000_000n });
    });

    it("should start at the realized PnL of now, not at zero", () => {
      v.placeUser({
        settledPerpPnl: -40_000_000n,
        totalSocialLoss: 3_000_000n,
        perpPositions: [
          { marketIndex: 3, quoteAssetAmount: 5_000_000n, quoteEntryAmount: -1_000_000n },
          { marketIndex: 4, quoteAssetAmount: -8_000_000n, quoteEntryAmount: 1_000_000n },
          { marketIndex: 5, quoteAssetAmount: -2_000_000n },
        ],
        nextLiquidationId: 9,
        totalDeposits: 77n,
        totalWithdraws: 66n,
      });
      const { mark, last, loss, liquidationId, totalDeposits, totalWithdraws, beingLiquidated } = v.start().read();
      // −40 − 3 + (5 − −1) + (−8 − 1) − 2 = −48, of which the 9 and the 2 are losses that a liquidation can take.
      expect([mark, last, loss]).to.deep.equal([-48_000_000n, -48_000_000n, 11_000_000n]);
      expect([liquidationId, totalDeposits, totalWithdraws]).to.deep.equal([9, 77n, 66n]);
      expect(beingLiquidated).to.equal(false);
    });
  });
});
