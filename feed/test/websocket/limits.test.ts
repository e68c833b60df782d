import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Feed, openWebSocketFeed, type WebSocketFeedOptions } from "../../src";
import { eventually } from "../support/eventually";
import { Heard } from "../support/heard";
import { accountNotification, ScriptedNode } from "../support/scripted-node";

describe("the WebSocket feed with many accounts", () => {
  let node: ScriptedNode;
  let heard: Heard;
  let feed: Feed;

  beforeEach(async () => {
    node = await ScriptedNode.start();
    heard = new Heard();
  });
  afterEach(async () => {
    await feed.close();
    await node.close();
  });

  function open(options: Partial<WebSocketFeedOptions> = {}): void {
    const { listener, logger } = heard;
    feed = openWebSocketFeed({ url: node.url, listener, logger, random: () => 1, ...options });
  }

  const followed = (count: number) => eventually(`${count} are followed`, () => feed.status().followed === count);

  it("asks for 20,000 without a flood, and in linear time", async () => {
    const taken: number[] = [];
    for (const count of [1_000, 5_000, 20_000]) {
      open({ subscriptionsPerConnection: 20_000 });
      const begun = performance.now();
      for (let index = 0; index < count; index++) feed.follow(`account ${index}`);
      await followed(count);
      taken.push(performance.now() - begun);
      await feed.close();
    }
    expect(node.mostUnanswered).to.be.at.most(256);
    expect(node.accounts.length).to.equal(26_000);
    // Four times as many: quadratic would be sixteen times as long.
    expect(taken[2]! / taken[1]!).to.be.below(13);
  });

  it("asks once for what is followed twice, and not for what is given up before it was asked for", async () => {
    open();
    feed.follow("A");
    feed.follow("A");
    feed.follow("B");
    feed.unfollow("B");
    feed.unfollow("C");
    await followed(1);
    await sleep(20);
    expect(node.asked.map(({ method, params }) => [method, params[0]])).to.deep.equal([["accountSubscribe", "A"]]);
  });

  it("gives up what is no longer wanted when the answer comes", async () => {
    node.delayMs = 30;
    open();
    feed.follow("A");
    await eventually("it is asked for", () => node.asked.length === 1);
    feed.unfollow("A");
    await eventually("it is given up", () => node.asked.length === 2);
    expect(node.asked[1]).to.deep.include({ method: "accountUnsubscribe", params: [1] });
    node.say(accountNotification("1"));
    await sleep(20);
    expect(heard.changes).to.deep.equal([]);
  });

  describe("of which a provider allows three", () => {
    const limit = { subscriptionsPerConnection: 3 };

    it("follows three, leaves the rest to the poll and says so once", async () => {
      open(limit);
      for (const name of ["A", "B", "C", "D", "E"]) feed.follow(name);
      await followed(3);
      expect(node.accounts).to.deep.equal(["A", "B", "C"]);
      expect(feed.status()).to.deep.include({ followed: 3, waiting: 2, refused: 0 });
      expect(heard.lines).to.have.length(1);
      expect(heard.lines[0]).to.contain("the poll looks at the rest").and.to.contain('"accounts":3');
    });

    it("gives a place that becomes free to the next", async () => {
      open(limit);
      for (const name of ["A", "B", "C", "D"]) feed.follow(name);
      await followed(3);
      feed.unfollow("B");
      await eventually("D is asked for", () => node.accounts.includes("D"));
      expect(feed.status().waiting).to.be.at.most(1);
      await eventually("none waits", () => feed.status().waiting === 0);
    });

    it("prefers what matters more, whenever it comes", async () => {
      open(limit);
      for (const name of ["token 1", "token 2", "token 3"]) feed.follow(name, 1);
      await followed(3);
      feed.follow("venue 1", 0);
      feed.follow("venue 2", 0);
      await eventually("both are asked for", () => node.accounts.length === 5);
      await followed(3);
      expect(feed.status().waiting).to.equal(2);
      const unsubscribed = node.asked.filter(({ method }) => method === "accountUnsubscribe");
      expect(unsubscribed.map(({ params }) => params)).to.deep.equal([[1], [2]]);
    });

    it("uses as many connections as it may", async () => {
      open({ ...limit, connections: 2 });
      for (const name of ["A", "B", "C", "D", "E", "F", "G"]) feed.follow(name);
      await followed(6);
      expect(node.connections).to.have.length(2);
      expect(feed.status().waiting).to.equal(1);
    });

    it("counts what it follows from the beginning", async () => {
      open({ ...limit, slots: true, programs: [{ program: "P", memcmp: [] }] });
      for (const name of ["A", "B"]) feed.follow(name);
      await followed(1);
      expect(node.accounts).to.deep.equal(["A"]);
    });
  });

  describe("of which the node refuses all but two", () => {
    beforeEach(() => {
      let taken = 0;
      node.answer = ({ id, method }) => {
        if (method === "accountSubscribe" && taken >= 2) return node.refusal(id, "subscription limit reached");
        taken += method === "accountSubscribe" ? 1 : -1;
        return node.subscribed(id);
      };
    });

    it("does not ask one by one, counts the refusals and says it once", async () => {
      node.delayMs = 5;
      open();
      for (let index = 0; index < 2_000; index++) feed.follow(`account ${index}`);
      await eventually("it is refused", () => feed.status().refused > 0);
      await sleep(100);
      expect(feed.status()).to.deep.include({ followed: 2, waiting: 1_998 });
      // What was under way when the first refusal came.
      expect(node.accounts.length).to.be.at.most(258);
      expect(heard.lines).to.have.length(1);
      expect(heard.lines[0]).to.contain("subscription limit reached").and.to.contain('"followed":2');
    });

    it("asks for the next one when a place becomes free", async () => {
      open();
      for (const name of ["A", "B", "C", "D"]) feed.follow(name);
      await eventually("two are refused", () => feed.status().waiting === 2);
      await followed(2);
      const before = node.accounts.length;
      feed.unfollow("A");
      await eventually("another is asked for", () => node.accounts.length > before);
      await followed(2);
      expect(feed.status().waiting).to.equal(1);
    });

    it("tries again after a while: it may have been busy", async () => {
      open({ timing: { refusedMs: 50 } });
      for (const name of ["A", "B", "C"]) feed.follow(name);
      await eventually("one is refused", () => feed.status().refused > 0);
      node.answer = ({ id }) => node.subscribed(id);
      await followed(3);
    });
  });
});
