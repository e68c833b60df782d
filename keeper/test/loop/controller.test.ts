import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Controller } from "../../src/loop/controller";
import { silent } from "../support/keeper";
import { key } from "../support/observed";

const [A, B] = [key(1), key(2)];

describe("controller", () => {
  const started: Controller[] = [];

  // One that runs on after a failed expectation would keep the process alive.
  afterEach(async () => {
    for (const controller of started.splice(0)) await controller.stop();
  });

  function controllerOf(
    work: (name: string) => Promise<{ failed: boolean }>,
    { found = [A, B], pollIntervalMs = 3_600_000 } = {},
  ) {
    const seen: string[] = [];
    const controller = new Controller({
      discover: async () => found,
      work: async (address) => {
        const name = address.equals(A) ? "A" : "B";
        seen.push(name);
        return work(name);
      },
      forget: (address) => seen.push(`forgot ${address.equals(A) ? "A" : "B"}`),
      pollIntervalMs,
      logger: silent,
    });
    started.push(controller);
    return { controller, seen, found };
  }

  it("looks at everything once, and says what failed or threw", async () => {
    const { controller, seen } = controllerOf(async (name) => {
      if (name === "A") throw new Error("no answer");
      return { failed: false };
    });
    expect(await controller.once()).to.deep.equal([A]);
    expect(seen).to.deep.equal(["A", "B"]);
  });

  it("looks again at what is woken while it is looked at, once", async () => {
    const gate = new EventTarget();
    const { controller, seen } = controllerOf(async (name) => {
      if (name === "A" && seen.length < 3) await new Promise((resolve) => gate.addEventListener("open", resolve));
      return { failed: false };
    });
    const all = controller.once();
    await sleep(5);
    for (let times = 0; times < 3; times++) controller.wake(A.toBase58());
    expect(seen).to.deep.equal(["A", "B"]);
    gate.dispatchEvent(new Event("open"));
    await all;
    expect(seen).to.deep.equal(["A", "B", "A"]);
  });

  it("ignores being woken for what it does not look after", async () => {
    const { controller, seen } = controllerOf(async () => ({ failed: false }), { found: [A] });
    await controller.once();
    controller.wake(B.toBase58());
    await controller.stop();
    expect(seen).to.deep.equal(["A"]);
  });

  it("leaves what failed alone for a while, also when it is woken, and tries again by itself", async () => {
    const again = new EventTarget();
    const triedAgain = once(again, "tried");
    const { controller, seen } = controllerOf(
      async () => {
        if (seen.length > 1) again.dispatchEvent(new Event("tried"));
        return { failed: seen.length === 1 };
      },
      { found: [A] },
    );
    const running = controller.run();
    await sleep(20);
    controller.wake(A.toBase58());
    await sleep(300);
    expect(seen).to.deep.equal(["A"]);
    await triedAgain;
    expect(seen).to.deep.equal(["A", "A"]);
    await controller.stop();
    await running;
  });

  it("forgets what is not there any more", async () => {
    const { controller, seen, found } = controllerOf(async () => ({ failed: false }), { pollIntervalMs: 20 });
    const running = controller.run();
    await sleep(10);
    found.pop();
    await sleep(60);
    await controller.stop();
    await running;
    expect(seen.filter((name) => name.startsWith("forgot"))).to.deep.equal(["forgot B"]);
  });

  it("stops when what runs is over, and starts nothing more", async () => {
    let finished = false;
    const { controller, seen } = controllerOf(
      async () => {
        await sleep(50);
        finished = true;
        return { failed: true };
      },
      { found: [A] },
    );
    const running = controller.run();
    await sleep(10);
    await controller.stop();
    await running;
    expect([finished, seen]).to.deep.equal([true, ["A"]]);
  });

  it("works on no more than eight at a time", async () => {
    let [now, most] = [0, 0];
    const found = Array.from({ length: 20 }, (_, index) => key(index + 1));
    const { controller } = controllerOf(
      async () => {
        now += 1;
        most = Math.max(most, now);
        await sleep(2);
        now -= 1;
        return { failed: false };
      },
      { found },
    );
    await controller.once();
    expect(most).to.equal(8);
  });
});
