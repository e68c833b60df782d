/**
 * The second half of the story: caps, a keeper that is down or has the wrong key, a debt that is given up, and leaving.
 * Dollar amounts are worked out by hand, as in the first.
 */
import { createHash } from "node:crypto";
import { DOLLAR, KEEPER_SIGNER, NEW_KEEPER_SIGNER } from "./cast";
import type { Show } from "./performance";
import { ETH, order, type Scene, SOL } from "./scene";
import { claimVault, close, setCap, setKeeperSigner, settleTogether, unsubscribe, waive, withdraw } from "./wallets";

export const SEQUEL: readonly Scene[] = [
  {
    // $80 each, share $8. The largest profit with a share of $5 is $50.000009: Dora pays the $3 of the other $29.999991
    // on the next day, Cleo never.
    title: "A daily cap: the rest waits for the next day, or is dropped if it was attested",
    play: async (show) => {
      const [dora, cleo] = [show.member("Dora · Tide"), show.member("Cleo · Spark")];
      await setCap(show, dora, 5n * DOLLAR);
      await setCap(show, cleo, 5n * DOLLAR);
      show.daysPass(1);
      await order(show, dora.label, { coin: SOL, tenths: 80n, price: 150n, so: "opens a long" });
      await order(show, dora.label, { coin: SOL, tenths: -80n, price: 160n, so: "closes it, $80.00 up" });
      await show.attest(cleo, 80n * DOLLAR);
      show.daysPass(1);
      await show.keeperIsDone(dora);
    },
  },
  {
    // Ben $30 above his mark, share $3; Emil $40, share $4. Both escrows are empty, and only Ben's account on the venue
    // holds more than the margin buffer: $60 + $190 − $19 + $30 = $261, Emil's $60 + $40.
    title: "The keeper is down: anybody settles, each from its own account",
    play: async (show) => {
      await show.stopKeeper();
      show.print("The keeper's process stops");
      await order(show, "Ben · Tide", { coin: ETH, tenths: 1n, price: 3_000n, so: "opens a long" });
      await order(show, "Ben · Tide", { coin: ETH, tenths: -1n, price: 3_300n, so: "closes it, $30.00 up" });
      await order(show, "Emil · Tide", { coin: ETH, tenths: 4n, price: 2_500n, so: "opens a long" });
      await order(show, "Emil · Tide", { coin: ETH, tenths: -4n, price: 2_600n, so: "closes it, $40.00 up" });
      await settleTogether(show, [
        row(show, "Ben · Tide", "Ben · Tide"),
        row(show, "Emil · Tide", "Emil · Tide"),
        row(show, "Anna · Tide", "Emil · Tide"),
      ]);
      show.print("The keeper's process starts again");
      await show.startKeeper(KEEPER_SIGNER);
      await show.keeperIsDone(show.member("Ben · Tide"));
      await show.keeperIsDone(show.member("Emil · Tide"), 4n * DOLLAR);
    },
  },
  {
    // $30, share $3, for which Cleo's agent pays.
    title: "The keeper's key is replaced: the one before settles nothing any more",
    play: async (show) => {
      const cleo = show.member("Cleo · Spark");
      const reference = createHash("sha256").update("a close that never was").digest();
      const stolen = await show.stage.client.settleAttested(cleo.address, { closePnl: 1_000n * DOLLAR, reference });
      await setKeeperSigner(show, NEW_KEEPER_SIGNER);
      await show.isRefused("The old key attests a close of $1,000.00", stolen, KEEPER_SIGNER);
      await show.attestInVain(cleo, 30n * DOLLAR);
      await show.stopKeeper();
      show.print("The keeper's process starts again, with the new key");
      await show.startKeeper(NEW_KEEPER_SIGNER);
      await show.keeperIsDone(cleo);
    },
  },
  {
    // $1 of the $4.
    title: "The creator waives a part of a debt",
    play: (show) => waive(show, show.member("Emil · Tide"), DOLLAR),
  },
  {
    // $20, share $2: with the $3 of before the day's cap. $30 − $8 − $2 = $20 are left.
    title: "Leaving with a position open: its close still pays",
    play: async (show) => {
      const dora = show.member("Dora · Tide");
      await order(show, dora.label, { coin: SOL, tenths: 20n, price: 160n, so: "opens a long" });
      await unsubscribe(show, dora);
      await order(show, dora.label, { coin: SOL, tenths: -20n, price: 170n, so: "closes it, $20.00 up" });
      await withdraw(show, dora, 20n * DOLLAR);
      await close(show, dora);
    },
  },
  {
    // $5 + $3, which nobody has claimed.
    title: "Leaving where closes are attested: the keeper says which was the last",
    play: async (show) => {
      const cleo = show.member("Cleo · Spark");
      await unsubscribe(show, cleo);
      const reference = createHash("sha256").update("the end of Cleo · Spark").digest();
      const final = { closePnl: 0n, reference, isFinal: true };
      await show.act([await show.stage.client.settleAttested(cleo.address, final)], NEW_KEEPER_SIGNER);
      await close(show, cleo);
      await claimVault(show, "Spark");
    },
  },
  {
    // $4 − $1 = $3.
    title: "Leaving with a debt: it is written off after a week",
    play: async (show) => {
      const emil = show.member("Emil · Tide");
      await unsubscribe(show, emil);
      const early = await show.stage.client.closeSubscription(emil.address);
      await show.isRefused("Emil · Tide is to be closed", early);
      show.daysPass(7);
      await close(show, emil);
    },
  },
];

/** A row of a batch: the subscription of one label, and the account on the venue of another, or of the same. */
function row(show: Show, subscription: string, account: string) {
  const { user } = show.member(account).trader!;
  return { kind: "verified" as const, subscription: show.member(subscription).address, venueUser: user };
}
