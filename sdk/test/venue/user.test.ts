import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { everyUsers } from "../../../fixtures/read-users";
import { DRIFT_PROGRAM_ID, VELOCITY_PROGRAM_ID } from "../../src/venue/layout";
import { observationOf, venueUserOrGone } from "../../src/venue/observation";
import { readRealizedPnl, readVenueUser, VenueUserError } from "../../src/venue/user";

const AUTHORITY = new PublicKey(new Uint8Array(32).fill(7));
const DELEGATE = new PublicKey(new Uint8Array(32).fill(8));
const DISCRIMINATOR = [0x9f, 0x75, 0x5f, 0xe3, 0xef, 0x97, 0x3a, 0xec];

/** Byte offsets as `venue-layouts` lists them, written here once more. */
const LAYOUTS = {
  drift: { owner: DRIFT_PROGRAM_ID, length: 4376, stride: 96, market: 92, flag: 95, tail: 4272 },
  velocityOlder: { owner: VELOCITY_PROGRAM_ID, length: 4496, stride: 80, market: 76, flag: 79, tail: 4392 },
  velocityNewer: { owner: VELOCITY_PROGRAM_ID, length: 4560, stride: 88, market: 76, flag: 80, tail: 4456 },
};

/**
 * An account that settled 100 with 30 of social loss and holds: 7 from a flat position that is not settled yet, −9 from
 * one whose quote entry was 4 and is −5 now. Realized: 100 − 30 + 7 − 9 = 68.
 */
function account(name: keyof typeof LAYOUTS): { owner: PublicKey; data: Uint8Array; view: DataView } {
  const { owner, length, stride, market, tail } = LAYOUTS[name];
  const data = new Uint8Array(length);
  const view = new DataView(data.buffer);
  data.set(DISCRIMINATOR, 0);
  data.set(AUTHORITY.toBytes(), 8);
  data.set(DELEGATE.toBytes(), 40);
  view.setBigInt64(424 + 16, 7n, true);
  const last = 424 + 7 * stride;
  view.setBigInt64(last + 16, -5n, true);
  view.setBigInt64(last + 32, 4n, true);
  view.setUint16(last + market, 21, true);
  view.setBigUint64(tail, 500n, true);
  view.setBigUint64(tail + 8, 20n, true);
  view.setBigUint64(tail + 16, 30n, true);
  view.setBigInt64(tail + 24, 100n, true);
  view.setUint16(tail + 72, 3, true);
  view.setUint16(tail + 74, 1, true);
  return { owner, data, view };
}

describe("venue user", () => {
  for (const { what, users, atLeast, count } of everyUsers()) {
    describe(`${what} accounts`, () => {
      count();

      it("read to the same values as by Drift's own SDK", () => {
        for (const fixture of users) {
          const data = Uint8Array.from(Buffer.from(fixture.data, "base64"));
          const user = readVenueUser(DRIFT_PROGRAM_ID, data);
          const open = user.positions.filter(({ baseAssetAmount }) => baseAssetAmount !== 0n).length;
          expect({
            authority: user.authority.toBase58(),
            delegate: user.delegate.toBase58(),
            subAccountId: user.subAccountId,
            settledPerpPnl: user.settledPerpPnl.toString(),
            totalSocialLoss: user.totalSocialLoss.toString(),
            openPerpPositions: open,
            realizedPnl: readRealizedPnl(DRIFT_PROGRAM_ID, data).toString(),
          }).to.deep.equal({
            authority: fixture.authority,
            delegate: fixture.delegate,
            subAccountId: fixture.subAccountId,
            settledPerpPnl: fixture.settledPerpPnl,
            totalSocialLoss: fixture.totalSocialLoss,
            openPerpPositions: fixture.openPerpPositions,
            realizedPnl: fixture.realizedPnl,
          });
        }
        expect(users.length).to.be.at.least(atLeast);
      });
    });
  }

  for (const [name, { stride, flag }] of Object.entries(LAYOUTS)) {
    describe(`in the layout ${name}`, () => {
      const build = () => account(name as keyof typeof LAYOUTS);

      it("is read", () => {
        const { owner, data } = build();
        const user = readVenueUser(owner, data);
        expect(user.venue).to.equal(name === "drift" ? "drift" : "velocity");
        expect(user.layoutChecked).to.equal(name === "drift");
        expect(user.authority.equals(AUTHORITY)).to.equal(true);
        expect(user.delegate.equals(DELEGATE)).to.equal(true);
        expect(user.realizedPnl).to.equal(68n);
        expect(user.loss).to.equal(9n);
        expect(user.settledPerpPnl).to.equal(100n);
        expect(user.totalSocialLoss).to.equal(30n);
        expect(user.totalDeposits).to.equal(500n);
        expect(user.totalWithdraws).to.equal(20n);
        expect(user.liquidationId).to.equal(3);
        expect(user.subAccountId).to.equal(1);
        expect(user.flat).to.equal(true);
        expect(user.beingLiquidated).to.equal(false);
        expect(user.positions).to.have.length(8);
        expect(user.positions[7]).to.deep.equal({
          marketIndex: 21,
          baseAssetAmount: 0n,
          quoteAssetAmount: -5n,
          quoteEntryAmount: 4n,
        });
      });

      it("is read from the middle of a larger buffer", () => {
        const { owner, data } = build();
        const larger = Uint8Array.from([1, 2, 3, ...data]);
        expect(readRealizedPnl(owner, larger.subarray(3))).to.equal(68n);
      });

      it("is not flat with one base unit in any position", () => {
        for (let index = 0; index < 8; index++) {
          const { owner, data, view } = build();
          view.setBigInt64(424 + index * stride + 8, -1n, true);
          expect(readVenueUser(owner, data).flat).to.equal(false);
        }
      });

      it("is in liquidation or bankrupt by its status, not reduce-only", () => {
        const { tail } = LAYOUTS[name as keyof typeof LAYOUTS];
        for (const [status, expected] of [
          [1, true],
          [2, true],
          [3, true],
          [4, false],
          [8, false],
        ] as const) {
          const { owner, data } = build();
          data[tail + 76] = status;
          expect(readVenueUser(owner, data).beingLiquidated, `status ${status}`).to.equal(expected);
        }
      });

      it("is in liquidation or bankrupt by the flag of any position", () => {
        for (let index = 0; index < 8; index++) {
          for (const [bits, expected] of [
            [2, true],
            [4, true],
            [6, true],
            [0xff, true],
            [1, false],
            [8, false],
            [0xf9, false],
          ] as const) {
            const { owner, data } = build();
            data[424 + index * stride + flag] = bits;
            expect(readVenueUser(owner, data).beingLiquidated, `flag ${bits} of position ${index}`).to.equal(expected);
          }
        }
      });

      it("is at a loss by what its positions are below their entry, whatever others gain", () => {
        const { owner, data, view } = build();
        // −1,000 against −400: 600, beside the 9 of the last; 2,000 gained in another.
        view.setBigInt64(424 + 3 * stride + 16, -1_000n, true);
        view.setBigInt64(424 + 3 * stride + 32, -400n, true);
        view.setBigInt64(424 + 4 * stride + 16, 2_000n, true);
        const { loss, realizedPnl } = readVenueUser(owner, data);
        expect([loss, realizedPnl]).to.deep.equal([609n, 1_468n]);
        for (const index of [0, 1]) {
          view.setBigInt64(424 + index * stride + 16, -(2n ** 63n), true);
          view.setBigInt64(424 + index * stride + 32, 2n ** 63n - 1n, true);
        }
        expect(readVenueUser(owner, data).loss).to.equal(2n ** 64n - 1n);
      });

      it("is summed exactly and stops at the ends of an i64", () => {
        const { tail } = LAYOUTS[name as keyof typeof LAYOUTS];
        const high = build();
        high.view.setBigInt64(tail + 24, 2n ** 63n - 1n, true);
        high.view.setBigInt64(424 + 16, 2n ** 63n - 1n, true);
        expect(readRealizedPnl(high.owner, high.data)).to.equal(9_223_372_036_854_775_807n);
        high.view.setBigInt64(424 + 32, 2n ** 63n - 1n, true);
        high.view.setBigUint64(tail + 16, 0n, true);
        expect(readRealizedPnl(high.owner, high.data)).to.equal(9_223_372_036_854_775_798n);
        const low = build();
        low.view.setBigUint64(tail + 16, 2n ** 64n - 1n, true);
        expect(readRealizedPnl(low.owner, low.data)).to.equal(-9_223_372_036_854_775_808n);
      });
    });
  }

  /** `extend_account` adds zeros. The layout stays. */
  describe("on Velocity, where accounts grow", () => {
    const grown = (
      name: "velocityOlder" | "velocityNewer",
      length: number,
      write: (data: Uint8Array) => void = () => {},
    ) => {
      const { owner, data } = account(name);
      const longer = new Uint8Array(length);
      longer.set(data);
      write(longer);
      return readVenueUser(owner, longer);
    };
    const SOUND = { realizedPnl: 68n, loss: 9n, totalDeposits: 500n, liquidationId: 3, beingLiquidated: false };

    for (const length of [4497, 4559, 4560, 4561, 4700]) {
      it(`is read in the older layout at ${length} bytes`, () => {
        expect(grown("velocityOlder", length)).to.include(SOUND);
      });

      it(`is in liquidation there by a position's flag at ${length} bytes`, () => {
        const user = grown("velocityOlder", length, (data) => {
          data[424 + 5 * 80 + 79] = 2;
        });
        expect(user.beingLiquidated).to.equal(true);
      });
    }

    for (const length of [4561, 4623, 4624, 4625, 4800]) {
      it(`is read in the newer layout at ${length} bytes`, () => {
        expect(grown("velocityNewer", length)).to.include(SOUND);
      });
    }

    for (const at of [0, 1, 62]) {
      it(`is not read with something ${at} bytes after the older layout, where the newer one does not fit`, () => {
        const write = (data: Uint8Array) => {
          data[4496 + at] = 1;
        };
        expect(() => grown("velocityOlder", 4559, write)).to.throw("The velocity account has 4559 bytes");
      });
    }

    for (const at of [0, 1, 63]) {
      it(`is not read with something ${at} bytes after the newer layout: that is a newer one still`, () => {
        const write = (data: Uint8Array) => {
          data[4560 + at] = 1;
        };
        expect(() => grown("velocityNewer", 4624, write)).to.throw("The velocity account has 4624 bytes");
      });
    }

    it("asks for no zeros beyond 64 bytes after the layout", () => {
      const write = (data: Uint8Array) => {
        data[data.length - 1] = 1;
      };
      expect(grown("velocityOlder", 4561, write)).to.include(SOUND);
      expect(grown("velocityNewer", 4625, write)).to.include(SOUND);
    });
  });

  describe("on Drift only", () => {
    it("is not flat with LP shares", () => {
      const { owner, data, view } = account("drift");
      view.setBigUint64(424 + 3 * 96 + 64, 1n, true);
      expect(readVenueUser(owner, data).flat).to.equal(false);
    });

    it("is not in liquidation by what an account that once provided liquidity holds there", () => {
      const { owner, data, view } = account("drift");
      data[424 + 5 * 96 + 95] = 3;
      view.setBigInt64(4264, 1_698_000_000n, true);
      expect(readVenueUser(owner, data).beingLiquidated).to.equal(false);
      data[4348] = 1;
      expect(readVenueUser(owner, data).beingLiquidated).to.equal(true);
    });
  });

  describe("is refused by name", () => {
    const { owner, data } = account("drift");
    const refused = (run: () => unknown): VenueUserError => {
      try {
        run();
      } catch (error) {
        expect(error).to.be.instanceOf(VenueUserError);
        return error as VenueUserError;
      }
      throw new Error("it was read");
    };

    it("with another owner", () => {
      const error = refused(() => readRealizedPnl(PublicKey.default, data));
      expect(error.problem).to.equal("owner");
      expect(error.message).to.equal(
        "The account is owned by 11111111111111111111111111111111, which is no venue: pass a user account of " +
          "drift dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH or velocity vELoC1audYbSYVRXn1vPaV8Axoa9oU6BYmNGZZBDZ1P",
      );
    });

    it("with another length, also that of the other venue", () => {
      for (const length of [0, 4375, 4377, 4496, 4560]) {
        const error = refused(() => readRealizedPnl(owner, new Uint8Array(length)));
        expect(error.problem).to.equal("length");
        expect(error.message).to.equal(
          `The drift account has ${length} bytes, a user account has 4376: pass a user account, or update this SDK`,
        );
      }
      const error = refused(() => readRealizedPnl(VELOCITY_PROGRAM_ID, data));
      expect(error.message).to.contain(
        "The velocity account has 4376 bytes, a user account has 4496 or 4560, or more with zeros after it: ",
      );
    });

    it("with another discriminator", () => {
      const other = data.slice();
      other[0] = 0;
      const error = refused(() => readRealizedPnl(owner, other));
      expect(error.problem).to.equal("discriminator");
      expect(error.message).to.equal(
        "The drift account begins with 00755fe3ef973aec, a user account with 9f755fe3ef973aec: pass a user account",
      );
    });
  });

  describe("gone", () => {
    it("is missing, or system-owned and empty", () => {
      expect(venueUserOrGone(null)).to.equal(null);
      expect(venueUserOrGone({ owner: PublicKey.default, data: new Uint8Array(0) })).to.equal(null);
    });

    it("is not an account of another program, nor a system account with data", () => {
      const { data } = account("drift");
      expect(() => venueUserOrGone({ owner: AUTHORITY, data: new Uint8Array(0) })).to.throw(VenueUserError);
      expect(() => venueUserOrGone({ owner: PublicKey.default, data })).to.throw(VenueUserError);
    });
  });

  describe("observed against what a subscription stored", () => {
    const { owner, data } = account("drift");
    const user = readVenueUser(owner, data);
    const stored = {
      last: 60n,
      loss: 40n,
      liquidationId: 3,
      beingLiquidated: false,
      totalDeposits: 500n,
      totalWithdraws: 20n,
    };
    const plain = { kind: "verified", realized: 68n, loss: 9n, liquidated: false, recreated: false };

    it("is read as it is", () => {
      expect(observationOf(stored, user)).to.deep.equal(plain);
      expect(observationOf({ ...stored, totalDeposits: 499n, totalWithdraws: 0n }, user)).to.deep.equal(plain);
    });

    it("counts as unchanged when gone, whatever was stored", () => {
      const unchanged = { kind: "verified", realized: 60n, loss: 40n, liquidated: false, recreated: false };
      expect(observationOf({ ...stored, beingLiquidated: true }, null)).to.deep.equal(unchanged);
    });

    it("was liquidated when the id rose, or it is in liquidation now or was then", () => {
      const liquidated = { ...plain, liquidated: true };
      expect(observationOf({ ...stored, liquidationId: 2 }, user)).to.deep.equal(liquidated);
      expect(observationOf(stored, { ...user, beingLiquidated: true })).to.deep.equal(liquidated);
      expect(observationOf({ ...stored, beingLiquidated: true }, user)).to.deep.equal(liquidated);
    });

    it("was re-created when the id or a total fell", () => {
      const recreated = { ...plain, recreated: true };
      expect(observationOf({ ...stored, liquidationId: 4 }, user)).to.deep.equal(recreated);
      expect(observationOf({ ...stored, totalDeposits: 501n }, user)).to.deep.equal(recreated);
      expect(observationOf({ ...stored, totalWithdraws: 21n }, user)).to.deep.equal(recreated);
    });
  });
});
