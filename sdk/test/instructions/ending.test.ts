/** Batches, caps and the end of a subscription, byte for byte. */
import { expect } from "chai";
import * as instructions from "../../src/instructions";
import * as addresses from "../../src/program/addresses";
import { PROGRAM_ID } from "../../src/wire/idl";
import { accountsOf, dataOf, key, SYSTEM, TOKEN } from "../support/instructions";

const subscriber = key(2);
const agent = key(3);
const bot = key(4);
const keeper = { address: key(6), signer: key(5) };
const venueUser = key(7);
const purse = key(8);
const subscription = key(9);
const EVENTS = addresses.eventAuthorityAddress();

/** sha256("global:<name>")[..8]. */
const DISCRIMINATOR = {
  settleBatch: "160215dfe17aa3d6",
  setCap: "d1cf79817327dc04",
  unsubscribe: "0c5ac5cfd6bbc7c6",
  closeSubscription: "21d6a987237f4e07",
};

describe("settleBatch", () => {
  const verified = { kind: "verified", subscription, venueUser } as const;
  const attested = {
    kind: "attested",
    subscription: key(10),
    bot,
    instance: 3n,
    sequence: 258n,
    closePnl: -2n,
    reference: new Uint8Array(32).fill(0xab),
  } as const;

  it("of verified rows takes nobody's signature", () => {
    const made = instructions.settleBatch({ rows: [verified, { ...verified, subscription: key(11) }] });
    expect(accountsOf(made)).to.deep.equal([
      `${PROGRAM_ID}`,
      `${PROGRAM_ID}`,
      `${EVENTS}`,
      `${PROGRAM_ID}`,
      `${subscription} w`,
      `${venueUser}`,
      `${key(11)} w`,
      `${venueUser}`,
    ]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.settleBatch}020000000000`);
  });

  it("of mixed rows has the keeper, and two accounts a row", () => {
    const made = instructions.settleBatch({ keeper, rows: [attested, verified, { ...attested, isFinal: true }] });
    expect(accountsOf(made)).to.deep.equal([
      `${keeper.signer} s`,
      `${keeper.address}`,
      `${EVENTS}`,
      `${PROGRAM_ID}`,
      `${key(10)} w`,
      `${bot}`,
      `${subscription} w`,
      `${venueUser}`,
      `${key(10)} w`,
      `${bot}`,
    ]);
    const row = `0103000000000000000201000000000000feffffffffffffff${"ab".repeat(32)}`;
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.settleBatch}03000000${row}00` + `00${row}01`);
  });

  it("of attested rows is not made without their keeper", () => {
    expect(() => instructions.settleBatch({ rows: [verified, attested] })).to.throw(
      "A batch with attested rows needs their keeper: pass its address and signer",
    );
  });

  it("names the row that does not fit", () => {
    const rows = [attested, { ...attested, sequence: -1n }];
    expect(() => instructions.settleBatch({ keeper, rows })).to.throw(
      RangeError,
      "settle_batch.rows[1].close.sequence: -1 does not fit a u64",
    );
    const unknown = { ...attested, kind: "final" } as never;
    expect(() => instructions.settleBatch({ keeper, rows: [unknown] })).to.throw(
      "settle_batch.rows[0].kind has to be one of verified, attested",
    );
  });
});

describe("instructions at the end", () => {
  it("setCap", () => {
    const made = instructions.setCap({ subscriber, subscription, bot, instance: 3n, dailyCap: 258n });
    expect(accountsOf(made)).to.deep.equal([`${subscriber} s`, `${subscription} w`]);
    const args = `${"04".repeat(32)}03000000000000000201000000000000`;
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.setCap}${args}`);
  });

  it("unsubscribe, with the system program as venue user of an attested one", () => {
    const made = instructions.unsubscribe({ signer: agent, subscription, bot, instance: 3n, venueUser });
    const tail = [`${EVENTS}`, `${PROGRAM_ID}`];
    expect(accountsOf(made)).to.deep.equal([`${agent} s`, `${subscription} w`, `${venueUser}`, ...tail]);
    expect(dataOf(made)).to.equal(`${DISCRIMINATOR.unsubscribe}${"04".repeat(32)}0300000000000000`);
    const attested = instructions.unsubscribe({ signer: agent, subscription, bot, instance: 3n, venueUser: null });
    expect(accountsOf(attested)[2]).to.equal(`${SYSTEM}`);
  });

  describe("closeSubscription", () => {
    const input = { subscription, bot, instance: 3n, rentPayer: agent, subscriber, destination: purse };

    it("takes nobody's signature", () => {
      const made = instructions.closeSubscription(input);
      expect(accountsOf(made)).to.deep.equal([
        `${agent} w`,
        `${subscriber}`,
        `${purse} w`,
        `${subscription} w`,
        `${addresses.escrowAddress(subscription)} w`,
        `${bot} w`,
        `${addresses.vaultAddress(bot)} w`,
        `${TOKEN}`,
        `${EVENTS}`,
        `${PROGRAM_ID}`,
      ]);
      expect(dataOf(made)).to.equal(`${DISCRIMINATOR.closeSubscription}0300000000000000`);
    });

    it("takes the subscriber's, also where it gets the rent", () => {
      const made = instructions.closeSubscription({ ...input, rentPayer: subscriber, subscriberSigns: true });
      expect(accountsOf(made).slice(0, 2)).to.deep.equal([`${subscriber} sw`, `${subscriber} s`]);
    });

    it("goes without a destination", () => {
      const made = instructions.closeSubscription({ ...input, destination: null });
      expect(accountsOf(made)[2]).to.equal(`${PROGRAM_ID}`);
    });
  });
});
