/** Whether the subscriptions that a keeper looks after can be settled and paid, as far as a look at each shows. */
import { formatDollars, owed } from "@profit-share/sdk";
import type { Sighted } from "../observe/observed";
import { bad, type Finding, good, note } from "./finding";

const SUBJECT = "subscriptions";

/** Pure. @param unseen those that could not be looked at, base58, with the reason */
export function checkFleet(seen: readonly Sighted[], unseen: ReadonlyMap<string, string>): Finding[] {
  const findings = [good(SUBJECT, `${seen.length} are looked after`)];
  if (seen.length + unseen.size === 0) {
    findings.push(note(SUBJECT, "what the configuration names has none: nothing is to be done"));
  }
  const [first] = unseen;
  if (first !== undefined) {
    const said = `${unseen.size} could not be looked at. The first is ${first[0]}: ${first[1]}`;
    findings.push(bad(SUBJECT, said, "Check that address, and whether it is of this cluster."));
  }
  const some = (said: string, mend: string | null, wrong: (one: Sighted) => boolean): void => {
    const found = seen.filter(wrong);
    if (found.length === 0) return;
    const text = `${found.length} ${said}. The first is ${found[0]!.address.toBase58()}`;
    findings.push(mend === null ? note(SUBJECT, text) : bad(SUBJECT, text, mend));
  };
  some(
    "have a venue account that cannot be read",
    "The venue has changed its accounts: see docs/venues.md, and update.",
    ({ venue }) => venue.kind === "unreadable",
  );
  some(
    "have an escrow that cannot be read",
    "Their token is another program's, or the node is behind: look at that escrow in an explorer.",
    ({ escrowAmount }) => escrowAmount === null,
  );
  some(
    "are attested by a keeper whose signer is another key",
    "Set `signer` to the key that the keeper account names: their closes wait until then.",
    ({ subscription, keeperSigns }) => subscription.terms.source === "attested" && !keeperSigns,
  );
  some(
    "owe, and their agent's key is not here: what they owe is not taken from the agent",
    null,
    ({ subscription, agent }) => owed(subscription) > 0n && !agent.signs,
  );
  some(
    "have a payout wallet that cannot be paid: the bot's owner has to set another one",
    null,
    ({ payout }) => payout.state !== "ready" && payout.state !== "missing",
  );
  const debts = seen.map(({ subscription }) => owed(subscription)).filter((debt) => debt > 0n);
  const total = debts.reduce((sum, debt) => sum + debt, 0n);
  if (debts.length > 0) findings.push(note(SUBJECT, `${debts.length} owe ${formatDollars(total)} to creators`));
  return findings;
}
