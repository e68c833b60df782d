import { mock } from "node:test";
import { expect } from "chai";
import { AccountSocket, type SocketConstructor } from "../../src/watching/account-socket";
import { fakeSockets } from "../support/socket";

const LARGE = "9007199254740992";
/** As a number of JavaScript it is the same. */
const LARGER = "9007199254740993";

describe("AccountSocket", () => {
  let socket: AccountSocket;
  let sockets: ReturnType<typeof fakeSockets>;
  let told: string[];
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => {
    socket.close();
    mock.timers.reset();
  });

  function open(accounts = ["a", "b"], other?: SocketConstructor): void {
    sockets = fakeSockets();
    told = [];
    socket = new AccountSocket({
      ...{ url: "ws://node", socket: other ?? sockets.constructor, accounts, commitment: "confirmed" },
      onAccount: (account, slot, { data, owner }) => told.push(`${account} ${slot} ${[...data]} ${owner.toBase58()}`),
      onFollowing: () => told.push("following"),
      onTrouble: ({ message }) => told.push(message),
    });
  }
  const last = () => sockets.made.at(-1)!;

  /** Lets the connection break, and waits. @returns how many connections were made by then */
  function breakFor(ms: number): number {
    last().emit("error");
    last().emit("close");
    mock.timers.tick(ms);
    return sockets.made.length;
  }

  it("asks for every account when it is connected, and follows when all are answered", () => {
    open();
    expect([last().url, last().sent]).to.deep.equal(["ws://node", []]);
    last().emit("open");
    expect(last().sent.map(({ method, params }) => [method, ...params])).to.deep.equal([
      ["accountSubscribe", "a", { commitment: "confirmed", encoding: "base64" }],
      ["accountSubscribe", "b", { commitment: "confirmed", encoding: "base64" }],
    ]);
    const [first, second] = last().sent;
    last().emit("message", `{"jsonrpc":"2.0","result":7,"id":${first!.id}}`);
    expect([socket.following, told]).to.deep.equal([false, []]);
    last().emit("message", `{"jsonrpc":"2.0","result":8,"id":${second!.id}}`);
    expect([socket.following, told]).to.deep.equal([true, ["following"]]);
    // An answer to nothing.
    last().emit("message", `{"jsonrpc":"2.0","result":9,"id":${second!.id}}`);
    expect(told).to.deep.equal(["following"]);
  });

  it("tells of accounts as they come", () => {
    open();
    last().emit("open");
    last().answer("7", "8");
    last().notify("8", 5, Uint8Array.of(1, 2));
    last().notify("7", 6, Uint8Array.of());
    last().notify("9", 7, Uint8Array.of(3));
    const owner = "11111111111111111111111111111112";
    expect(told).to.deep.equal(["following", `b 5 1,2 ${owner}`, `a 6  ${owner}`]);
  });

  it("keeps numbers apart that are the same to JavaScript", () => {
    open();
    last().emit("open");
    last().answer(LARGE, LARGER);
    last().notify(LARGER, 5, Uint8Array.of(1));
    last().notify(LARGE, 6, Uint8Array.of(2));
    expect(told.map((one) => one.slice(0, 5))).to.deep.equal(["follo", "b 5 1", "a 6 2"]);
  });

  it("says when the node does not follow an account", () => {
    open(["a"]);
    last().emit("open");
    const { id } = last().sent[0]!;
    last().emit("message", `{"jsonrpc":"2.0","error":{"code":-32602,"message":"too many"},"id":${id}}`);
    expect(told).to.deep.equal(["The node does not follow a, so it is only polled: too many", "following"]);
    expect(socket.following).to.equal(false);
  });

  it("is not disturbed by what it does not understand", () => {
    open(["a"]);
    last().emit("open");
    last().answer("7");
    const strange = ["", "{", "null", "[1]", '{"id":99,"result":1}', '{"method":"accountNotification"}'];
    for (const text of [...strange, '{"method":"slotNotification","params":{"subscription":7}}']) {
      last().emit("message", text);
    }
    expect(told).to.deep.equal(["following"]);
  });

  describe("when the connection breaks", () => {
    it("connects again and follows again", () => {
      open();
      last().emit("open");
      last().answer("7", "8");
      expect(breakFor(499)).to.equal(1);
      expect(socket.following).to.equal(false);
      mock.timers.tick(1);
      expect(sockets.made).to.have.length(2);
      last().emit("open");
      last().answer("1", "2");
      last().notify("7", 5, Uint8Array.of(1));
      last().notify("1", 5, Uint8Array.of(1));
      expect(told.map((one) => one.slice(0, 9))).to.deep.equal(["following", "following", "a 5 1 111"]);
    });

    it("waits longer each time, up to half a minute, although each connection came about", () => {
      open();
      for (const [index, gap] of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
        last().emit("open");
        last().answer("7", "8");
        expect(breakFor(gap - 1)).to.equal(index + 1);
        mock.timers.tick(1);
        expect(sockets.made).to.have.length(index + 2);
      }
    });

    it("begins with short waits again once a connection has lived", () => {
      open();
      for (const gap of [500, 1_000, 2_000]) breakFor(gap);
      const now = performance.now();
      const clock = mock.method(performance, "now", () => now + 11_000);
      try {
        expect(breakFor(500)).to.equal(5);
      } finally {
        clock.mock.restore();
      }
    });

    it("gives up a connection that does not come about, or is not answered", () => {
      open(["a", "b"]);
      mock.timers.tick(10_000);
      expect([sockets.made.length, last().closed]).to.deep.equal([1, true]);
      mock.timers.tick(500);
      last().emit("open");
      last().emit("message", `{"jsonrpc":"2.0","result":7,"id":${last().sent[0]!.id}}`);
      mock.timers.tick(10_000);
      expect([sockets.made.length, last().closed]).to.deep.equal([2, true]);
    });

    it("keeps a connection that is answered, also with a refusal", () => {
      open(["a", "b"]);
      last().emit("open");
      last().emit("message", `{"jsonrpc":"2.0","result":7,"id":${last().sent[0]!.id}}`);
      last().emit("message", `{"jsonrpc":"2.0","error":{"message":"no"},"id":${last().sent[1]!.id}}`);
      mock.timers.tick(60_000);
      expect([sockets.made.length, last().closed]).to.deep.equal([1, false]);
      last().notify("7", 5, Uint8Array.of(1));
      expect(told.at(-1)).to.match(/^a 5 1/);
    });

    it("listens no longer to the connection that it gave up", () => {
      open(["a"]);
      last().emit("open");
      last().answer("7");
      const silent = last();
      socket.restart();
      expect([silent.closed, socket.following]).to.deep.equal([true, false]);
      silent.notify("7", 5, Uint8Array.of(1));
      silent.emit("close");
      mock.timers.tick(500);
      expect(sockets.made).to.have.length(2);
      expect(told).to.deep.equal(["following"]);
      // Nothing to give up.
      last().emit("close");
      socket.restart();
      mock.timers.tick(1_000);
      expect(sockets.made).to.have.length(3);
    });

    it("tries again where a socket cannot be made at all", () => {
      let attempts = 0;
      class Forbidden {
        constructor() {
          attempts += 1;
          throw new Error("the page's policy");
        }
      }
      open(["a"], Forbidden as unknown as SocketConstructor);
      mock.timers.tick(500);
      mock.timers.tick(1_000);
      expect([attempts, told]).to.deep.equal([3, Array(3).fill("the page's policy")]);
    });
  });

  it("does nothing any more when it is closed", () => {
    open(["a"]);
    last().emit("open");
    last().answer("7");
    socket.close();
    expect([last().closed, socket.following]).to.deep.equal([true, false]);
    last().notify("7", 5, Uint8Array.of(1));
    expect(breakFor(60_000)).to.equal(1);
    expect(told).to.deep.equal(["following"]);
  });

  it("does not connect again when it is closed while it waits", () => {
    open(["a"]);
    last().emit("close");
    socket.close();
    mock.timers.tick(60_000);
    expect(sockets.made).to.have.length(1);
  });
});
