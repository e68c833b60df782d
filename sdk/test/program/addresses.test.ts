import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import * as addresses from "../../src/program/addresses";

const WALLET = new PublicKey("memehrTi5GGRsv1cDUuCeNKW6qu8XVAL1UcvFv8WmHp");

describe("addresses", () => {
  it("refuse an id that is not 16 bytes", () => {
    for (const derive of [addresses.keeperAddress, addresses.botAddress]) {
      expect(() => derive(WALLET, new Uint8Array(15))).to.throw("An id has 16 bytes, not 15");
    }
  });

  it("refuse an account number outside u16", () => {
    for (const number of [-1, 65_536, 0.5]) {
      expect(() => addresses.attestedSubscriptionAddress(WALLET, number)).to.throw("does not fit a u16");
    }
  });
});
