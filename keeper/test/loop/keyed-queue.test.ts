import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { KeyedQueue } from "../../src/loop/keyed-queue";

describe("lanes", () => {
  it("run what has one key one after the other, also after a failure, and other keys meanwhile", async () => {
    const lanes = new KeyedQueue();
    const seen: string[] = [];
    const work =
      (name: string, ms: number, fails = false) =>
      async () => {
        seen.push(`${name} begins`);
        await sleep(ms);
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const first = lanes.run("a", work("a1", 30, true));
    const second = lanes.run("a", work("a2", 1));
    const other = lanes.run("b", work("b1", 1));
    const error = await first.catch((reason: Error) => reason.message);
    expect([error, await second, await other]).to.deep.equal(["a1", "a2", "b1"]);
    expect(seen).to.deep.equal(["a1 begins", "b1 begins", "b1 ends", "a1 ends", "a2 begins", "a2 ends"]);
  });

  it("are idle when everything given is over", async () => {
    const lanes = new KeyedQueue();
    let over = false;
    void lanes.run("a", async () => {
      await sleep(20);
      over = true;
    });
    await lanes.idle();
    expect(over).to.equal(true);
  });
});
