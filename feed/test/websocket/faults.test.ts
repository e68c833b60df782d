import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Feed, openWebSocketFeed, type WebSocketFeedOptions } from "../../src";
import { eventually } from "../support/eventually";
import { Heard } from "../support/heard";
import { accountNotification, ScriptedNode } from "../support/scripted-node";

describe("the WebSocket feed and a node that", () => {
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

  const following = (count: number) =>
    eventually(`${count} are followed`, () => feed.status().followed === count && feed.status().waiting === 0);

  describe("numbers its subscriptions above 2^53", () => {
    // In each pair, the two are the same as numbers of JavaScript.
    for (const [first, second] of [
      ["9007199254740992", "9007199254740993"],
      ["18446744073709551614", "18446744073709551615"],
      ["12345678901234567890", "12345678901234567891"],
    ] as const) {
      it(`wakes both of ${first} and ${second}, each once`, async () => {
        const numbers = [first, second];
        node.answer = ({ id }) => node.subscribed(id, numbers.shift());
        open();
        feed.follow("A");
        feed.follow("B");
        await following(2);
        node.say(accountNotification(first));
        node.say(accountNotification(second));
        await eventually("both are told", () => heard.changes.length >= 2);
        await sleep(20);
        expect(heard.woken).to.deep.equal(["A", "B"]);
      });
    }

    it("gives each up by its whole number", async () => {
      const numbers = ["9007199254740992", "9007199254740993"];
      node.answer = ({ id, method }) =>
        method === "accountSubscribe" ? node.subscribed(id, numbers.shift()) : node.subscribed(id, "true");
      open();
      feed.follow("A");
      feed.follow("B");
      await following(2);
      feed.unfollow("B");
      await eventually("it is given up", () => node.asked.some(({ method }) => method === "accountUnsubscribe"));
      expect(node.asked.at(-1)?.text).to.contain('"params":[9007199254740993]');
    });

    it("reads lamports of a u64 whole", async () => {
      open();
      feed.follow("A");
      await following(1);
      node.say(accountNotification("1", { lamports: "18446744073709551615", slot: "4294967296" }));
      await eventually("it is told", () => heard.changes.length === 1);
      const account = { owner: "11111111111111111111111111111111", lamports: 18_446_744_073_709_551_615n, data: null };
      expect(heard.changes).to.deep.equal([{ address: "A", slot: 4_294_967_296, account, filter: null }]);
    });
  });

  describe("closes every connection after the first message", () => {
    it("connects in growing gaps, and tells of a gap only where it followed", async () => {
      node.answer = (_, socket) => {
        socket.close();
        return null;
      };
      open({ timing: { firstMs: 20, lastMs: 400, livedMs: 10_000 } });
      for (let index = 0; index < 100; index++) feed.follow(`account ${index}`);
      await sleep(1_100);
      // Gaps of 20, 40, 80, 160, 320 and 400 ms: 7 in 1,020 ms, where gaps that stay at 20 ms would make 50.
      expect(node.connections.length).to.be.within(3, 7);
      expect(heard.changes).to.deep.equal([]);
      expect(heard.gaps).to.deep.equal([]);
      expect(feed.status().broken).to.be.within(3, 7);
    });

    it("begins with the first gap again only when a connection has lived", async () => {
      open({ timing: { firstMs: 100, lastMs: 10_000, livedMs: 150 } });
      feed.follow("A");
      for (const livesMs of [0, 0, 200]) {
        await following(1);
        await sleep(livesMs);
        const before = node.connections.length;
        node.hangUp();
        await eventually("it connects again", () => node.connections.length > before);
      }
      const [first, second, third, fourth] = node.connections as [number, number, number, number];
      expect(second - first).to.be.at.least(95);
      expect(third - second).to.be.at.least(195);
      // It lived for 200 ms, so that the gap is 100 ms again, not 400.
      expect(fourth - third).to.be.within(295, 590);
    });

    it("follows everything again on a new connection, and says since when it heard nothing", async () => {
      open({ timing: { firstMs: 5 } });
      feed.follow("A");
      await following(1);
      node.say(accountNotification("1", { slot: "41" }));
      await eventually("it is told", () => heard.changes.length === 1);
      node.hangUp();
      await eventually("it is back", () => heard.gaps.length === 2);
      expect(heard.gaps).to.deep.equal([{ afterSlot: null }, { afterSlot: 41 }]);
      expect(heard.health).to.deep.equal([true, false, true]);
      node.say(accountNotification("2", { slot: "42" }));
      await eventually("it is told", () => heard.changes.length === 2);
      expect(heard.woken).to.deep.equal(["A", "A"]);
    });
  });

  it("answers no ping is given up", async () => {
    await node.close();
    node = await ScriptedNode.start({ autoPong: false });
    open({ timing: { heartbeatMs: 30, firstMs: 5 } });
    feed.follow("A");
    await eventually("there is another connection", () => node.connections.length > 1);
    expect(heard.lines[0]).to.contain("it does not answer");
  });

  it("answers pings and no request is given up", async () => {
    node.answer = () => null;
    open({ timing: { heartbeatMs: 30, answerMs: 60, firstMs: 5 } });
    feed.follow("A");
    await eventually("there is another connection", () => node.connections.length > 1);
    expect(heard.lines[0]).to.contain("it does not answer");
  });

  it("sends what is no message, or tells of what nobody asked for, is not minded", async () => {
    open();
    feed.follow("A");
    await following(1);
    for (const text of ["", "null", "[]", "{", '{"id":77,"result":5}', accountNotification("99"), '{"params":{}}']) {
      node.say(text);
    }
    node.say(
      '{"method":"accountNotification","params":{"result":{"context":{"slot":1},"value":null},"subscription":1}}',
    );
    node.say(accountNotification("1"));
    await eventually("it is told", () => heard.changes.length === 1);
    expect(heard.woken).to.deep.equal(["A"]);
  });

  it("has a key in its address: no line of the log has it", async () => {
    const place = node.url;
    const url = place.replace("ws://", "ws://user:pass@");
    open({ url: `${url}/v2/SECRET?api-key=SECRET`, timing: { firstMs: 5 } });
    feed.follow("A");
    await following(1);
    node.hangUp();
    await eventually("it is back", () => heard.gaps.length === 2);
    await node.close();
    await eventually("it is refused", () => heard.lines.length >= 3);
    expect(heard.lines.join("\n")).not.to.match(/SECRET|pass/);
    expect(heard.lines[0]).to.contain(place);
    node = await ScriptedNode.start();
  });
});
