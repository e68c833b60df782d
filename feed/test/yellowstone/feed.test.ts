/** Triton's own client against a server that speaks its protocol. */
import { setTimeout as sleep } from "node:timers/promises";
import { toBase58 } from "@profit-share/sdk";
import { expect } from "chai";
import { type Feed, openYellowstoneFeed, type YellowstoneFeedOptions } from "../../src";
import { eventually } from "../support/eventually";
import { Heard } from "../support/heard";
import { addressOf, YellowstoneServer } from "../support/yellowstone-server";

const [A, B, PROGRAM, OTHER] = [addressOf(1), addressOf(2), addressOf(100), addressOf(101)];
const QUICK = { firstMs: 5, requestMs: 5 };

describe("the Yellowstone feed", () => {
  let server: YellowstoneServer;
  let heard: Heard;
  let feed: Feed;

  beforeEach(async () => {
    server = await YellowstoneServer.start();
    heard = new Heard();
  });
  afterEach(async () => {
    await feed.close();
    server.close();
  });

  function open(options: Partial<YellowstoneFeedOptions> = {}): void {
    const { listener, logger } = heard;
    feed = openYellowstoneFeed({ url: server.url, token: null, listener, logger, timing: QUICK, ...options });
  }

  const connected = () => eventually("it is connected", () => heard.gaps.length === 1);
  const followed = (count: number) => eventually(`${count} are followed`, () => feed.status().followed === count);

  it("tells of the accounts that it follows, and of one that is gone", async () => {
    open({ data: true });
    feed.follow(A);
    await followed(1);
    server.change({
      address: A,
      owner: PROGRAM,
      slot: "41",
      lamports: "18446744073709551615",
      data: Uint8Array.of(1, 2),
    });
    server.change({ address: B, owner: PROGRAM, slot: "41" });
    server.change({ address: A, owner: addressOf(0), slot: "42", lamports: "0" });
    await eventually("both are told", () => heard.changes.length === 2);
    const account = { owner: PROGRAM, lamports: 18_446_744_073_709_551_615n, data: Uint8Array.of(1, 2) };
    expect(heard.changes).to.deep.equal([
      { address: A, slot: 41, account, filter: null },
      { address: A, slot: 42, account: null, filter: null },
    ]);
  });

  it("tells of the accounts of a program that pass a filter, without their data", async () => {
    const memcmp = [
      { offset: 0, bytes: toBase58(Uint8Array.of(9)) },
      { offset: 2, bytes: toBase58(Uint8Array.of(0, 5)) },
    ];
    open({
      programs: [
        { program: OTHER, memcmp: [] },
        { program: PROGRAM, memcmp },
      ],
    });
    await connected();
    server.change({ address: A, owner: PROGRAM, slot: "41", data: Uint8Array.of(9, 1, 0, 5, 1) });
    server.change({ address: B, owner: PROGRAM, slot: "41", data: Uint8Array.of(9, 1, 0, 6, 1) });
    server.change({ address: B, owner: OTHER, slot: "42", data: Uint8Array.of(9, 1, 0, 5, 1) });
    await eventually("two are told", () => heard.changes.length === 2);
    expect(heard.changes).to.deep.equal([
      { address: A, slot: 41, account: { owner: PROGRAM, lamports: 1n, data: null }, filter: 1 },
      { address: B, slot: 42, account: { owner: OTHER, lamports: 1n, data: null }, filter: 0 },
    ]);
  });

  it("tells of transactions that name an address, and of slots", async () => {
    open({ mentions: [PROGRAM], slots: true });
    await connected();
    const [first, second] = [1, 2].map((number) => toBase58(new Uint8Array(64).fill(number))) as [string, string];
    server.land({ signature: first, slot: "41", names: [PROGRAM, A], failed: false });
    server.land({ signature: addressOf(9) + addressOf(9).slice(1), slot: "41", names: [A], failed: false });
    server.land({ signature: second, slot: "42", names: [PROGRAM], failed: true });
    server.openSlot("43");
    await eventually("all are told", () => heard.slots.length === 1);
    expect(heard.transactions).to.deep.equal([
      { signature: first, slot: 41, failed: false },
      { signature: second, slot: 42, failed: true },
    ]);
    expect(heard.slots).to.deep.equal([43]);
  });

  it("asks at the confirmed commitment, with the provider's token", async () => {
    open({ token: "TOKEN" });
    await connected();
    expect(server.tokens).to.deep.equal(["TOKEN"]);
    expect(server.requests[0]).to.deep.include({ commitment: "CONFIRMED" });
    expect(server.requests[0]?.accountsDataSlice).to.deep.equal([{ offset: "0", length: "0" }]);
  });

  it("follows 20,000 accounts with a few requests, gives up and takes more", async () => {
    open();
    await connected();
    for (let number = 0; number < 20_000; number++) feed.follow(addressOf(number));
    await followed(20_000);
    expect(server.requests.length).to.be.at.most(4);
    feed.unfollow(addressOf(5));
    await eventually("it is given up", () => server.requests.at(-1)?.accounts.accounts?.account.length === 19_999);
    server.change({ address: addressOf(5), owner: PROGRAM, slot: "50" });
    server.change({ address: addressOf(19_999), owner: PROGRAM, slot: "50" });
    await eventually("one is told", () => heard.changes.length === 1);
    expect(heard.woken).to.deep.equal([addressOf(19_999)]);
  });

  it("leaves to the poll what the provider's limit does not hold", async () => {
    open({ accounts: 2 });
    for (const number of [1, 2, 3]) feed.follow(addressOf(number), 1);
    feed.follow(addressOf(4), 0);
    await followed(2);
    expect(feed.status()).to.deep.include({ followed: 2, waiting: 2 });
    expect(server.requests.at(-1)?.accounts.accounts?.account).to.include(addressOf(4));
    expect(heard.lines).to.have.length(1);
  });

  it("asks for fewer where the server refuses so many", async () => {
    server.mostAccounts = 30;
    open();
    for (let number = 0; number < 100; number++) feed.follow(addressOf(number));
    await eventually("25 are followed", () => feed.status().followed === 25);
    expect(feed.status().waiting).to.equal(75);
    expect(heard.lines.join()).to.contain("the server refuses so many accounts");
  });

  describe("when the stream breaks", () => {
    it("comes back with everything, and says since when it heard nothing", async () => {
      open();
      feed.follow(A);
      await followed(1);
      server.change({ address: A, owner: PROGRAM, slot: "41" });
      await eventually("it is told", () => heard.changes.length === 1);
      server.hangUp();
      await eventually("it is back", () => heard.gaps.length === 2);
      expect(heard.gaps).to.deep.equal([{ afterSlot: null }, { afterSlot: 41 }]);
      expect(heard.health).to.deep.equal([true, false, true]);
      server.change({ address: A, owner: PROGRAM, slot: "42" });
      await eventually("it is told", () => heard.changes.length === 2);
    });

    it("connects in growing gaps where nobody is there, without a word of the token", async () => {
      server.close();
      const url = `${server.url}/SECRET?key=SECRET`;
      open({ url, token: "SECRET", random: () => 1, timing: { ...QUICK, firstMs: 50, lastMs: 400 } });
      await sleep(1_300);
      // Gaps of 50, 100, 200, 400 and 400 ms.
      expect(feed.status().broken).to.be.within(3, 6);
      expect(heard.lines.join()).to.not.contain("SECRET");
      expect(heard.gaps).to.deep.equal([]);
    });

    it("gives a server up that takes the connection and answers no call", async () => {
      server.answersCalls = false;
      open({ timing: { ...QUICK, connectMs: 60 } });
      await eventually("there is another connection", () => server.connections > 1);
      expect(heard.lines[0]).to.contain("it does not answer within 60 ms");
    });

    it("gives a server up that says nothing", async () => {
      open({ timing: { ...QUICK, heartbeatMs: 50 } });
      await connected();
      server.answersPings = false;
      await eventually("there is another connection", () => server.connections > 1);
      expect(heard.lines[0]).to.contain("it does not answer");
    });
  });
});
