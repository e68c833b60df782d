import idl from "@profit-share/sdk/idl.json";
import { expect } from "chai";
import { Attempt } from "../matrix/attempt";
import { CALLS } from "../matrix/calls";
import { changed, evesAccount, type Place } from "../matrix/substitutions";

/** Of these eve has none of her own. */
const FIXED = ["token_program", "system_program", "program", "event_authority"];

/**
 * The calls that are accepted with eve's signature in every place of one, by the accounts that are eve's, too; all others are
 * the honest parties'. Of those that anybody may send, the empty line is the honest parties' own call.
 */
const ACCEPTED: Record<string, string[]> = {
  set_keeper_signer: ["keeper"],
  transfer_keeper: ["keeper"],
  "update_terms, attested": ["bot", "bot keeper"],
  "update_terms, verified": ["bot"],
  set_payout: ["bot", "payout_wallet bot"],
  set_open: ["bot"],
  transfer_bot: ["bot"],
  deposit: ["source"],
  sync: ["", "subscription escrow"],
  settle: ["", "subscription venue_user"],
  // The attested row is skipped.
  settle_batch: ["", "keeper"],
  // Of these the bot is an account. The instances are the same number.
  claim: ["bot subscription escrow", "destination bot subscription escrow"],
  claim_vault: ["bot vault", "destination bot vault"],
  payout: ["", "destination bot subscription escrow"],
  waive: ["bot subscription"],
  close_subscription: [""],
};

/** All subsets of `names`. */
const subsets = (names: string[]): string[][] =>
  names.reduce<string[][]>((all, name) => all.flatMap((subset) => [subset, [...subset, name]]), [[]]);

describe("security: linkage", () => {
  for (const [name, call] of Object.entries(CALLS)) {
    const places: readonly Place[] = idl.instructions.find((found) => found.name === call.instruction)!.accounts;
    const signers = places.filter(({ signer }) => signer).map((place) => place.name);
    const others = places.map((place) => place.name).filter((other) => ![...signers, ...FIXED].includes(other));

    it(`should hold in ${name} when eve signs and mixes her accounts with others'`, () => {
      const attempt = new Attempt(call);
      const outcomes = subsets(others).map((hers) => {
        const outcome = attempt.tryOn((scene) =>
          [...signers, ...hers].reduce((instruction, mine) => {
            const index = places.findIndex((place) => place.name === mine);
            return changed(instruction, index, { pubkey: evesAccount(scene, call, mine) });
          }, attempt.original),
        );
        return [hers.join(" "), outcome] as const;
      });
      const refused = outcomes.filter(([, outcome]) => outcome !== "harmless");
      expect(outcomes.flatMap(([hers, outcome]) => (outcome === "harmless" ? [hers] : []))).to.deep.equal(
        ACCEPTED[name] ?? [],
      );
      for (const [hers, error] of refused) expect(error, hers).to.match(/^[A-Z][A-Za-z.]+$/);
    });
  }
});
