import { driftSimulation as sim } from "@profit-share/localnet";
import {
  DRIFT_PROGRAM_ID,
  decodeSubscription,
  readRealizedPnl,
  readVenueUser,
  settle,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount } from "@profit-share/testing/svm/constants";
import { flatten } from "@profit-share/testing/svm/flatten";
import { Traded } from "@profit-share/testing/svm/traded";
import { World } from "@profit-share/testing/svm/world";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { everyUsers } from "../fixtures/read-users";

const { subscriber, agent } = ACTORS;

const AUTHORITY = 8;
/** Beyond this the venue's own numbers leave no room for a trade. */
const TRADABLE = 2n ** 62n;

/** Perp positions of Drift's `User`, and in each of them quote asset and entry amount, i64. */
const POSITIONS = { start: 424, count: 8, stride: 96, quoteAsset: 16, quoteEntry: 32 };

/** What positions are below their entry, read without the project's reader. */
function lossIn(data: Buffer): bigint {
  let loss = 0n;
  for (let index = 0; index < POSITIONS.count; index++) {
    const at = POSITIONS.start + index * POSITIONS.stride;
    const below = data.readBigInt64LE(at + POSITIONS.quoteEntry) - data.readBigInt64LE(at + POSITIONS.quoteAsset);
    if (below > 0n) loss += below;
  }
  return loss;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

for (const { what, users, atLeast, count } of everyUsers()) {
  describe(`real accounts: ${users.length} ${what}`, () => {
    count();
    let t: Traded;
    before(() => {
      t = new Traded(new World());
      t.openVenue();
      t.publish();
    });

    /** Writes the account to an address of its own, with the test agent as authority. */
    const load = (index: number): PublicKey => {
      const user = keyOf(`${what} account ${index}`).publicKey;
      const data = Buffer.from(users[index]!.data, "base64");
      agent.publicKey.toBuffer().copy(data, AUTHORITY);
      t.world.setAccount(user, { owner: DRIFT_PROGRAM_ID, data });
      return user;
    };

    it("should be read to the realized PnL that is written beside each", () => {
      expect(users.length).to.be.at.least(atLeast);
      const read = users.map(({ data }) => readRealizedPnl(DRIFT_PROGRAM_ID, Buffer.from(data, "base64")));
      expect(read).to.deep.equal(users.map(({ realizedPnl }) => BigInt(realizedPnl)));
    });

    users.forEach((account, index) => {
      const realized = BigInt(account.realizedPnl);
      if (abs(realized) >= TRADABLE) return;

      it(`should let account ${index} (${realized}) subscribe when flat, and charge what it earns then`, () => {
        const user = load(index);
        flatten(t.world, user, agent);
        t.world.setTokens(t.world.purse(subscriber.publicKey), subscriber.publicKey, Amount.PURSE);
        t.world.send(t.subscribe({ account: { venueUser: user } }), subscriber, agent);
        const subscription = verifiedSubscriptionAddress(user);
        const ledger = () => {
          const { mark, last, loss, accrued, balance } = decodeSubscription(t.world.account(subscription).data);
          return { mark, last, loss, accrued, balance };
        };
        expect(ledger()).to.deep.equal({
          mark: realized,
          last: realized,
          loss: lossIn(Buffer.from(account.data, "base64")),
          accrued: 0n,
          balance: 50_000_000n,
        });

        const { marketIndex } = readVenueUser(DRIFT_PROGRAM_ID, t.world.account(user).data).positions[0]!;
        const by = { user, authority: agent.publicKey, marketIndex };
        const buy = sim.fill({ ...by, base: 1_000_000_000n, quote: -64_000_000n, fee: 32_000n });
        const sell = sim.fill({ ...by, base: -1_000_000_000n, quote: 76_345_678n, fee: 38_000n });
        t.world.send([buy, sell, settle({ subscription, venueUser: user })], agent);
        // 76.345678 − 64 − 0.07 = 12.275678 of profit, of which 10 % are rounded down.
        const high = realized + 12_275_678n;
        expect(ledger()).to.deep.equal({
          mark: high,
          last: high,
          loss: lossIn(t.world.account(user).data),
          accrued: 1_227_567n,
          balance: 48_772_433n,
        });
      });
    });
  });
}
