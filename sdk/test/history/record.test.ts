import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { decodeRecord, encodeRecord, RECORD_LENGTH, type SettlementRecord } from "../../src/history/record";
import { encodeTerms, TERMS_LENGTH } from "../../src/program/terms";
import { hex } from "../../src/wire/text";

const RECORD: SettlementRecord = {
  sequence: 3n,
  kind: "attested",
  flags: { liquidation: false, recreated: false, capped: true, final: true, ended: false },
  time: 1_728_000_001n,
  closePnl: -5n,
  last: 7n,
  realized: 2n,
  mark: 9n,
  lossBefore: 18_446_744_073_709_551_615n,
  loss: 11n,
  profit: 13n,
  dropped: 17n,
  accrued: 19n,
  credited: 18n,
  reference: Uint8Array.from({ length: 32 }, (_, index) => index),
};

const BYTES = [
  "0300000000000000",
  "02",
  "0c",
  "0130ff6600000000",
  "fbffffffffffffff",
  "0700000000000000",
  "0200000000000000",
  "0900000000000000",
  "ffffffffffffffff",
  "0b00000000000000",
  "0d00000000000000",
  "1100000000000000",
  "1300000000000000",
  "1200000000000000",
  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
].join("");

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text.match(/../g)!, (pair) => Number.parseInt(pair, 16));

describe("record", () => {
  it("is written to 130 bytes", () => {
    expect(hex(encodeRecord(RECORD))).to.equal(BYTES);
    expect(BYTES.length / 2).to.equal(RECORD_LENGTH);
  });

  it("is read back", () => {
    expect(decodeRecord(bytesOf(BYTES))).to.deep.equal(RECORD);
  });

  it("is read from the middle of a larger buffer", () => {
    const larger = Uint8Array.from([9, 9, 9, ...bytesOf(BYTES), 9]);
    expect(decodeRecord(larger.subarray(3, 133))).to.deep.equal(RECORD);
  });

  it("reads every flag", () => {
    const bytes = bytesOf(BYTES);
    bytes[9] = 1 | 2 | 16;
    const flags = { liquidation: true, recreated: true, capped: false, final: false, ended: true };
    expect(decodeRecord(bytes).flags).to.deep.equal(flags);
    expect(encodeRecord({ ...RECORD, flags })[9]).to.equal(19);
  });

  it("refuses another length, an unknown kind, an unknown flag", () => {
    expect(() => decodeRecord(new Uint8Array(129))).to.throw("A settlement record has 130 bytes, not 129");
    const kind = bytesOf(BYTES);
    kind[8] = 3;
    expect(() => decodeRecord(kind)).to.throw("Settlement record 3 has kind 3 and flags 12: update this SDK");
    const flag = bytesOf(BYTES);
    flag[9] = 32;
    expect(() => decodeRecord(flag)).to.throw("Settlement record 3 has kind 2 and flags 32: update this SDK");
  });

  it("refuses a value outside its field instead of wrapping it", () => {
    expect(() => encodeRecord({ ...RECORD, profit: -1n })).to.throw("-1 does not fit a u64");
    expect(() => encodeRecord({ ...RECORD, mark: 2n ** 63n })).to.throw("9223372036854775808 does not fit a i64");
  });
});

describe("terms", () => {
  const terms = {
    source: "attested" as const,
    feeBasis: "each_close" as const,
    profitShareBps: 1_000,
    version: 1,
    minBalance: 5_000_000n,
    minDailyCap: 1n,
    keeper: new PublicKey(new Uint8Array(32).fill(4)),
    mint: new PublicKey(new Uint8Array(32).fill(5)),
    hash: new Uint8Array(32).fill(6),
  };
  const rest = `${"05".repeat(32)}${"06".repeat(32)}`;

  it("are written in account order", () => {
    const written = encodeTerms(terms);
    expect(written.length).to.equal(TERMS_LENGTH);
    expect(hex(written)).to.equal(`0302e80301000000404b4c00000000000100000000000000${"04".repeat(32)}${rest}`);
  });

  it("have a zero keeper if verified", () => {
    const written = encodeTerms({ ...terms, source: "drift", feeBasis: "high_water_mark", keeper: null });
    expect(hex(written)).to.equal(`0101e80301000000404b4c00000000000100000000000000${"00".repeat(32)}${rest}`);
  });
});
