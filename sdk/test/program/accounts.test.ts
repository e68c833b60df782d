import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { decodeBot, decodeKeeper, decodeSubscription, type Subscription } from "../../src/program/accounts";
import { encodeTerms, type Terms } from "../../src/program/terms";
import { ByteWriter } from "../../src/wire/bytes";
import { fieldOffset } from "../../src/wire/coder";

const key = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
const bytes = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);
const ZERO = new Uint8Array(32);

/** sha256("account:Keeper")[..8] and so on. */
const DISCRIMINATORS = {
  keeper: [127, 221, 194, 46, 120, 73, 144, 77],
  bot: [122, 136, 3, 241, 243, 138, 195, 52],
  subscription: [64, 7, 26, 135, 102, 132, 98, 33],
};

const TERMS: Terms = {
  source: "attested",
  feeBasis: "each_close",
  profitShareBps: 1_000,
  version: 3,
  minBalance: 5_000_000n,
  minDailyCap: 7n,
  keeper: key(20),
  mint: key(21),
  hash: bytes(22),
};

/** In the order of the program's struct. */
function keeperBytes(): Uint8Array {
  return new ByteWriter(8 + 8 + 32 + 16 + 3 * 32 + 64)
    .bytes(Uint8Array.from(DISCRIMINATORS.keeper), 8)
    .u8(2)
    .u8(254)
    .bytes(bytes(0, 6), 6)
    .bytes(bytes(1), 32)
    .bytes(bytes(2, 16), 16)
    .bytes(bytes(3), 32)
    .bytes(ZERO, 32)
    .bytes(bytes(4), 32)
    .bytes(bytes(0, 64), 64)
    .finish();
}

function botBytes(open: number, pendingOwner: Uint8Array): Uint8Array {
  return new ByteWriter(8 + 8 + 32 + 16 + 3 * 32 + 120 + 7 * 8 + 32)
    .bytes(Uint8Array.from(DISCRIMINATORS.bot), 8)
    .u8(2)
    .u8(254)
    .u8(253)
    .u8(open)
    .bytes(bytes(0, 4), 4)
    .bytes(bytes(1), 32)
    .bytes(bytes(2, 16), 16)
    .bytes(bytes(3), 32)
    .bytes(pendingOwner, 32)
    .bytes(bytes(5), 32)
    .bytes(encodeTerms(TERMS), 120)
    .u64(10_000n)
    .u64(12n)
    .u64(4n)
    .u64(5_001n)
    .u64(502n)
    .u64(403n)
    .u64(2n ** 64n - 1n)
    .bytes(bytes(0, 32), 32)
    .finish();
}

function subscriptionBytes({ state = 2, version = 2 } = {}): Uint8Array {
  return new ByteWriter(8 + 8 + 6 * 32 + 8 + 120 + 9 * 8 + 2 * 8 + 2 * 4 + 8 + 3 * 8 + 2 * 32 + 4 * 8 + 64)
    .bytes(Uint8Array.from(DISCRIMINATORS.subscription), 8)
    .u8(version)
    .u8(254)
    .u8(state)
    .u8(1)
    .u16(513)
    .u16(6)
    .bytes(bytes(1), 32)
    .bytes(bytes(2), 32)
    .bytes(bytes(3), 32)
    .bytes(bytes(4), 32)
    .bytes(ZERO, 32)
    .bytes(bytes(5), 32)
    .u64(9n)
    .bytes(encodeTerms(TERMS), 120)
    .i64(-100n)
    .i64(-200n)
    .u64(300n)
    .u64(400n)
    .u64(40n)
    .u64(30n)
    .u64(20n)
    .u64(5n)
    .u64(2n ** 64n - 1n)
    .u64(1_000n)
    .u64(600n)
    .u32(20_001)
    .u32(20_000)
    .u64(7n)
    .u64(8n)
    .u64(9n)
    .u64(10n)
    .bytes(bytes(6), 32)
    .bytes(bytes(7), 32)
    .i64(1_000n)
    .i64(2_000n)
    .i64(3_000n)
    .i64(0n)
    .bytes(bytes(0, 64), 64)
    .finish();
}

const SUBSCRIPTION: Subscription = {
  state: "closing",
  beingLiquidated: true,
  accountNo: 513,
  liquidationId: 6,
  bot: key(1),
  escrow: key(2),
  subscriber: key(3),
  agent: key(4),
  venueUser: null,
  rentPayer: key(5),
  instance: 9n,
  terms: TERMS,
  mark: -100n,
  last: -200n,
  loss: 300n,
  profitTotal: 400n,
  accrued: 40n,
  credited: 30n,
  claimed: 20n,
  waived: 5n,
  balance: 18_446_744_073_709_551_615n,
  dailyCap: 1_000n,
  nextDailyCap: 600n,
  nextDailyCapDay: 20_001,
  windowDay: 20_000,
  windowAccrued: 7n,
  totalDeposits: 8n,
  totalWithdraws: 9n,
  sequence: 10n,
  reference: bytes(6),
  head: bytes(7),
  subscribedAt: 1_000n,
  settledAt: 2_000n,
  closingAt: 3_000n,
  endedAt: 0n,
};

describe("accounts", () => {
  it("keeper", () => {
    expect(decodeKeeper(keeperBytes())).to.deep.equal({
      creator: key(1),
      id: bytes(2, 16),
      admin: key(3),
      pendingAdmin: null,
      signer: key(4),
    });
  });

  it("bot", () => {
    const bot = {
      open: true,
      creator: key(1),
      id: bytes(2, 16),
      owner: key(3),
      pendingOwner: key(4),
      payoutWallet: key(5),
      terms: TERMS,
      minPayout: 10_000n,
      subscriptions: 12n,
      closed: 4n,
      closedProfit: 5_001n,
      closedAccrued: 502n,
      closedCredited: 403n,
      closedWaived: 18_446_744_073_709_551_615n,
    };
    expect(decodeBot(botBytes(1, bytes(4)))).to.deep.equal(bot);
    expect(decodeBot(botBytes(0, ZERO))).to.deep.equal({ ...bot, open: false, pendingOwner: null });
  });

  it("subscription", () => {
    expect(decodeSubscription(subscriptionBytes())).to.deep.equal(SUBSCRIPTION);
  });

  it("are read from the middle of a larger buffer", () => {
    const larger = Uint8Array.from([1, 2, 3, ...subscriptionBytes(), 4]);
    expect(decodeSubscription(larger.subarray(3, larger.length - 1))).to.deep.equal(SUBSCRIPTION);
  });

  it("are refused in a version or with a state that this SDK does not know", () => {
    for (const version of [1, 3]) {
      expect(() => decodeSubscription(subscriptionBytes({ version }))).to.throw(
        `The Subscription account has version ${version}, this SDK reads 2: update it`,
      );
    }
    expect(() => decodeSubscription(subscriptionBytes({ state: 4 }))).to.throw(
      "Unknown subscription state 4: update this SDK",
    );
  });

  it("are refused as accounts of another kind, cut off or empty", () => {
    expect(() => decodeBot(subscriptionBytes())).to.throw("is no Bot of the profit_share program");
    expect(() => decodeSubscription(subscriptionBytes().subarray(0, 300))).to.throw(
      "The account (300 bytes) is no Subscription of the profit_share program",
    );
    expect(() => decodeKeeper(new Uint8Array(0))).to.throw("The account (0 bytes) is no Keeper");
  });

  it("have their fields where a memcmp filter looks for them", () => {
    const at = (field: string) => {
      const offset = fieldOffset("Subscription", field);
      return subscriptionBytes().subarray(offset, offset + 32);
    };
    expect(at("bot")).to.deep.equal(bytes(1));
    expect(at("subscriber")).to.deep.equal(bytes(3));
    expect(at("head")).to.deep.equal(bytes(7));
    expect(at("terms.keeper")).to.deep.equal(bytes(20));
    expect(() => at("terms.nothing")).to.throw("Subscription has no field terms.nothing");
    const owner = fieldOffset("Bot", "owner");
    expect(botBytes(1, ZERO).subarray(owner, owner + 32)).to.deep.equal(bytes(3));
  });
});
