import { mock } from "node:test";
import { type AccountInfo, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import type { ProfitShareReader } from "../../src/client/reader";
import { InvalidInput } from "../../src/failures";
import { type Watch, type WatchOptions, watchSubscriptions } from "../../src/watching/watch";
import { key } from "../support/history";
import { fakeSockets } from "../support/socket";

const OWNER = new PublicKey("11111111111111111111111111111112");
const account = (...data: number[]): AccountInfo<Buffer> => ({
  ...{ lamports: 1, owner: OWNER, executable: false },
  data: Buffer.from(data),
});

type Answer = { slot: number; accounts: (AccountInfo<Buffer> | null)[] } | Error;

/** A node that answers one poll after the other, the last answer again and again; the data of an account stand for it. */
function open(answers: Answer[], options: Partial<WatchOptions> = {}, addresses = [key(1)]) {
  const sockets = fakeSockets();
  const told: string[] = [];
  const polls: number[] = [];
  const connection = {
    rpcEndpoint: "https://node.example/path?api-key=1",
    async getMultipleAccountsInfoAndContext(keys: PublicKey[]) {
      polls.push(keys.length);
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer instanceof Error) throw answer;
      return { context: { slot: answer.slot }, value: answer.accounts };
    },
  };
  const reader = {
    ...{ connection, commitment: "confirmed" },
    subscriptionIn(_: PublicKey, found: AccountInfo<Uint8Array> | null) {
      if (found?.data[0] === 99) throw new Error("it is a bot");
      return found && found.data.length > 0 ? { is: [...found.data].join("") } : null;
    },
  } as unknown as ProfitShareReader;
  const watch = watchSubscriptions(reader, addresses, {
    WebSocket: sockets.constructor,
    onChange: ({ address, subscription, slot }) => {
      const is = (subscription as { is: string } | null)?.is ?? "none";
      told.push(`${address.toBytes()[0]}: ${is} @${slot}`);
    },
    onTrouble: (error) => told.push(`trouble: ${(error as Error).message}`),
    ...options,
  });
  return { watch, told, polls, sockets, last: () => sockets.made.at(-1)! };
}

/** Until everything that was started has come to its next timer. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
};

describe("watchSubscriptions", () => {
  let watch: Watch | undefined;
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => {
    watch?.stop();
    mock.timers.reset();
  });

  async function start(...args: Parameters<typeof open>) {
    const opened = open(...args);
    watch = opened.watch;
    await settled();
    return opened;
  }
  /** Lets the next poll come. */
  async function poll(ms = 15_000): Promise<void> {
    mock.timers.tick(ms);
    await settled();
  }

  it("tells how it is at once, and after that only what changes", async () => {
    const { told, polls } = await start([
      { slot: 5, accounts: [account(1)] },
      { slot: 6, accounts: [account(1)] },
      { slot: 7, accounts: [account(2)] },
      { slot: 8, accounts: [null] },
    ]);
    expect(told).to.deep.equal(["1: 1 @5"]);
    await poll();
    expect(told).to.have.length(1);
    await poll();
    await poll();
    await poll();
    expect(told).to.deep.equal(["1: 1 @5", "1: 2 @7", "1: none @8"]);
    expect(polls).to.deep.equal([1, 1, 1, 1, 1]);
  });

  it("tells that there is none at first, and once only, in whichever way the node says it", async () => {
    const { told } = await start([
      { slot: 5, accounts: [null] },
      { slot: 6, accounts: [account()] },
      { slot: 7, accounts: [account(1)] },
    ]);
    await poll();
    expect(told).to.deep.equal(["1: none @5"]);
    await poll();
    expect(told).to.deep.equal(["1: none @5", "1: 1 @7"]);
  });

  it("tells of a notification at once, without asking", async () => {
    const { told, polls, last } = await start([{ slot: 5, accounts: [account(1)] }]);
    last().emit("open");
    last().answer("7");
    await settled();
    expect(polls).to.have.length(2);
    last().notify("7", 6, Uint8Array.of(2));
    expect(told).to.deep.equal(["1: 1 @5", "1: 2 @6"]);
    expect(polls).to.have.length(2);
  });

  it("does not go back to what a node that is behind says", async () => {
    const { told, last } = await start([
      { slot: 5, accounts: [account(1)] },
      { slot: 6, accounts: [account(1)] },
      { slot: 8, accounts: [account(2)] },
    ]);
    last().emit("open");
    last().answer("7");
    await settled();
    last().notify("7", 9, Uint8Array.of(3));
    await poll();
    last().notify("7", 8, Uint8Array.of(2));
    expect(told).to.deep.equal(["1: 1 @5", "1: 3 @9"]);
  });

  it("finds the node's WebSocket where web3.js does, or where it is told", async () => {
    const { last } = await start([{ slot: 5, accounts: [null] }]);
    expect(last().url).to.equal("wss://node.example/path?api-key=1");
    const told = await start([{ slot: 5, accounts: [null] }], { wsUrl: "ws://elsewhere" });
    expect(told.last().url).to.equal("ws://elsewhere");
  });

  it("only polls where there is no WebSocket", async () => {
    const { sockets, told } = await start(
      [
        { slot: 5, accounts: [account(1)] },
        { slot: 6, accounts: [account(2)] },
      ],
      { WebSocket: null, pollMs: 1_000 },
    );
    await poll(1_000);
    expect([sockets.made.length, told]).to.deep.equal([0, ["1: 1 @5", "1: 2 @6"]]);
    expect(watch!.isNotified()).to.equal(false);
  });

  describe("a connection", () => {
    it("that is made anew has missed something: all is looked at", async () => {
      const { told, last } = await start([
        { slot: 5, accounts: [account(1)] },
        { slot: 5, accounts: [account(1)] },
        { slot: 9, accounts: [account(3)] },
      ]);
      last().emit("open");
      last().answer("7");
      await settled();
      expect(watch!.isNotified()).to.equal(true);
      last().emit("close");
      expect(watch!.isNotified()).to.equal(false);
      await poll(500);
      last().emit("open");
      last().answer("8");
      await settled();
      expect(told).to.deep.equal(["1: 1 @5", "1: 3 @9"]);
    });

    it("that was silent about what a poll found is given up, if it stays silent", async () => {
      const { sockets, last } = await start([
        { slot: 5, accounts: [account(1)] },
        { slot: 5, accounts: [account(1)] },
        { slot: 6, accounts: [account(2)] },
        { slot: 7, accounts: [account(3)] },
        { slot: 8, accounts: [account(4)] },
      ]);
      last().emit("open");
      last().answer("7");
      await settled();
      await poll();
      // This one was only late.
      last().notify("7", 6, Uint8Array.of(2));
      await poll();
      expect(sockets.made[0]!.closed).to.equal(false);
      await poll();
      expect(sockets.made[0]!.closed).to.equal(true);
      expect(watch!.isNotified()).to.equal(false);
      await poll(500);
      expect(sockets.made).to.have.length(2);
    });

    it("that has just been made is not blamed for what came before it", async () => {
      const { sockets, last } = await start([
        { slot: 5, accounts: [account(1)] },
        { slot: 6, accounts: [account(2)] },
      ]);
      last().emit("open");
      last().answer("7");
      await settled();
      await poll();
      await poll();
      expect([sockets.made.length, sockets.made[0]!.closed]).to.deep.equal([1, false]);
    });
  });

  describe("its age", () => {
    /** Lets time pass for what measures it. */
    function passing() {
      let now = 0;
      const clock = mock.method(performance, "now", () => now);
      const pass = (ms: number) => {
        now += ms;
      };
      return { pass, end: () => clock.mock.restore() };
    }

    it("is that of what was heard longest ago, and of nothing before", async () => {
      const time = passing();
      try {
        const { last } = await start([{ slot: 5, accounts: [account(1), account(2)] }], {}, [key(1), key(2)]);
        expect(watch!.age()).to.equal(0);
        time.pass(300);
        last().emit("open");
        last().answer("7", "8");
        expect(watch!.age()).to.equal(300);
        await settled();
        expect(watch!.age()).to.equal(0);
        time.pass(200);
        last().notify("7", 6, Uint8Array.of(3));
        expect(watch!.age()).to.equal(200);
        last().notify("8", 6, Uint8Array.of(3));
        expect(watch!.age()).to.equal(0);
      } finally {
        time.end();
      }
    });

    it("grows while the node fails, or is behind", async () => {
      const time = passing();
      try {
        const { told } = await start([
          { slot: 5, accounts: [account(1)] },
          new Error("no answer"),
          { slot: 4, accounts: [account(1)] },
          { slot: 6, accounts: [account(1)] },
        ]);
        for (const age of [15_000, 30_000, 0]) {
          time.pass(15_000);
          await poll();
          expect(watch!.age()).to.equal(age);
        }
        expect(told).to.deep.equal(["1: 1 @5", "trouble: no answer"]);
      } finally {
        time.end();
      }
    });

    it("is none while nothing was heard", async () => {
      await start([new Error("no answer")]);
      expect(watch!.age()).to.equal(null);
    });
  });

  it("says what is not a subscription, once, and goes on", async () => {
    const { told } = await start([
      { slot: 5, accounts: [account(99)] },
      { slot: 6, accounts: [account(99)] },
      { slot: 7, accounts: [account(1)] },
    ]);
    await poll();
    await poll();
    expect(told).to.deep.equal(["trouble: it is a bot", "1: 1 @7"]);
  });

  it("watches many, a hundred at a time, each once", async () => {
    const many = Array.from({ length: 101 }, (_, index) => key(index + 1));
    const accounts = many.map(() => account(1));
    const pages = [
      { slot: 5, accounts: accounts.slice(0, 100) },
      { slot: 5, accounts: accounts.slice(100) },
    ];
    const { told, polls, last } = await start(pages, {}, [...many, many[0]!]);
    expect(polls).to.deep.equal([100, 1]);
    expect(told).to.have.length(101);
    last().emit("open");
    expect(last().sent).to.have.length(101);
  });

  it("needs an address", () => {
    expect(() => open([], {}, [])).to.throw(InvalidInput, "Which subscriptions? Pass their addresses");
  });

  describe("tells nothing any more", () => {
    it("when it is stopped, also while it looks", async () => {
      const { told, polls, sockets, last } = await start([
        { slot: 5, accounts: [account(1)] },
        { slot: 6, accounts: [account(2)] },
      ]);
      last().emit("open");
      last().answer("7");
      watch!.stop();
      await settled();
      last().notify("7", 9, Uint8Array.of(3));
      await poll(60_000);
      expect([told, polls.length, last().closed, sockets.made.length]).to.deep.equal([["1: 1 @5"], 2, true, 1]);
    });

    it("on a signal, before or after it has begun", async () => {
      const stop = new AbortController();
      const { polls, last } = await start([{ slot: 5, accounts: [account(1)] }], { signal: stop.signal });
      stop.abort();
      await poll(60_000);
      expect([polls.length, last().closed]).to.deep.equal([1, true]);
      const never = await start([{ slot: 5, accounts: [account(1)] }], { signal: stop.signal });
      expect([never.polls.length, never.sockets.made.length, never.told]).to.deep.equal([0, 0, []]);
    });
  });
});
