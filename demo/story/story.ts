/**
 * The story, chapter by chapter. Dollar amounts are worked out by hand in the notes, so that whoever runs it can check every
 * line. Tide takes 10 % above the high-water mark, Spark 10 % of each profitable close.
 */
import { guest } from "../cast/people";
import type { Chapter } from "./chapter";
import { CLOSES } from "./closes";
import { LEAVING } from "./leaving";
import { order } from "./order";
import { TROUBLE } from "./trouble";

/** @param guests how many real accounts take part */
export function chapters(guests: number): Chapter[] {
  const labels = Array.from({ length: guests }, (_, index) => `${guest(index + 1).name} · Tide`);
  return [...CLOSES, ...TROUBLE, ...LEAVING, ...labels.map(realAccountWins)];
}

/** A coin of whatever market the account knows, bought at $200 and sold at $300: $100 of profit, share $10. */
const realAccountWins = (label: string): Chapter => ({
  title: `A real account wins: ${label}`,
  play: async (demo) => {
    const market = await demo.firstMarket(demo.member(label));
    const coin = { market, name: `of market ${market}` };
    await order(demo, label, { coin, tenths: 10n, price: 200n, so: "opens a long" });
    await order(demo, label, { coin, tenths: -10n, price: 300n, so: "closes it, $100.00 up" });
  },
});
