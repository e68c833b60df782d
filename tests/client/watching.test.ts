/** Watching subscriptions over a real WebSocket of the local chain. */
import { ProfitShareClient } from "@profit-share/sdk";
import { type Watch, type Watched, type WatchOptions, watchSubscriptions } from "@profit-share/sdk/watching";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import WebSocket from "ws";
import { Market } from "./market";
import { DOLLAR } from "./parties";

/** The sockets that were made; their messages can be withheld. */
function sockets() {
  const made: WebSocket[] = [];
  const state = { made, silent: false };
  class Watching extends WebSocket {
    constructor(url: string) {
      super(url);
      made.push(this);
    }

    override emit(event: string | symbol, ...rest: unknown[]): boolean {
      return event === "message" && state.silent ? true : super.emit(event, ...rest);
    }
  }
  return { state, WebSocket: Watching };
}

describe("watching on a chain", function () {
  this.timeout(60_000);
  let market: Market;
  let watch: Watch | undefined;
  const address = () => market.attested(0);

  before(async () => {
    market = await Market.open();
    await market.subscribe({ accountNo: 0 }, DOLLAR);
  });
  afterEach(() => watch?.stop());
  after(() => market.close());

  /** What it tells: the balance in cents, or "none". A poll comes only where a test wants one. */
  function start(options: Partial<WatchOptions> = {}, addresses: PublicKey[] = [address()], client = market.client) {
    const seen: Watched[] = [];
    const troubles: unknown[] = [];
    const { state, WebSocket } = sockets();
    watch = watchSubscriptions(client, addresses, {
      ...{ WebSocket, pollMs: 3_600_000 },
      onChange: (watched) => seen.push(watched),
      onTrouble: (error) => troubles.push(error),
      ...options,
    });
    const told = () =>
      seen.map(({ subscription }) => (subscription === null ? "none" : Number(subscription.balance) / 10_000));
    return { seen, troubles, told, state };
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((done) => setTimeout(done, 5));
  }

  it("tells how it is, and of each change as it comes", async () => {
    const { seen, told } = start();
    await until(() => watch!.isNotified() && watch!.age() !== null);
    await market.deposit(address(), DOLLAR);
    await until(() => told().length === 2);
    await market.withdraw(address(), 500_000n);
    await until(() => told().length === 3);
    expect(told()).to.deep.equal([100, 200, 150]);
    expect(seen.at(-1)!.subscription).to.deep.equal(await market.client.subscription(address()));
    expect(seen[2]!.slot).to.be.greaterThan(seen[1]!.slot);
  });

  it("tells of a close, and of another subscription at the address", async () => {
    const { seen, told } = start();
    await until(() => watch!.isNotified());
    await market.end(address());
    await until(() => told().at(-1) === "none");
    await market.subscribe({ accountNo: 0 }, 3n * DOLLAR);
    await until(() => told().at(-1) === 300);
    const instances = seen.flatMap(({ subscription }) => (subscription === null ? [] : [subscription.instance]));
    expect([...new Set(instances)]).to.deep.equal([1n, 2n]);
  });

  it("tells that there is none, until there is", async () => {
    const { told } = start({}, [market.attested(5)]);
    await until(() => watch!.isNotified());
    await market.subscribe({ accountNo: 5 }, DOLLAR);
    await until(() => told().length === 2);
    expect(told()).to.deep.equal(["none", 100]);
  });

  it("watches several over one connection", async () => {
    const { seen, state } = start({}, [address(), market.attested(5)]);
    await until(() => watch!.isNotified());
    await market.deposit(address(), DOLLAR);
    await market.deposit(market.attested(5), DOLLAR);
    await until(() => seen.length === 4);
    expect(seen.map(({ address: of }) => of.equals(address()))).to.deep.equal([true, false, true, false]);
    expect(state.made).to.have.length(1);
  });

  it("survives a connection that breaks, and finds what it missed", async () => {
    const { told, state } = start();
    await until(() => watch!.isNotified());
    state.made[0]!.terminate();
    await until(() => !watch!.isNotified());
    const before = told().length;
    await market.deposit(address(), DOLLAR);
    expect(told()).to.have.length(before);
    await until(() => watch!.isNotified() && told().length === before + 1);
    await market.deposit(address(), DOLLAR);
    await until(() => told().length === before + 2);
    expect(state.made).to.have.length(2);
  });

  it("finds by its poll what a silent connection does not tell, and replaces it", async () => {
    const { told, state } = start({ pollMs: 50 });
    await until(() => watch!.isNotified());
    state.silent = true;
    const before = told().length;
    while (watch!.isNotified()) await market.deposit(address(), 10_000n);
    state.silent = false;
    expect(told().length).to.be.greaterThan(before);
    await until(() => watch!.isNotified());
    expect(state.made).to.have.length(2);
  });

  it("does without a WebSocket", async () => {
    const { told, state } = start({ WebSocket: null, pollMs: 20 });
    await until(() => told().length === 1);
    await market.deposit(address(), DOLLAR);
    await until(() => told().length === 2);
    expect([watch!.isNotified(), state.made.length]).to.deep.equal([false, 0]);
  });

  it("says what fails, and grows old meanwhile", async () => {
    const { connection } = market.chain;
    let broken = false;
    const getMultipleAccountsInfoAndContext = async (keys: PublicKey[], config: object) => {
      if (broken) throw new Error("no answer");
      return connection.getMultipleAccountsInfoAndContext(keys, config);
    };
    const client = new ProfitShareClient(
      Object.assign(Object.create(connection), { getMultipleAccountsInfoAndContext }),
    );
    const { troubles } = start({ WebSocket: null, pollMs: 5 }, [address()], client);
    await until(() => watch!.age() !== null);
    broken = true;
    await until(() => troubles.length > 0);
    const age = watch!.age()!;
    const count = troubles.length;
    await until(() => troubles.length > count + 1);
    expect(watch!.age()).to.be.greaterThan(age);
    broken = false;
    const failed = watch!.age()!;
    await until(() => watch!.age()! < failed);
  });

  it("says what is at the address if it is no subscription", async () => {
    const { troubles, seen } = start({}, [market.attestedBot]);
    await until(() => troubles.length > 0);
    expect((troubles[0] as Error).message).to.match(
      /is no subscription, it is a bot: pass the address of a subscription$/,
    );
    expect(seen).to.deep.equal([]);
  });

  it("tells nothing any more when it is stopped, and lets its connection go", async () => {
    const { told, state } = start();
    await until(() => watch!.isNotified() && told().length === 1);
    watch!.stop();
    await until(() => state.made[0]!.readyState === WebSocket.CLOSED);
    await market.deposit(address(), DOLLAR);
    expect(told()).to.have.length(1);
  });
});
