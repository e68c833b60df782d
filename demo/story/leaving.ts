/** The ways to leave. Dollar amounts are worked out by hand. */
import type { Chapter } from "./chapter";
import { order, SOL } from "./order";
import { claimVault, close, unsubscribe } from "./wallets";

export const LEAVING: readonly Chapter[] = [
  {
    // $20, share $2: with the $3 of before the day's cap. $30 − $8 − $2 = $20 are left; the keeper closes, and they come back.
    title: "Leaving with an open position: its close still pays",
    play: async (demo) => {
      const dora = demo.member("Dora · Tide");
      await order(demo, dora.label, { coin: SOL, tenths: 20n, price: 160n, so: "opens a long" });
      await unsubscribe(demo, dora);
      await order(demo, dora.label, { coin: SOL, tenths: -20n, price: 170n, so: "closes it, $20.00 up" });
    },
  },
  {
    // $5 + $3, which nobody has claimed.
    title: "Leaving where closes are attested: the marketplace says that no close follows",
    play: async (demo) => {
      const cleo = demo.member("Cleo · Spark");
      await unsubscribe(demo, cleo);
      await demo.finish(cleo);
      await claimVault(demo, "Spark");
    },
  },
  {
    // $4 − $1 = $3.
    title: "Leaving with a debt: it is written off after a week",
    play: async (demo) => {
      const emil = demo.member("Emil · Tide");
      await unsubscribe(demo, emil);
      const early = await demo.chain.client.closeSubscription(emil.address);
      await demo.isRefused("Closing Emil · Tide", early);
      demo.daysPass(7);
      await close(demo, emil);
    },
  },
];
