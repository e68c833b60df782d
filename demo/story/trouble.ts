/** What can be in the way: a cap, a keeper that is down or has the wrong key, a debt. Dollar amounts are worked out by hand. */
import { createHash } from "node:crypto";
import { DOLLAR, KEEPER_SIGNER, NEW_KEEPER_SIGNER } from "../cast/people";
import type { Demo } from "../performance/demo";
import type { Chapter } from "./chapter";
import { ETH, order, SOL } from "./order";
import { setCap, setKeeperSigner, settleTogether, waive } from "./wallets";

export const TROUBLE: readonly Chapter[] = [
  {
    // $80 each, share $8. The largest profit with a share of $5 is $50.000009: Dora pays the $3 of the other $29.999991
    // on the next day, Cleo never.
    title: "A daily cap: the rest waits for the next day, or is dropped if it was attested",
    play: async (demo) => {
      const [dora, cleo] = [demo.member("Dora · Tide"), demo.member("Cleo · Spark")];
      await setCap(demo, dora, 5n * DOLLAR);
      await setCap(demo, cleo, 5n * DOLLAR);
      demo.daysPass(1);
      await order(demo, dora.label, { coin: SOL, tenths: 80n, price: 150n, so: "opens a long" });
      await order(demo, dora.label, { coin: SOL, tenths: -80n, price: 160n, so: "closes it, $80.00 up" });
      await demo.attest(cleo, 80n * DOLLAR);
      demo.daysPass(1);
      await demo.keeperIsDone(dora);
    },
  },
  {
    // Ben $30 above his mark, share $3; Emil $40, share $4. Both escrows are empty, and only Ben's account on the venue
    // holds more than the margin buffer: $60 + $190 − $19 + $30 = $261, Emil's $60 + $40.
    title: "The keeper is down: anybody can settle",
    play: async (demo) => {
      await demo.stopKeeper();
      demo.page.say("The keeper's process stops");
      await order(demo, "Ben · Tide", { coin: ETH, tenths: 1n, price: 3_000n, so: "opens a long" });
      await order(demo, "Ben · Tide", { coin: ETH, tenths: -1n, price: 3_300n, so: "closes it, $30.00 up" });
      await order(demo, "Emil · Tide", { coin: ETH, tenths: 4n, price: 2_500n, so: "opens a long" });
      await order(demo, "Emil · Tide", { coin: ETH, tenths: -4n, price: 2_600n, so: "closes it, $40.00 up" });
      await settleTogether(demo, [
        row(demo, "Ben · Tide", "Ben · Tide"),
        row(demo, "Emil · Tide", "Emil · Tide"),
        row(demo, "Anna · Tide", "Emil · Tide"),
      ]);
      demo.page.say("The keeper's process starts again");
      await demo.startKeeper(KEEPER_SIGNER);
      await demo.keeperIsDone(demo.member("Ben · Tide"));
      await demo.keeperIsDone(demo.member("Emil · Tide"), 4n * DOLLAR);
    },
  },
  {
    // $30, share $3, for which Cleo's agent pays.
    title: "The keeper's key is replaced: the old one can no longer settle",
    play: async (demo) => {
      const cleo = demo.member("Cleo · Spark");
      const reference = createHash("sha256").update("a close that never was").digest();
      const stolen = await demo.chain.client.settleAttested(cleo.address, { closePnl: 1_000n * DOLLAR, reference });
      await setKeeperSigner(demo, NEW_KEEPER_SIGNER);
      await demo.isRefused("The old key attests a close of $1,000.00", stolen, KEEPER_SIGNER);
      await demo.attestInVain(cleo, 30n * DOLLAR);
      await demo.stopKeeper();
      demo.page.say("The keeper's process starts again, with the new key");
      await demo.startKeeper(NEW_KEEPER_SIGNER);
      await demo.keeperIsDone(cleo);
    },
  },
  {
    // $1 of the $4.
    title: "The creator waives part of a debt",
    play: (demo) => waive(demo, demo.member("Emil · Tide"), DOLLAR),
  },
];

/** A row of a batch: the subscription of one label, and the account on the venue of another, or of the same. */
function row(demo: Demo, subscription: string, account: string) {
  const { user } = demo.member(account).trader!;
  return { kind: "verified" as const, subscription: demo.member(subscription).address, venueUser: user };
}
