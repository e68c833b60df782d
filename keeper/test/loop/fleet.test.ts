import { NodeFailure } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { Fleet, type FleetOptions, type Worked } from "../../src/loop/fleet";
import type { Sighting } from "../../src/observe/looker";
import { silent } from "../support/keeper";
import { key } from "../support/observed";
import { VirtualClock } from "../support/virtual-clock";

const IDLE: Worked = { failed: false, acted: false, dueAt: null };
const POLL = 10_000;
const HOUR = 3_600_000;

/** What a look costs, milliseconds. */
const LOOK = 20;

/** By address; the names are numbers from 1. */
const NAMES = new Map(Array.from({ length: 100 }, (_, index) => [key(index + 1).toBase58(), String(index + 1)]));

class World {
  readonly clock = new VirtualClock();
  /** Names in the order in which they were looked at, and acted on. */
  readonly looked: string[] = [];
  readonly worked: string[] = [];
  readonly forgotten: string[] = [];
  /** What the accounts of each are; another text is another state. */
  readonly states = new Map<string, string>();
  /** Looks at the same moment. */
  most = 0;
  private looking = 0;
  now = 0n;
  found: PublicKey[];
  unfinished: string[] = [];
  problem: unknown = null;
  readonly fleet: Fleet;

  constructor(count: number, options: Partial<FleetOptions> = {}) {
    this.found = Array.from({ length: count }, (_, index) => key(index + 1));
    this.fleet = new Fleet({
      discover: async () => ({ found: this.found, unfinished: this.unfinished, problem: this.problem }),
      fitting: (addresses) => addresses.slice(0, 2),
      look: (address) => this.look(address),
      work: async ({ address }) => {
        this.worked.push(this.nameOf(address));
        return IDLE;
      },
      gone: () => false,
      forget: (address) => this.forgotten.push(this.nameOf(address)),
      pollIntervalMs: POLL,
      pollsPerSecond: 1_000,
      clock: this.clock,
      random: () => 1,
      logger: silent,
      ...options,
    });
  }

  nameOf(address: PublicKey): string {
    return NAMES.get(address.toBase58())!;
  }

  async look(address: PublicKey): Promise<Sighting> {
    this.looked.push(this.nameOf(address));
    this.looking += 1;
    this.most = Math.max(this.most, this.looking);
    await this.clock.sleep(LOOK);
    this.looking -= 1;
    const interpret = () => {
      throw new Error("not here");
    };
    return { address, slot: 1, now: this.now, digest: this.states.get(this.nameOf(address)) ?? "", interpret };
  }

  /** Runs the fleet for so long. */
  async run(ms: number, during: () => Promise<void> = async () => {}): Promise<void> {
    const running = this.fleet.run();
    await during();
    await this.clock.pass(ms);
    await this.clock.until(Promise.all([this.fleet.stop(), running]));
  }
}

describe("fleet", () => {
  it("looks at everything once, and says what failed or threw", async () => {
    const world: World = new World(3, {
      work: async ({ address }) => {
        if (address.equals(key(1))) throw new Error("no answer");
        return { ...IDLE, failed: address.equals(key(3)) };
      },
    });
    expect(await world.clock.until(world.fleet.once())).to.deep.equal([key(1), key(3)]);
    expect(world.looked).to.deep.equal(["1", "2", "3"]);
  });

  it("once looks at what could be listed, and then says why that is not all", async () => {
    const world: World = new World(2);
    world.problem = new Error("410 Gone");
    const error = await world.clock.until(world.fleet.once().catch((reason: Error) => reason));
    expect(error).to.equal(world.problem);
    expect(world.worked).to.deep.equal(["1", "2"]);
  });

  it("keeps what it knows while not all can be listed, and forgets what is listed no more", async () => {
    const world: World = new World(2);
    await world.run(3 * POLL, async () => {
      await world.clock.pass(POLL / 2);
      [world.found, world.problem] = [[], new Error("410 Gone")];
      await world.clock.pass(2 * POLL);
      expect(world.forgotten).to.deep.equal([]);
      world.problem = null;
    });
    expect(world.forgotten).to.deep.equal(["1", "2"]);
  });

  it("acts again only on what differs", async () => {
    const world: World = new World(3);
    await world.run(3 * POLL, async () => {
      await world.clock.pass(POLL / 2);
      world.states.set("2", "other");
    });
    expect(world.worked).to.deep.equal(["1", "2", "3", "2"]);
    expect(world.looked.length).to.equal(12);
  });

  it("acts again when the chain's clock says so, although nothing differs", async () => {
    const world: World = new World(2, {
      work: async ({ address }) => {
        world.worked.push(world.nameOf(address));
        return { ...IDLE, dueAt: address.equals(key(2)) && world.now < 100n ? 100n : null };
      },
    });
    await world.run(3 * POLL, async () => {
      await world.clock.pass(POLL * 1.5);
      world.now = 100n;
    });
    expect(world.worked).to.deep.equal(["1", "2", "2"]);
  });

  it("looks at what is woken while it is acted on once more", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const world: World = new World(1, {
      pollIntervalMs: HOUR,
      work: async () => {
        if (world.looked.length === 1) await gate;
        return IDLE;
      },
    });
    await world.run(POLL, async () => {
      await world.clock.pass(LOOK * 2);
      for (let times = 0; times < 3; times++) world.fleet.wake(key(1).toBase58());
      open();
    });
    expect(world.looked).to.deep.equal(["1", "1"]);
  });

  it("acts again on what has to be reconsidered, although nothing differs, also while it is acted on", async () => {
    const world: World = new World(1, {
      pollIntervalMs: HOUR,
      work: async ({ address }) => {
        world.worked.push(world.nameOf(address));
        if (world.worked.length === 2) world.fleet.reconsider(address.toBase58());
        return IDLE;
      },
    });
    await world.run(POLL, async () => {
      await world.clock.pass(LOOK * 2);
      world.fleet.wake(key(1).toBase58());
      await world.clock.pass(LOOK * 2);
      expect(world.worked.length).to.equal(1);
      world.fleet.reconsider(key(1).toBase58());
    });
    expect(world.worked.length).to.equal(3);
  });

  it("acts on what has something unfinished at every list, although nothing differs", async () => {
    const world: World = new World(2);
    world.unfinished = [key(2).toBase58()];
    await world.run(2.5 * POLL);
    expect(world.worked).to.deep.equal(["1", "2", "2", "2"]);
  });

  it("lists at once when its part of the fleet has changed, and acts on all of it", async () => {
    const world: World = new World(2, { pollIntervalMs: HOUR });
    await world.run(POLL, async () => {
      await world.clock.pass(POLL);
      world.found = [key(2), key(3)];
      world.fleet.relist();
    });
    expect([world.forgotten, world.worked]).to.deep.equal([["1"], ["1", "2", "3"]]);
  });

  it("ignores being woken for what it does not look after", async () => {
    const world: World = new World(1, { pollIntervalMs: HOUR });
    await world.run(POLL, async () => {
      await world.clock.pass(LOOK * 2);
      world.fleet.wake(key(7).toBase58());
    });
    expect(world.looked).to.deep.equal(["1"]);
  });

  it("starves none: the oldest has every fourth look, however many are woken", async () => {
    const world: World = new World(100, { pollIntervalMs: 1_000 });
    await world.run(20_000, async () => {
      await world.clock.pass(2_000);
      world.looked.length = 0;
      const storm = async () => {
        for (let time = 0; time < 20_000; time += 10) {
          for (let index = 1; index <= 50; index++) world.fleet.wake(key(index).toBase58());
          await world.clock.sleep(10);
        }
      };
      void storm();
    });
    // Eight looks of two subscriptions at a time, 20 ms each, are 800 subscriptions a second: 200 of them are the oldest ones.
    for (let index = 51; index <= 100; index++) {
      const times = world.looked.filter((name) => name === String(index)).length;
      expect(times, `looks at ${index}`).to.be.within(18, 42);
    }
    expect(world.most).to.equal(16);
  });

  it("looks at the woken ones first", async () => {
    const world: World = new World(60, { pollIntervalMs: 100 });
    await world.run(1_000, async () => {
      await world.clock.pass(1_000);
      world.looked.length = 0;
      world.fleet.wake(key(40).toBase58());
    });
    expect(world.looked.slice(0, 20)).to.include("40");
  });

  it("lets looks that only the poll makes wait at the node behind those that something woke", async () => {
    const asked: string[] = [];
    const world: World = new World(2, {
      look: (address, priority) => {
        asked.push(`${world.nameOf(address)} ${priority}`);
        return world.look(address);
      },
    });
    await world.run(POLL, async () => {
      await world.clock.pass(POLL / 2);
      world.fleet.wake(key(2).toBase58());
    });
    // First all that is new, then what was woken, and when its time has come the one that was not.
    expect(asked).to.deep.equal(["1 looking", "2 looking", "2 looking", "1 polling"]);
  });

  it("asks no faster than it may when nothing is woken", async () => {
    const world: World = new World(100, { pollIntervalMs: 1_000, pollsPerSecond: 5 });
    await world.run(30_000, async () => {
      await world.clock.pass(5_000);
      world.looked.length = 0;
    });
    // Five looks a second, two subscriptions each.
    expect(world.looked.length).to.be.within(290, 302);
    for (const name of new Set(world.looked)) {
      expect(world.looked.filter((other) => other === name).length, `looks at ${name}`).to.be.within(2, 4);
    }
  });

  it("leaves what failed alone for a while, also when it is woken, and tries again by itself", async () => {
    const world: World = new World(1, {
      pollIntervalMs: HOUR,
      work: async () => ({ ...IDLE, failed: world.looked.length <= 2 }),
    });
    await world.run(2_100, async () => {
      await world.clock.pass(LOOK * 2);
      world.fleet.wake(key(1).toBase58());
      await world.clock.pass(900);
      expect(world.looked.length).to.equal(1);
      await world.clock.pass(100);
      expect(world.looked.length).to.equal(2);
    });
    expect(world.looked.length).to.equal(3);
  });

  it("blames no subscription for a node that does not answer, and goes on soon after it is back", async () => {
    let down = true;
    const world: World = new World(6, {
      look: (address) => (down ? Promise.reject(new NodeFailure("down")) : world.look(address)),
    });
    await world.run(6_000, async () => {
      await world.clock.pass(60_000);
      expect(world.fleet.lag).to.deep.include({
        subscriptions: 6,
        neverLookedAt: 6,
        oldestMs: 0,
        woken: 6,
        failing: 6,
      });
      down = false;
    });
    expect([...new Set(world.worked)].sort()).to.deep.equal(["1", "2", "3", "4", "5", "6"]);
  });

  it("says when looks are late, and how late", async () => {
    const said: object[] = [];
    const logger = { ...silent, error: () => {}, info: () => {}, warn: (lag: object) => said.push(lag) } as never;
    let down = false;
    const world: World = new World(2, {
      logger,
      look: (address) => (down ? Promise.reject(new NodeFailure("down")) : world.look(address)),
    });
    await world.run(0, async () => {
      await world.clock.pass(60_000);
      expect(said).to.deep.equal([]);
      down = true;
      await world.clock.pass(120_000);
    });
    expect(said.length).to.be.above(0);
    expect(said[0]).to.deep.include({ subscriptions: 2, neverLookedAt: 0, failing: 2 });
  });

  it("forgets what is gone", async () => {
    const world: World = new World(2, {
      look: (address) => (address.equals(key(1)) ? Promise.reject(new Error("gone")) : world.look(address)),
      gone: (_, error) => (error as Error).message === "gone",
    });
    world.problem = new Error("only once");
    await world.run(POLL / 2);
    expect([world.forgotten, world.fleet.lag.subscriptions]).to.deep.equal([["1"], 1]);
  });

  it("stops when what runs is over, and starts nothing more", async () => {
    let finished = false;
    const world: World = new World(1, {
      work: async () => {
        await world.clock.sleep(5_000);
        finished = true;
        return { ...IDLE, failed: true };
      },
    });
    await world.run(100);
    expect([finished, world.looked]).to.deep.equal([true, ["1"]]);
  });
});
