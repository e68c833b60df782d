import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { ActionReport, Keeper, KeeperOptions, Skip } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const AN_HOUR = 3_600_000;

/** @throws Error if it does not become true in time */
async function eventually(what: string, condition: () => boolean, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`It did not happen within ${ms} ms: ${what}`);
    await sleep(10);
  }
}

/** A way to a TCP port that can be cut and mended. */
class Cable {
  private readonly ends = new Set<Socket>();
  private cutOff = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: number): Promise<Cable> {
    const server = createServer((near) => cable.join(near, target));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const cable = new Cable(server, (server.address() as { port: number }).port);
    return cable;
  }

  cut(): void {
    this.cutOff = true;
    for (const end of this.ends) end.destroy();
  }

  mend(): void {
    this.cutOff = false;
  }

  get connections(): number {
    return this.ends.size / 2;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket, target: number): void {
    if (this.cutOff) {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(end);
      end.on("error", () => {});
      end.on("close", () => {
        this.ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  }
}

describe("a keeper that runs", () => {
  let market: Market;
  let subscription: TestSubscription;
  let keeper: Keeper;
  let reports: ActionReport[];

  async function start(options: Partial<KeeperOptions> = {}): Promise<void> {
    reports = [];
    keeper = await openKeeper(market, { onAction: (report) => reports.push(report), ...options });
    keeper.start();
  }

  const paid = (amount: bigint) => () => market.payoutTokens(subscription) === amount;

  beforeEach(async () => {
    market = await Market.open();
    subscription = await market.verified();
  });

  afterEach(async () => {
    await keeper.stop();
    await market.close();
  });

  describe("when an account changes", () => {
    it("looks at once, however rarely it polls", async () => {
      await start({ settings: market.settings({ pollIntervalMs: AN_HOUR }) });
      await market.trade(subscription, 10n * USDC);
      await eventually("the first share is paid", paid(1_000_000n));
      await market.trade(subscription, 10n * USDC);
      await eventually("the second share is paid", paid(2_000_000n));
      expect(reports.every(({ outcome }) => outcome.kind === "confirmed")).to.equal(true);
    });

    it("looks when the agent gets the money that is owed", async () => {
      subscription = await market.attested({ deposit: 0n });
      await start({ settings: market.settings({ pollIntervalMs: AN_HOUR }) });
      await keeper.settleClose(subscription.address, {
        reference: "1".repeat(64),
        tradeId: null,
        closePnl: 10n * USDC,
      });
      expect(market.payoutTokens(subscription)).to.equal(0n);
      market.setTokens(subscription.agent.publicKey, 10n * USDC);
      await eventually("the share is paid", paid(1_000_000n));
    });
  });

  describe("when the notifications break off", () => {
    let cable: Cable;
    beforeEach(async () => {
      cable = await Cable.to(Number(new URL(market.chain.localnet.wsUrl).port));
    });
    afterEach(() => cable.close());

    it("finds by polling what it missed", async () => {
      const settings = market.settings({ wsUrl: `ws://127.0.0.1:${cable.port}`, pollIntervalMs: 300 });
      await start({ settings });
      await eventually("it listens", () => cable.connections > 0);
      cable.cut();
      await market.trade(subscription, 10n * USDC);
      await eventually("the share is paid", paid(1_000_000n));
    });

    it("connects again, and is woken again by what changes then", async () => {
      const settings = market.settings({ wsUrl: `ws://127.0.0.1:${cable.port}`, pollIntervalMs: AN_HOUR });
      await start({ settings });
      await eventually("it listens", () => cable.connections > 0);
      // Notified once, so that its subscriptions are known to be there.
      await market.trade(subscription, 10n * USDC);
      await eventually("the first share is paid", paid(1_000_000n));
      cable.cut();
      await sleep(50);
      cable.mend();
      await eventually("it listens again", () => cable.connections > 0);
      // Its subscriptions follow the connection.
      for (let trades = 1; market.payoutTokens(subscription) === 1_000_000n && trades <= 20; trades++) {
        await market.trade(subscription, 10n * USDC);
        await sleep(200);
      }
      expect(market.payoutTokens(subscription) > 1_000_000n).to.equal(true);
    });
  });

  describe("when a new subscription is made", () => {
    it("finds it with the next poll", async () => {
      await start({ settings: market.settings({ pollIntervalMs: 100 }) });
      subscription = await market.attested({ deposit: 0n });
      // Found by its keeper account: somebody owes its creator something.
      await market.donate(subscription, 5n);
      await eventually("the tokens are balance", () => market.ledger(subscription).balance === 5n);
    });

    it("finds it at once, however rarely it polls", async () => {
      await start({ settings: market.settings({ pollIntervalMs: AN_HOUR }) });
      await market.trade(subscription, 10n * USDC);
      await eventually("it listens", paid(1_000_000n));
      subscription = await market.attested({ deposit: 0n });
      await market.donate(subscription, 5n);
      await eventually("the tokens are balance", () => market.ledger(subscription).balance === 5n);
    });
  });

  describe("when one subscription cannot be looked after", () => {
    it("looks after the others", async () => {
      const nobody = market.signer.publicKey;
      const settings = market.settings({ pollIntervalMs: 100 });
      await start({ settings: { ...settings, watched: { ...settings.watched, subscriptions: [nobody] } } });
      await market.trade(subscription, 10n * USDC);
      await eventually("the share is paid", paid(1_000_000n));
    });
  });

  describe("when a listener throws", () => {
    it("goes on", async () => {
      await start({
        onAction: () => {
          throw new Error("the printer is on fire");
        },
      });
      await market.trade(subscription, 10n * USDC);
      await eventually("the share is paid", paid(1_000_000n));
    });
  });

  it("tells a skip once, not in every pass", async () => {
    const skips: Skip[] = [];
    subscription = await market.attested({ deposit: 0n });
    await start({ settings: market.settings({ pollIntervalMs: 50 }), onSkip: (_, skip) => skips.push(skip) });
    await keeper.settleClose(subscription.address, { reference: "1".repeat(64), tradeId: null, closePnl: 10n * USDC });
    for (let pass = 0; pass < 3; pass++) await keeper.reconcile(subscription.address);
    expect(skips).to.deep.equal([
      {
        kind: "fund_from_agent",
        cause: "too_little",
        reason: "the agent's token account can spare 0 of the 1000000 base units owed",
      },
    ]);
  });
});
