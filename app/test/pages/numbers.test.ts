import { claimable, formatDollars, owed, withdrawable } from "@profit-share/sdk";
import { readHistory, steps } from "@profit-share/sdk/history";
import { readBotTotals } from "@profit-share/sdk/listing";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { describeApp } from "../support/suite";

/** What the amounts in it are, base units. */
const amountsIn = async (where: Locator): Promise<bigint[]> => {
  const found = await where.locator("[data-amount]").all();
  return Promise.all(found.map(async (one) => BigInt((await one.getAttribute("data-amount"))!)));
};
const fact = (page: Page, name: string): Locator =>
  page.locator("dl > div", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) });

describeApp("a number on a page is the SDK's", (suite) => {
  before(async () => {
    const { world } = suite;
    await world.join(9n * DOLLAR);
    // $80.000003 and $70: $15 of share, of which the balance pays $9. Then a loss.
    for (const realized of [80_000_003n, 150n * DOLLAR, 110n * DOLLAR]) await world.settleAt(realized);
    for (const close of [20n, -30n, 10n]) await world.attest(world.attested(0), close * DOLLAR);
  });

  it("of all bots", async () => {
    const { world } = suite;
    const page = await suite.open("/");
    await page.getByText("since it began").nth(1).waitFor();
    for (const bot of [world.verifiedBot, world.attestedBot]) {
      const { profit, accrued } = await readBotTotals(world.client, bot);
      const row = page.locator("tr", { has: page.locator(`a[href="/bot/${bot}"]`) });
      // All of it was settled in the last days.
      expect(await amountsIn(row)).to.deep.equal([profit, accrued]);
    }
  });

  it("of a bot", async () => {
    const { world } = suite;
    const totals = await readBotTotals(world.client, world.verifiedBot);
    const page = await suite.open(`/bot/${world.verifiedBot}`);
    const figures = {
      "Charged profit": totals.profit,
      "The creator's share of it": totals.accrued,
      "Owed now": totals.owed,
    };
    for (const [name, amount] of Object.entries({ ...figures, "Paid by balances": totals.credited })) {
      await fact(page, name).first().waitFor();
      expect(await amountsIn(fact(page, name).first()), name).to.deep.equal([amount]);
    }
    const { last } = await world.client.subscription(world.verified);
    expect(await amountsIn(fact(page, "Realized"))).to.deep.equal([last]);
  });

  it("of a subscription", async () => {
    const { world } = suite;
    const { client, verified } = world;
    const account = await client.subscription(verified);
    const page = await suite.open(`/s/${verified}`);
    const figures = {
      Balance: account.balance,
      "Can be withdrawn now": withdrawable(account, await client.time()),
      "Share so far": account.accrued,
      Owed: owed(account),
    };
    for (const [name, amount] of Object.entries(figures)) {
      await fact(page, name).waitFor();
      expect(await amountsIn(fact(page, name)), name).to.deep.equal([amount]);
    }
    await page.getByText(`The bot has to win back ${formatDollars(account.mark - account.last)} before`).waitFor();

    const { events } = await readHistory(client, verified);
    const deductions = steps(events.map(({ record }) => record)).toReversed();
    const rows = await page.locator("tbody tr").all();
    expect(rows.length).to.equal(deductions.length);
    for (const [index, { realized, profit, accrued, credited }] of deductions.entries()) {
      const shown = await amountsIn(rows[index]!);
      expect(shown.slice(0, 4)).to.deep.equal([realized.after - realized.before, profit, accrued, credited]);
    }
  });

  it("of a proof", async () => {
    const { world } = suite;
    const account = await world.client.subscription(world.attested(0));
    const held = await world.client.escrowAmount(account);
    const page = await suite.open(`/verify/${world.attested(0)}`);
    await page.getByText("Everything adds up").waitFor();
    const promised = formatDollars(account.balance + claimable(account));
    await page.getByText(`It holds ${formatDollars(held)}. Balance and claimable are ${promised}.`).waitFor();
    await page.getByText("3 of 3 follow from the one before").waitFor();
  });
});
