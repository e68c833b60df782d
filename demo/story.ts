/**
 * The story, scene by scene. Dollar amounts are worked out by hand in the notes, so that whoever runs it can check every
 * line. Tide takes 10 % above the high-water mark, Spark 10 % of each profitable close.
 */

import { DOLLAR, guest, SAFE } from "./cast";
import type { Show } from "./performance";
import { ETH, order, type Scene, SOL } from "./scene";
import { SEQUEL } from "./second-half";
import { claim, withdraw } from "./wallets";

/** A coin of whatever market the real account knows, bought at $200 and sold at $300: $100 of profit. */
async function realAccount(show: Show, label: string): Promise<void> {
  const member = show.member(label);
  const market = await show.firstMarket(member);
  const coin = { market, name: `of market ${market}` };
  await order(show, label, { coin, tenths: 10n, price: 200n, so: "opens a long" });
  await order(show, label, { coin, tenths: -10n, price: 300n, so: "closes it, $100.00 up" });
}

const SCENES: readonly Scene[] = [
  {
    // $200 − $1.60 of fees = $198.40, share $19.84.
    title: "A winning close",
    play: async (show) => {
      await order(show, "Anna · Tide", { coin: SOL, tenths: 100n, price: 150n, fee: 750_000n, so: "opens a long" });
      await order(show, "Anna · Tide", { coin: SOL, tenths: -100n, price: 170n, fee: 850_000n, so: "closes it" });
    },
  },
  {
    // $198.40 − $40 = $158.40: the mark stays.
    title: "A losing close",
    play: async (show) => {
      await order(show, "Anna · Tide", { coin: SOL, tenths: -50n, price: 170n, so: "opens a short" });
      await order(show, "Anna · Tide", { coin: SOL, tenths: 50n, price: 178n, so: "closes it at a loss" });
    },
  },
  {
    // Two of the five SOL close with $60: $218.40, $20 above the mark, share $2.
    title: "A flip, in which the loss is made up first",
    play: async (show) => {
      await order(show, "Anna · Tide", { coin: SOL, tenths: 20n, price: 160n, so: "opens a long" });
      await order(show, "Anna · Tide", { coin: SOL, tenths: -50n, price: 190n, so: "closes it and is short 3" });
      await order(show, "Anna · Tide", { coin: SOL, tenths: 30n, price: 190n, so: "closes the short, even" });
    },
  },
  {
    // $40, share $4. The $60 of collateral and the $40 are the margin buffer of $100: nothing can be taken yet.
    title: "A partial close, and an escrow without money",
    play: async (show) => {
      await order(show, "Ben · Tide", { coin: ETH, tenths: 4n, price: 2_500n, so: "opens a long" });
      const owed = 4n * DOLLAR;
      await order(show, "Ben · Tide", { coin: ETH, tenths: -1n, price: 2_900n, so: "closes a quarter", owed });
    },
  },
  {
    // $150 more: $190, share $19. $150 above the buffer: the $19 come from the venue.
    title: "What is owed is funded from the venue",
    play: (show) => order(show, "Ben · Tide", { coin: ETH, tenths: -3n, price: 3_000n, so: "closes the rest" }),
  },
  {
    // Shares $12, nothing, $10. The deposit of $20 covers $12 and $8, the agent adds $2.
    title: "Closes on another venue, attested by the keeper",
    play: async (show) => {
      for (const closePnl of [120n, -50n, 100n]) await show.attest(show.member("Cleo · Spark"), closePnl * DOLLAR);
    },
  },
  {
    // $0.047, share $0.0047.
    title: "A share of a fraction of a cent, for the agent that also trades for Tide",
    play: (show) => show.attest(show.member("Anna · Spark"), 47_000n),
  },
  {
    // $12 + $10.
    title: "A claim to another wallet",
    play: (show) => claim(show, show.member("Cleo · Spark"), SAFE),
  },
  {
    // $50 − $19.84 − $2 = $28.16, of which $8.16 stay.
    title: "A withdrawal",
    play: (show) => withdraw(show, show.member("Anna · Tide"), 20n * DOLLAR),
  },
];

/** @param guests how many real accounts take part */
export function scenes(guests: number): Scene[] {
  const labels = Array.from({ length: guests }, (_, index) => `${guest(index + 1).name} · Tide`);
  const real = labels.map((label) => ({
    // $100, share $10.
    title: `A real account wins: ${label}`,
    play: (show: Show) => realAccount(show, label),
  }));
  return [...SCENES, ...SEQUEL, ...real];
}
