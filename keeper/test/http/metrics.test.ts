import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Fate } from "../support/faulty-rpc";
import { type TestSubscription, USDC } from "../support/market";
import { type Sample, Served } from "../support/served";

const BEFORE_BALANCE_IS_ASKED_AGAIN = 31_000;

describe("each of the keeper's metrics", () => {
  let served: Served;
  let subscription: TestSubscription;
  let trades = 0;
  let atFirst: Sample[] = [];
  const moved = new Set<string>();

  before(async () => {
    served = await Served.open();
    subscription = await served.market.attested();
    await reaches("profit_share_subscriptions", 3);
  });
  after(() => served.stop());
  afterEach(() => served.mend());

  beforeEach(async () => {
    atFirst = await served.scrape();
  });

  /** Of all series of the metric, or of those with this label. */
  const sumOf = (samples: readonly Sample[], metric: string, label: string): number =>
    samples
      .filter((one) => one.metric === metric && one.series.includes(label))
      .reduce((sum, { value }) => sum + value, 0);

  const reads = async (metric: string, label = ""): Promise<number> => sumOf(await served.scrape(), metric, label);

  /** Waits until it has the value, or one that fits. It counts as moved if that is another than at the test's beginning. */
  async function reaches(metric: string, fits: number | ((value: number) => boolean), label = ""): Promise<void> {
    const wanted = typeof fits === "number" ? (value: number) => value === fits : fits;
    let value = await reads(metric, label);
    for (; !wanted(value); value = await reads(metric, label)) await sleep(10);
    if (value !== sumOf(atFirst, metric, label)) moved.add(metric);
  }

  const above = (least: number) => (value: number) => value > least;
  const close = (of = subscription) => served.close(of, `trade ${++trades}`);

  it("of the subscriptions counts one more, and what is told of it", async () => {
    const followed = await reads("profit_share_feed_followed");
    await served.market.attested();
    await reaches("profit_share_subscriptions", 4);
    await reaches("profit_share_feed_followed", above(followed));
  });

  it("of what the payer has falls by the fees", async () => {
    const before = await reads("profit_share_payer_lamports");
    await close();
    await reaches("profit_share_close_settled_seconds", above(0), "_count");
    served.pass(BEFORE_BALANCE_IS_ASKED_AGAIN);
    await reaches("profit_share_payer_lamports", (value) => value < before && value > 0);
  });

  it("of transactions counts one by its purpose, its end and its error", async () => {
    const label = 'kind="settle_attested",outcome="confirmed",error=""';
    const before = await reads("profit_share_actions_total", label);
    await close();
    await reaches("profit_share_actions_total", before + 1, label);
  });

  it("of requests counts them by node and method, and those that fail", async () => {
    const label = `endpoint="${served.rpc.url}",method="getMultipleAccounts"`;
    const before = await reads("profit_share_requests_total", label);
    served.judge = (method) => (method === "getMultipleAccounts" ? "lose request" : "pass");
    await reaches("profit_share_request_failures_total", above(0), label);
    await reaches("profit_share_requests_total", above(before), label);
  });

  it("of looks grows while the node does not answer", async () => {
    served.judge = (method) => (method === "getMultipleAccounts" ? "lose request" : "pass");
    await served.market.attested();
    await reaches("profit_share_subscriptions_never_looked_at", 1);
    await reaches("profit_share_oldest_look_seconds", above(0));
    served.pass(5_000);
    await reaches("profit_share_oldest_look_seconds", above(5));
  });

  it("of the loop tells since when it came round", async () => {
    const before = await reads("profit_share_loop_seconds");
    await reaches("profit_share_loop_seconds", (value) => value !== before);
  });

  it("of woken ones counts those that a look waits for", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    served.judge = async (method): Promise<Fate> => {
      if (method === "getMultipleAccounts") await held;
      return "pass";
    };
    while ((await reads("profit_share_subscriptions_woken")) === 0) {
      await served.market.donate(subscription, 5_000n);
      await sleep(20);
    }
    await reaches("profit_share_subscriptions_woken", above(0));
    served.pass(2_000);
    await reaches("profit_share_oldest_woken_seconds", above(2));
    release();
    await reaches("profit_share_oldest_woken_seconds", 0);
  });

  it("of a close that fails counts it as waiting, ages it, and sets its subscription aside", async () => {
    served.judge = (method) => {
      return method === "simulateTransaction" ? { error: { code: -32_603, message: "no time" } } : "pass";
    };
    await close();
    await reaches("profit_share_closes_waiting", 1);
    await reaches("profit_share_oldest_close_seconds", above(0));
    await reaches("profit_share_subscriptions_set_aside", 1, 'reason="error"');
    served.mend();
    served.pass(60_000);
    await reaches("profit_share_subscriptions_set_aside", 0);
    await reaches("profit_share_closes_waiting", 0);
  });

  it("of what is in flight counts a transaction that does not arrive, and ages it", async () => {
    served.judge = (method) => (method === "sendTransaction" ? "swallow" : "pass");
    await close();
    await reaches("profit_share_in_flight", 1);
    await reaches("profit_share_oldest_in_flight_seconds", above(0));
    served.mend();
    await reaches("profit_share_in_flight", 0);
  });

  it("of debts counts what is owed, and that nobody can pay it", async () => {
    const debtor = await served.market.attested({ deposit: 0n });
    served.market.setTokens(debtor.agent.publicKey, 0n);
    await close(debtor);
    await reaches("profit_share_debts", 1);
    await reaches("profit_share_owed_base_units", 2_000_000);
    await reaches("profit_share_skips_total", above(0), 'kind="fund_from_agent",reason="too_little"');
  });

  it("of the venue's log counts a subscription whose trade is to be read", async () => {
    await reaches("profit_share_venue_trades_unread", 0);
    await served.market.trade(served.verified, 50n * USDC);
    await reaches("profit_share_venue_trades_unread", 1);
  });

  it("of messages counts those that are given up, and those that are not delivered", async () => {
    served.messages.answer = () => ({ status: 410 });
    await close();
    while ((await reads("profit_share_messages_dead")) === 0) await served.makeNewsDue();
    await reaches("profit_share_messages_dead", above(0));
    served.messages.answer = () => "hang";
    await close();
    while ((await reads("profit_share_oldest_message_seconds")) === 0) await served.makeNewsDue();
    await reaches("profit_share_messages_waiting", above(0));
    await reaches("profit_share_oldest_message_seconds", above(0));
  });

  it("of notifications says that they do not come, and how often they broke off", async () => {
    served.wire.down = true;
    served.wire.cut();
    await reaches("profit_share_feed_connected", 0);
    await reaches("profit_share_feed_breaks_total", above(0));
    served.mend();
    await reaches("profit_share_feed_connected", 1);
  });

  it("of notifications counts what the node refuses to tell of", async () => {
    served.wire.refusing = true;
    await served.market.attested();
    await reaches("profit_share_feed_refusals_total", above(0));
    await reaches("profit_share_feed_waiting", above(0));
  });

  it("has moved in these tests", async () => {
    expect(await served.names()).to.have.members([...moved]);
  });
});
