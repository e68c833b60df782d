import { expect } from "chai";
import * as instructions from "../../src/instructions";
import { instruction } from "../../src/instructions/build";
import * as addresses from "../../src/program/addresses";
import type { Terms } from "../../src/program/terms";
import { PROGRAM_ID } from "../../src/wire/idl";
import { accountsOf, dataOf, key, SYSTEM, TOKEN } from "../support/instructions";

const ID = Uint8Array.from({ length: 16 }, (_, index) => index);
const ID_HEX = "000102030405060708090a0b0c0d0e0f";
const EVENTS = addresses.eventAuthorityAddress();

const creator = key(1);
const subscriber = key(2);
const agent = key(3);
const bot = key(4);
const mint = key(5);
const keeper = key(6);
const venueUser = key(7);
const purse = key(8);
const subscription = key(9);
const escrow = addresses.escrowAddress(subscription);

const ATTESTED: Terms = {
  source: "attested",
  feeBasis: "each_close",
  profitShareBps: 1_000,
  version: 3,
  minBalance: 1n,
  minDailyCap: 2n,
  keeper,
  mint,
  hash: new Uint8Array(32).fill(0xab),
};
const VERIFIED: Terms = { ...ATTESTED, source: "drift", feeBasis: "high_water_mark", keeper: null };

/** sha256("global:<name>")[..8] and then the arguments. */
const DISCRIMINATOR = {
  registerKeeper: "af7e8cd515aeeaef",
  publishBot: "25cb7591d3a73b56",
  subscribe: "fe1cbf8a9cb3b735",
  deposit: "f223c68952e1f2b6",
  sync: "04db28a4159dbd58",
  settle: "af2ab957908366d4",
  settleAttested: "2492a7aee39dbcc0",
  claim: "3ec6d6c1d59f6cd2",
  payout: "958cc2ecaebd06ef",
  withdraw: "b712469c946da122",
};

describe("instructions", () => {
  it("registerKeeper", () => {
    const made = instructions.registerKeeper({ creator, id: ID, signer: agent });
    expect(made.programId.equals(PROGRAM_ID)).to.equal(true);
    const address = addresses.keeperAddress(creator, ID).toBase58();
    expect(accountsOf(made)).to.deep.equal([`${creator} s`, `${creator} sw`, `${address} w`, `${SYSTEM}`]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.registerKeeper}${ID_HEX}${"03".repeat(32)}`);
  });

  describe("publishBot", () => {
    const common = { creator, payer: agent, id: ID, minPayout: 10_000n, payoutWallet: purse };
    const address = addresses.botAddress(creator, ID);
    const vault = addresses.vaultAddress(address);
    const tail = `e8030100000000000000${"0200000000000000"}${"ab".repeat(32)}1027000000000000`;

    it("attested: with the keeper, without a market", () => {
      const made = instructions.publishBot({ ...common, terms: ATTESTED });
      expect(accountsOf(made)).to.deep.equal([
        `${creator} s`,
        `${agent} sw`,
        `${purse}`,
        `${address} w`,
        `${vault} w`,
        `${mint}`,
        `${keeper}`,
        `${PROGRAM_ID}`,
        `${TOKEN}`,
        `${SYSTEM}`,
      ]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.publishBot}${ID_HEX}0302${tail}`);
    });

    it("verified: with the venue's spot market 0, without a keeper", () => {
      const made = instructions.publishBot({ ...common, terms: VERIFIED });
      expect(accountsOf(made).slice(6, 8)).to.deep.equal([
        `${PROGRAM_ID}`,
        "6gMq3mRCKf8aP3ttTyYhuijVZ2LGi14oDsBbkgubfLB3",
      ]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.publishBot}${ID_HEX}0101${tail}`);
    });
  });

  describe("subscribe", () => {
    const common = { subscriber, agent, depositFrom: purse, bot, dailyCap: 500n, deposit: 256n };
    const amounts = "f4010000000000000001000000000000";

    it("verified: at the address of the venue user", () => {
      const made = instructions.subscribe({ ...common, terms: VERIFIED, account: { venueUser } });
      const address = addresses.verifiedSubscriptionAddress(venueUser);
      expect(accountsOf(made)).to.deep.equal([
        `${subscriber} s`,
        `${agent} s`,
        `${subscriber} sw`,
        `${subscriber} s`,
        `${purse} w`,
        `${bot} w`,
        `${address} w`,
        `${addresses.escrowAddress(address)} w`,
        `${venueUser}`,
        `${mint}`,
        `${TOKEN}`,
        `${SYSTEM}`,
      ]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.subscribe}03000000e8030000${amounts}`);
    });

    it("attested: at the address of the agent's account, others paying, no deposit account", () => {
      const made = instructions.subscribe({
        ...common,
        terms: ATTESTED,
        account: { accountNo: 513 },
        payer: creator,
        depositor: agent,
        depositFrom: null,
      });
      const address = addresses.attestedSubscriptionAddress(agent, 513);
      expect(accountsOf(made).slice(2, 9)).to.deep.equal([
        `${creator} sw`,
        `${agent} s`,
        `${PROGRAM_ID}`,
        `${bot} w`,
        `${address} w`,
        `${addresses.escrowAddress(address)} w`,
        `${SYSTEM}`,
      ]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.subscribe}03000000e8030102${amounts}`);
    });

    it("refuses an account of the other source", () => {
      expect(() => instructions.subscribe({ ...common, terms: VERIFIED, account: { accountNo: 0 } })).to.throw(
        "The bot's source is drift: pass a venueUser as account",
      );
      expect(() => instructions.subscribe({ ...common, terms: ATTESTED, account: { venueUser } })).to.throw(
        "The bot's source is attested: pass an accountNo as account",
      );
    });
  });

  it("deposit", () => {
    const made = instructions.deposit({ owner: agent, from: purse, subscription, bot, instance: 2n, amount: 3n });
    expect(accountsOf(made)).to.deep.equal([
      `${agent} s`,
      `${purse} w`,
      `${subscription} w`,
      `${escrow} w`,
      `${TOKEN}`,
    ]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.deposit}${"04".repeat(32)}02000000000000000300000000000000`);
  });

  it("sync", () => {
    const made = instructions.sync({ subscription });
    expect(accountsOf(made)).to.deep.equal([`${subscription} w`, `${escrow}`]);
    expect(dataOf(made)).to.equal(DISCRIMINATOR.sync);
  });

  it("settle", () => {
    const made = instructions.settle({ subscription, venueUser });
    expect(accountsOf(made)).to.deep.equal([`${subscription} w`, `${venueUser}`, `${EVENTS}`, `${PROGRAM_ID}`]);
    expect(dataOf(made)).to.equal(DISCRIMINATOR.settle);
  });

  it("settleAttested", () => {
    const close = { sequence: 5n, closePnl: -2n, reference: new Uint8Array(32).fill(0xcd) };
    const input = { signer: agent, keeper, subscription, bot, instance: 1n, ...close };
    const made = instructions.settleAttested(input);
    expect(accountsOf(made)).to.deep.equal([
      `${agent} s`,
      `${keeper}`,
      `${subscription} w`,
      `${EVENTS}`,
      `${PROGRAM_ID}`,
    ]);
    const data = `${DISCRIMINATOR.settleAttested}${"04".repeat(32)}0100000000000000${"0500000000000000"}feffffffffffffff${"cd".repeat(32)}`;
    expect(dataOf(made)).to.equal(`${data}00`);
    expect(dataOf(instructions.settleAttested({ ...input, isFinal: true }))).to.equal(`${data}01`);
  });

  it("claim", () => {
    const input = { owner: creator, bot, subscription, instance: 3n, destination: purse };
    const made = instructions.claim({ ...input, amount: 2n ** 64n - 1n });
    expect(accountsOf(made)).to.deep.equal([
      `${creator} s`,
      `${purse} w`,
      `${bot}`,
      `${subscription} w`,
      `${escrow} w`,
      `${TOKEN}`,
    ]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.claim}0300000000000000ffffffffffffffff`);
  });

  it("payout", () => {
    const made = instructions.payout({ bot, subscription, destination: purse });
    expect(accountsOf(made)).to.deep.equal([`${purse} w`, `${bot}`, `${subscription} w`, `${escrow} w`, `${TOKEN}`]);
    expect(dataOf(made)).to.equal(DISCRIMINATOR.payout);
  });

  it("withdraw", () => {
    const input = { subscriber, subscription, bot, instance: 3n, destination: purse, amount: 1n };
    const made = instructions.withdraw({ ...input, venueUser });
    expect(accountsOf(made)).to.deep.equal([
      `${subscriber} s`,
      `${purse} w`,
      `${subscription} w`,
      `${escrow} w`,
      `${venueUser}`,
      `${TOKEN}`,
      `${EVENTS}`,
      `${PROGRAM_ID}`,
    ]);
    const agreement = `${"04".repeat(32)}0300000000000000`;
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.withdraw}${agreement}0100000000000000`);
    const attested = instructions.withdraw({ ...input, venueUser: null });
    expect(accountsOf(attested)[4]).to.equal(`${SYSTEM}`);
  });

  it("go to another deployment with its own addresses", () => {
    const other = key(99);
    const made = instructions.settle({ subscription, venueUser }, other);
    expect(made.programId.equals(other)).to.equal(true);
    expect(accountsOf(made).slice(2)).to.deep.equal([`${addresses.eventAuthorityAddress(other)}`, `${other}`]);
  });

  describe("refuse by name what does not fit, instead of cutting it off", () => {
    const claim = (amount: unknown) => () =>
      instructions.claim({
        ...{ owner: creator, bot, subscription, instance: 1n, destination: purse },
        amount: amount as bigint,
      });

    it("an amount outside u64, a number for a bigint", () => {
      expect(claim(-1n)).to.throw("claim.amount: -1 does not fit a u64");
      expect(claim(2n ** 64n)).to.throw("claim.amount: 18446744073709551616 does not fit a u64");
      expect(claim(5)).to.throw("claim.amount has to be a bigint");
      expect(claim(undefined)).to.throw("claim.amount has to be a bigint");
    });

    it("a field of a struct", () => {
      const close = { signer: agent, keeper, subscription, bot, instance: 1n, sequence: 1n, closePnl: 0n };
      expect(() => instructions.settleAttested({ ...close, reference: new Uint8Array(31) })).to.throw(
        "settle_attested.close.reference has to be a Uint8Array of 32 bytes",
      );
      const reference = new Uint8Array(32);
      expect(() => instructions.settleAttested({ ...close, closePnl: 2n ** 63n, reference })).to.throw(
        "settle_attested.close.closePnl: 9223372036854775808 does not fit a i64",
      );
      expect(() => instructions.settleAttested({ ...close, reference, note: "x" } as never)).to.throw(
        "settle_attested.close has no note: pass sequence, closePnl, reference, isFinal",
      );
      expect(() => instructions.settleAttested({ ...close, reference, isFinal: 1 as never })).to.throw(
        "settle_attested.close.isFinal has to be true or false",
      );
    });

    it("a share outside u16 or of a fraction of a basis point", () => {
      const publish = (profitShareBps: number) => () =>
        instructions.publishBot({
          creator,
          id: ID,
          minPayout: 1n,
          payoutWallet: purse,
          terms: { ...ATTESTED, profitShareBps },
        });
      expect(publish(65_536)).to.throw("publish_bot.terms.profitShareBps: 65536 does not fit a u16");
      expect(publish(0.5)).to.throw("publish_bot.terms.profitShareBps has to be a whole number");
    });

    it("a missing account", () => {
      expect(() => instruction("sync", { subscription } as never, {})).to.throw(
        "sync needs the account escrow: pass its address",
      );
      expect(() => instruction("sync", { subscription, escrow: null as never }, {})).to.throw(
        "sync needs the account escrow: pass its address",
      );
    });
  });
});
