import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import { InvalidInput } from "../../src/failures";
import { fromBase58, fromBase64, hex, toBase58 } from "../../src/wire/text";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** From the draft of the encoding, `draft-msporny-base58`, and its ends. */
const BASE58: [Uint8Array, string][] = [
  [bytes("Hello World!"), "2NEpo7TZRRrLZSi2U"],
  [
    bytes("The quick brown fox jumps over the lazy dog."),
    "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
  ],
  [Uint8Array.of(0, 0, 0x28, 0x7f, 0xb4, 0xcd), "11233QC4"],
  [Uint8Array.of(), ""],
  [Uint8Array.of(0, 0), "11"],
  [Uint8Array.of(255), "5Q"],
];

describe("text", () => {
  describe("base58", () => {
    for (const [data, text] of BASE58) {
      it(`is "${text}" for ${data.length} bytes`, () => {
        expect(toBase58(data)).to.equal(text);
        expect(fromBase58(text)).to.deep.equal(data);
      });
    }

    it("is what web3.js has for an address", () => {
      const check = (key: Uint8Array): void => {
        expect(toBase58(key)).to.equal(new PublicKey(key).toBase58());
      };
      fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), check));
    });

    it("leads back to the bytes, also those of the longest event", () => {
      const check = (data: Uint8Array): void => {
        expect(fromBase58(toBase58(data))).to.deep.equal(data);
      };
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check));
      check(new Uint8Array(10_240).fill(201));
    });

    for (const text of ["0", "O", "I", "l", "ab cd", "é", "+"]) {
      it(`is not "${text}"`, () => {
        expect(() => fromBase58(text)).to.throw(InvalidInput, "is no letter of base58");
      });
    }
  });

  describe("base64", () => {
    it("is read as Node writes it", () => {
      const check = (data: Uint8Array): void => {
        expect(fromBase64(Buffer.from(data).toString("base64"))).to.deep.equal(data);
      };
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check));
    });

    for (const [what, text] of [
      ["without its padding", "YQ"],
      ["with a blank in it", "YW Jj"],
      ["with bits beyond the last byte", "YR=="],
      ["with other letters", "Y-=="],
    ]) {
      it(`is not read ${what}`, () => {
        expect(fromBase64(text!)).to.equal(null);
      });
    }
  });

  it("has two lower-case digits for each byte in hexadecimal", () => {
    expect(hex(Uint8Array.of(0, 10, 255))).to.equal("000aff");
  });
});
