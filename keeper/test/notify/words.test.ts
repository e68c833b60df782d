import { expect } from "chai";
import { overText, paymentText, problemText, summaryText } from "../../src/notify/words";
import { payment } from "../support/payments";

const KEEPER = "GvgaKeeperKeeperKeeperKeeperKeeperKeepe3k2P";

describe("the words of messages", () => {
  it("say what a trade paid", () => {
    expect(paymentText([payment({ signature: "5KdSig" })])).to.equal(
      "You were paid $4.50.\n" +
        "Trade 12345 of bot 3hGt…B7Kq closed with a profit of $60.00. Your share is 7.5 %.\n" +
        "Transaction: 5KdSig",
    );
  });

  it("say what was paid where the venue says the PnL, and somebody else sent it", () => {
    const one = payment({ subscription: "6vKqSubscriptionX9aB", tradeId: null, closePnl: null, signature: null });
    expect(paymentText([one])).to.equal(
      "You were paid $4.50.\n" +
        "It is for what subscription 6vKq…X9aB of bot 3hGt…B7Kq realized. Your share is 7.5 %.",
    );
  });

  it("list what one transaction paid of older debts", () => {
    const of = (sequence: bigint, changes: object = {}) => payment({ sequence, signature: "5KdSig", ...changes });
    const text = paymentText([
      of(1n, { amount: 1_000_000n }),
      of(2n, { tradeId: null }),
      of(3n, { tradeId: "c", closePnl: -1n }),
    ]);
    expect(text).to.equal(
      "You were paid $10.00 for 3 settlements of bot 3hGt…B7Kq:\n" +
        "- $1.00 trade 12345, a profit of $60.00\n" +
        "- $4.50 settlement 2, a profit of $60.00\n" +
        "- $4.50 trade c, a loss of $0.000001\n" +
        "Transaction: 5KdSig",
    );
  });

  it("sum up a period by bots, the one that paid most first, in the creator's time zone", () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour, 5));
    const all = [
      payment({ bot: "Small111", amount: 1_000_000n, distributedAt: at(23) }),
      payment({ bot: "Large111", amount: 1_500_000n, distributedAt: at(9) }),
      payment({ bot: "Large111", amount: 1_500_000n, distributedAt: at(10) }),
    ];
    expect(summaryText(all, "Europe/Vienna")).to.equal(
      "You were paid $4.00 by 3 payments from 20 Nov 2026, 10:05 to 21 Nov 2026, 00:05 (Europe/Vienna).\n" +
        "- Bot Larg…e111: $3.00 by 2 payments\n" +
        "- Bot Smal…l111: $1.00 by 1 payment",
    );
    expect(summaryText([payment()], "UTC").split("\n")[0]).to.equal(
      "You were paid $4.50 by 1 payment at 20 Nov 2026, 09:00 (UTC).",
    );
  });

  it("stay within what Telegram takes, however much there is", () => {
    const trades = Array.from({ length: 500 }, () => payment({ signature: "x", tradeId: "long ".repeat(50) }));
    const bots = Array.from({ length: 500 }, (_, index) => payment({ bot: `Bot${index}${"x".repeat(40)}` }));
    const sentence = "no ".repeat(10_000);
    expect(problemText(KEEPER, sentence).length).to.be.below(4_096);
    expect(overText(KEEPER, sentence, new Date(0), new Date(1)).length).to.be.below(4_096);
    for (const text of [paymentText(trades), summaryText(bots, "UTC")]) {
      expect(text.length).to.be.below(4_096);
      expect(text).to.include("\n- and 490 more");
    }
  });

  it("keep what a host put into a trade's id on its line", () => {
    const text = paymentText([payment({ tradeId: "7\nYou were paid $1,000,000\u202e" })]);
    expect(text.split("\n")).to.have.length(3);
    expect(text).to.include("Trade 7 You were paid $1,000,000 of bot");
  });

  it("say which keeper has a problem, and that it is over", () => {
    const sentence = "No node says what the payer has: check rpcUrl";
    expect(problemText(KEEPER, sentence)).to.equal(`Keeper Gvga…3k2P: ${sentence}.`);
    const until = (minutes: number) => overText(KEEPER, sentence, new Date(0), new Date(minutes * 60_000));
    expect(until(25)).to.equal(`Keeper Gvga…3k2P: over after 25 minutes. It was: ${sentence}.`);
    expect(until(300)).to.match(/over after 5 hours\./);
  });
});
