/** What the admin of a keeper and the owner of a bot sign, byte for byte. */
import { expect } from "chai";
import * as instructions from "../../src/instructions";
import * as addresses from "../../src/program/addresses";
import { PROGRAM_ID } from "../../src/wire/idl";
import { accountsOf, dataOf, key, TOKEN } from "../support/instructions";

const owner = key(1);
const heir = key(2);
const bot = key(4);
const keeper = key(6);
const purse = key(8);
const subscription = key(9);

/** sha256("global:<name>")[..8]. */
const DISCRIMINATOR = {
  setKeeperSigner: "8aece9badc1d9ab6",
  transferKeeper: "ebebe440497278dd",
  acceptKeeper: "70067ff454ecabe4",
  updateTerms: "67d980c3f3413a9d",
  setPayout: "372b8433e3a9f2c3",
  setOpen: "b2d92f587985df7a",
  transferBot: "a27609cd1693a077",
  acceptBot: "f87aff2ff160eb29",
  claimVault: "576fb0b935ace389",
  waive: "2eaecf37e1d2a0c8",
};

const ZERO = "00".repeat(32);
const HEIR = "02".repeat(32);

describe("instructions of a keeper's admin", () => {
  it("setKeeperSigner", () => {
    const made = instructions.setKeeperSigner({ admin: owner, keeper, signer: heir });
    expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${keeper} w`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.setKeeperSigner}${HEIR}`);
  });

  it("transferKeeper, and taking the offer back", () => {
    const made = instructions.transferKeeper({ admin: owner, keeper, newAdmin: heir });
    expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${keeper} w`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.transferKeeper}${HEIR}`);
    const back = instructions.transferKeeper({ admin: owner, keeper, newAdmin: null });
    expect(dataOf(back)).to.equal(`${DISCRIMINATOR.transferKeeper}${ZERO}`);
  });

  it("acceptKeeper", () => {
    const made = instructions.acceptKeeper({ newAdmin: heir, keeper });
    expect(accountsOf(made)).to.deep.equal([`${heir} s`, `${keeper} w`]);
    expect(dataOf(made)).to.equal(DISCRIMINATOR.acceptKeeper);
  });
});

describe("instructions of a bot's owner", () => {
  describe("updateTerms", () => {
    const terms = { profitShareBps: 1_000, minBalance: 1n, minDailyCap: 2n, hash: new Uint8Array(32).fill(0xab) };
    const tail = `e80301000000000000000200000000000000${"ab".repeat(32)}`;

    it("attested: with the keeper", () => {
      const made = instructions.updateTerms({ owner, bot, terms: { ...terms, feeBasis: "each_close", keeper } });
      expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${bot} w`, `${keeper}`]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.updateTerms}02${tail}`);
    });

    it("verified: without one", () => {
      const made = instructions.updateTerms({
        owner,
        bot,
        terms: { ...terms, feeBasis: "high_water_mark", keeper: null },
      });
      expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${bot} w`, `${PROGRAM_ID}`]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.updateTerms}01${tail}`);
    });
  });

  it("setPayout", () => {
    const made = instructions.setPayout({ owner, bot, payoutWallet: heir, minPayout: 258n });
    expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${heir}`, `${bot} w`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.setPayout}0201000000000000`);
  });

  it("setOpen", () => {
    const made = instructions.setOpen({ owner, bot, open: true });
    expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${bot} w`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.setOpen}01`);
    expect(dataOf(instructions.setOpen({ owner, bot, open: false }))).to.equal(`${DISCRIMINATOR.setOpen}00`);
  });

  it("transferBot, and taking the offer back", () => {
    const made = instructions.transferBot({ owner, bot, newOwner: heir });
    expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${bot} w`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.transferBot}${HEIR}`);
    const back = instructions.transferBot({ owner, bot, newOwner: null });
    expect(dataOf(back)).to.equal(`${DISCRIMINATOR.transferBot}${ZERO}`);
  });

  it("acceptBot", () => {
    const made = instructions.acceptBot({ newOwner: heir, bot });
    expect(accountsOf(made)).to.deep.equal([`${heir} s`, `${bot} w`]);
    expect(dataOf(made)).to.equal(DISCRIMINATOR.acceptBot);
  });

  it("claimVault", () => {
    const made = instructions.claimVault({ owner, bot, destination: purse });
    expect(accountsOf(made)).to.deep.equal([
      `${owner} s`,
      `${purse} w`,
      `${bot}`,
      `${addresses.vaultAddress(bot)} w`,
      `${TOKEN}`,
    ]);
    expect(dataOf(made)).to.equal(DISCRIMINATOR.claimVault);
  });

  it("waive", () => {
    const made = instructions.waive({ owner, bot, subscription, instance: 3n, amount: 258n });
    expect(accountsOf(made)).to.deep.equal([`${owner} s`, `${bot}`, `${subscription} w`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.waive}03000000000000000201000000000000`);
  });
});
