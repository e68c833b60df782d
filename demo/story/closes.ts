/** Closes and what comes of them: shares, payments, a claim and a withdrawal. Dollar amounts are worked out by hand. */
import { DOLLAR, SAFE } from "../cast/people";
import type { Chapter } from "./chapter";
import { ETH, order, SOL } from "./order";
import { claim, withdraw } from "./wallets";

export const CLOSES: readonly Chapter[] = [
  {
    // $200 − $1.60 of fees = $198.40, share $19.84.
    title: "A winning close",
    play: async (demo) => {
      await order(demo, "Anna · Tide", { coin: SOL, tenths: 100n, price: 150n, fee: 750_000n, so: "opens a long" });
      await order(demo, "Anna · Tide", { coin: SOL, tenths: -100n, price: 170n, fee: 850_000n, so: "closes it" });
    },
  },
  {
    // $198.40 − $40 = $158.40: the mark stays.
    title: "A losing close",
    play: async (demo) => {
      await order(demo, "Anna · Tide", { coin: SOL, tenths: -50n, price: 170n, so: "opens a short" });
      await order(demo, "Anna · Tide", { coin: SOL, tenths: 50n, price: 178n, so: "closes it at a loss" });
    },
  },
  {
    // Two of the five SOL close with $60: $218.40, $20 above the mark, share $2.
    title: "A position is flipped: first the loss is made up",
    play: async (demo) => {
      await order(demo, "Anna · Tide", { coin: SOL, tenths: 20n, price: 160n, so: "opens a long" });
      await order(demo, "Anna · Tide", { coin: SOL, tenths: -50n, price: 190n, so: "closes it and is short 3" });
      await order(demo, "Anna · Tide", { coin: SOL, tenths: 30n, price: 190n, so: "closes the short, even" });
    },
  },
  {
    // $40, share $4. The $60 of collateral and the $40 are the margin buffer of $100: nothing can be taken yet.
    title: "A partial close, and an escrow without money",
    play: async (demo) => {
      await order(demo, "Ben · Tide", { coin: ETH, tenths: 4n, price: 2_500n, so: "opens a long" });
      const owed = 4n * DOLLAR;
      await order(demo, "Ben · Tide", { coin: ETH, tenths: -1n, price: 2_900n, so: "closes a quarter", owed });
    },
  },
  {
    // $150 more: $190, share $19. $150 above the buffer: the $19 come from the venue.
    title: "What is owed comes from the money on the venue",
    play: (demo) => order(demo, "Ben · Tide", { coin: ETH, tenths: -3n, price: 3_000n, so: "closes the rest" }),
  },
  {
    // Shares $12, nothing, $10. The deposit of $20 covers $12 and $8, the agent adds $2.
    title: "Closes on another venue, attested by the keeper",
    play: async (demo) => {
      for (const closePnl of [120n, -50n, 100n]) await demo.attest(demo.member("Cleo · Spark"), closePnl * DOLLAR);
    },
  },
  {
    // $0.047, share $0.0047.
    title: "A share of a fraction of a cent, for the agent that also trades for Tide",
    play: (demo) => demo.attest(demo.member("Anna · Spark"), 47_000n),
  },
  {
    // $12 + $10.
    title: "A claim to another wallet",
    play: (demo) => claim(demo, demo.member("Cleo · Spark"), SAFE),
  },
  {
    // $50 − $19.84 − $2 = $28.16, of which $8.16 stay.
    title: "A withdrawal",
    play: (demo) => withdraw(demo, demo.member("Anna · Tide"), 20n * DOLLAR),
  },
];
