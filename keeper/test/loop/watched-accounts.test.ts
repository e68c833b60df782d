import type { Feed, FeedListener } from "@profit-share/feed";
import { expect } from "chai";
import { Watcher } from "../../src/loop/watcher";

/** Tells what it is told to, and keeps what is asked of it. */
class TestFeed implements Feed {
  readonly asked: string[] = [];
  listener: FeedListener = {};
  closed = false;

  follow(address: string, rank = 1): void {
    this.asked.push(`follow ${address} ${rank}`);
  }

  unfollow(address: string): void {
    this.asked.push(`unfollow ${address}`);
  }

  status() {
    return { connected: true, followed: 0, waiting: 0, refused: 0, broken: 0 };
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  change(address: string, filter: number | null = null): void {
    this.listener.onChange?.({ address, slot: 1, account: null, filter });
  }
}

describe("watcher", () => {
  let feed: TestFeed;
  let said: string[];
  let watcher: Watcher;

  beforeEach(() => {
    feed = new TestFeed();
    said = [];
    watcher = new Watcher({
      open: (listener) => {
        feed.listener = listener;
        return feed;
      },
      wake: (subscription) => said.push(`wake ${subscription}`),
      found: (subscription) => said.push(`found ${subscription}`),
    });
  });

  it("wakes every subscription that an account belongs to", () => {
    watcher.watch("first", ["venue 1"], ["agent"]);
    watcher.watch("second", ["venue 2"], ["agent"]);
    feed.change("agent");
    feed.change("venue 2");
    feed.change("nobody's");
    expect(said).to.deep.equal(["wake first", "wake second", "wake second"]);
  });

  it("wakes by a program filter what is watched, and calls the rest found", () => {
    watcher.watch("first", ["venue 1"]);
    feed.change("first", 0);
    feed.change("new", 1);
    expect(said).to.deep.equal(["wake first", "found new"]);
  });

  it("asks for venue accounts first where not all fit", () => {
    watcher.watch("first", ["venue 1"], ["escrow 1"]);
    expect(feed.asked).to.deep.equal(["follow venue 1 0", "follow escrow 1 1"]);
  });

  it("asks for nothing where nothing is new", () => {
    watcher.watch("first", ["venue 1"], ["escrow 1"]);
    feed.asked.splice(0);
    watcher.watch("first", ["venue 1"], ["escrow 1"]);
    expect(feed.asked).to.deep.equal([]);
  });

  it("gives up an account when its last subscription does", () => {
    watcher.watch("first", [], ["old agent"]);
    watcher.watch("second", [], ["old agent"]);
    feed.asked.splice(0);
    watcher.watch("first", [], ["new agent"]);
    expect(feed.asked.splice(0)).to.deep.equal(["follow new agent 1"]);
    feed.change("old agent");
    watcher.forget("second");
    watcher.forget("never watched");
    expect(feed.asked).to.deep.equal(["unfollow old agent"]);
    expect(said).to.deep.equal(["wake second"]);
  });

  it("wakes nobody when the feed is connected again", () => {
    for (let index = 0; index < 100; index++) watcher.watch(`subscription ${index}`, [`venue ${index}`]);
    for (let times = 0; times < 59; times++) {
      feed.listener.onHealth?.(true);
      feed.listener.onGap?.({ afterSlot: 1 });
    }
    expect(said).to.deep.equal([]);
  });

  it("watches 50,000 in less than it takes to walk them all for each", () => {
    const begun = performance.now();
    for (let index = 0; index < 50_000; index++) watcher.watch(`subscription ${index}`, [`venue ${index}`], ["agent"]);
    // Some 100 ms. Walking the accounts at each call would be 2,500 million steps.
    expect(performance.now() - begun).to.be.below(4_000);
  });

  it("closes the feed", async () => {
    await watcher.close();
    expect(feed.closed).to.equal(true);
  });
});
