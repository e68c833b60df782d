import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { messageOf, readAmount, readBotId, readPnl, readResolved, readTradeId, readWallet } from "../../src/host/input";

const ADDRESS = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

/** Wrong in every place, and how a message names it. */
const NEVER: [unknown, string][] = [
  [true, "true"],
  [{}, "an object"],
  [[], "an array"],
  [() => 5, "a function"],
  [Symbol("5"), "a symbol"],
  [Object.create(null), "an object"],
  ["", '""'],
  [" ", '" "'],
  [Number.NaN, "NaN"],
  [1.5, "1.5"],
];
const NOTHING: [unknown, string][] = [
  [null, "null"],
  [undefined, "undefined"],
];

function refuses(read: (value: unknown) => unknown, cases: [unknown, string][], name: string): void {
  for (const [value, shown] of cases) {
    it(`refuses ${shown}`, () => {
      let message = "not refused";
      try {
        read(value);
      } catch (error) {
        message = messageOf(error);
      }
      expect(message.startsWith(`${name} has to `), message).to.equal(true);
      expect(message.endsWith(`, not ${shown}`), message).to.equal(true);
    });
  }
}

describe("readPnl", () => {
  describe("takes a number for the base unit next to it", () => {
    const cases: [number, bigint][] = [
      [0.7 + 0.1, 800_000n],
      [-(0.7 + 0.1), -800_000n],
      [0.1 + 0.2, 300_000n],
      [1.1 * 3, 3_300_000n],
      [1000.1 - 1000, 100_000n],
      [4.35 * 100, 435_000_000n],
      [0, 0n],
      [-0, 0n],
      [1.005, 1_005_000n],
      [1e-6, 1n],
      [1e-7, 0n],
      [-1e-7, 0n],
      [5e-324, 0n],
      [0.00000051, 1n],
      [-0.00000051, -1n],
      [-0.00000049, 0n],
      // As its text: at this size a binary fraction is more than a base unit away from it.
      [30_000_000_000.1, 30_000_000_000_100_000n],
      [9e12, 9_000_000_000_000_000_000n],
    ];
    for (const [dollars, baseUnits] of cases) {
      it(`${dollars} is ${baseUnits}`, () => expect(readPnl(dollars)).to.equal(baseUnits));
    }
  });

  it("takes a number halfway for the lower unit: less profit, more loss", () => {
    expect(readPnl(0.0000005)).to.equal(0n);
    expect(readPnl(0.0000015)).to.equal(1n);
    expect(readPnl(-0.0000005)).to.equal(-1n);
    expect(readPnl(-0.0000015)).to.equal(-2n);
  });

  it("takes a text exactly, towards zero", () => {
    expect(readPnl("0.7999999999999999")).to.equal(799_999n);
    expect(readPnl("-0.0000019")).to.equal(-1n);
    expect(readPnl(" 12.5 ")).to.equal(12_500_000n);
  });

  for (const tooLarge of ["9223372036854.775808", "-9223372036854.775808", 1e13, 1.7e308]) {
    it(`refuses ${tooLarge} as too large`, () => {
      expect(() => readPnl(tooLarge)).to.throw(/^realizedPnl .* is too large$/);
    });
  }

  const wrong = NEVER.filter(([value]) => value !== 1.5);
  const texts: [unknown, string][] = [
    ["abc", '"abc"'],
    ["1,5", '"1,5"'],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [5n, "a bigint"],
    ["x".repeat(61), "a text of 61 characters"],
  ];
  refuses(readPnl, [...wrong, ...NOTHING, ...texts], "realizedPnl");
});

describe("readAmount", () => {
  it("takes what is above zero, a number for the base unit next to it", () => {
    expect(readAmount(0.7 + 0.1)).to.equal(800_000n);
    expect(readAmount(0.1 + 0.2)).to.equal(300_000n);
    expect(readAmount(0.0000015)).to.equal(1n);
    expect(readAmount("2.5000019")).to.equal(2_500_001n);
    expect(readAmount("18446744073709.551615")).to.equal(18_446_744_073_709_551_615n);
  });

  it("refuses what no token account can hold", () => {
    expect(() => readAmount("18446744073709.551616")).to.throw(/^amount .* is too large$/);
  });

  const wrong = NEVER.filter(([value]) => value !== 1.5);
  const small: [unknown, string][] = [
    [0, "0"],
    [-1, "-1"],
    [4e-7, "4e-7"],
    ["0.0000009", '"0.0000009"'],
    [5n, "a bigint"],
  ];
  refuses(readAmount, [...wrong, ...NOTHING, ...small], "amount");
});

describe("readTradeId", () => {
  it("takes a whole number for its digits", () => {
    expect(readTradeId(12345)).to.equal("12345");
    expect(readTradeId(0)).to.equal("0");
    expect(readTradeId(Number.MAX_SAFE_INTEGER)).to.equal("9007199254740991");
    expect(readTradeId(9_007_199_254_740_993n)).to.equal("9007199254740993");
  });

  it("takes null and undefined for left out", () => {
    expect(readTradeId(null)).to.equal(null);
    expect(readTradeId(undefined)).to.equal(null);
  });

  it("takes a text as it is", () => {
    for (const text of ["trade 1", " 1", "Größe 🙂", "x".repeat(256)]) expect(readTradeId(text)).to.equal(text);
  });

  it("refuses characters that would make two trades one, or that no database keeps", () => {
    for (const text of ["a\ud800", "\udc00", "a\0"]) {
      expect(() => readTradeId(text)).to.throw(/^tradeId has a character that cannot be stored/);
    }
  });

  const numbers: [unknown, string][] = [
    [2 ** 53, "9007199254740992"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    ["x".repeat(257), "a text of 257 characters"],
  ];
  refuses(readTradeId, [...NEVER, ...numbers], "tradeId");
});

describe("readBotId", () => {
  it("takes a text as it is", () => expect(readBotId("bot 7")).to.equal("bot 7"));

  // A host whose table has numbers for keys would find nothing under their digits, and that is a success without payment.
  refuses(readBotId, [...NEVER, ...NOTHING, [7, "7"]], "subscriberBotId");
});

describe("readWallet", () => {
  const read = (value: unknown): PublicKey => readWallet(value, "toAgentWallet");

  it("takes a base58 address", () => expect(read(ADDRESS).toBase58()).to.equal(ADDRESS));

  const wrong: [unknown, string][] = [
    ["not a key", '"not a key"'],
    [`${ADDRESS} `, `"${ADDRESS} "`],
    [12345, "12345"],
    [new Uint8Array(32), "an object"],
    ["1".repeat(88), "a text of 88 characters"],
  ];
  refuses(read, [...NEVER, ...NOTHING, ...wrong], "toAgentWallet");
});

describe("readResolved", () => {
  it("takes a public key, one of another copy of web3.js, and a base58 address", () => {
    const foreign = { toBase58: () => ADDRESS };
    for (const found of [new PublicKey(ADDRESS), foreign, ADDRESS]) {
      expect(readResolved(found)?.toBase58()).to.equal(ADDRESS);
    }
  });

  it("takes null and undefined for none", () => {
    expect(readResolved(null)).to.equal(null);
    expect(readResolved(undefined)).to.equal(null);
  });

  const wrong: [unknown, string][] = [
    ["not a key", '"not a key"'],
    [false, "false"],
    [0, "0"],
    [new Uint8Array(32), "an object"],
    [{ toBase58: () => "not a key" }, "an object"],
    [{ toBase58: () => new PublicKey(ADDRESS) }, "an object"],
  ];
  refuses(readResolved, [...NEVER, ...wrong], "resolve");
});

describe("messageOf", () => {
  const cases: [unknown, string][] = [
    [new Error("the table is locked"), "the table is locked"],
    [new TypeError(), "TypeError"],
    ["locked", "locked"],
    [undefined, "undefined"],
    [Object.create(null), "an object"],
  ];
  for (const [thrown, message] of cases) it(message, () => expect(messageOf(thrown)).to.equal(message));
});
