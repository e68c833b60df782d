/** What the program's events mean, in words. Pure. */
import { formatDollars, formatPercent } from "@profit-share/sdk";
import type { ClosedEvent, ProgramEvent, SettledEvent } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";

/** Names of addresses (base58), for people. */
export type Names = ReadonlyMap<string, string>;

/** What an event of the call means. */
export function phrase({ instruction }: { instruction: string }, event: ProgramEvent, names: Names): string {
  const named = (address: PublicKey) => names.get(address.toBase58()) ?? address.toBase58();
  switch (event.name) {
    case "KeeperRegistered":
      return `keeper ${event.data.keeper.toBase58()} registered`;
    case "KeeperSignerSet":
      return `keeper signs with ${named(event.data.signer)} from now on`;
    case "BotPublished":
      return `bot ${named(event.data.bot)} published with ${formatPercent(event.data.profitShareBps)}`;
    case "Subscribed":
      return `subscribes with a deposit of ${formatDollars(event.data.deposit)}`;
    case "CapSet":
      return `cap of ${formatDollars(event.data.dailyCap)} a day${event.data.fromDay === 0 ? "" : " from tomorrow"}`;
    case "Settled":
      return settled(instruction, event.data);
    case "Funded":
      return instruction === "sync"
        ? `${formatDollars(event.data.amount)} from the venue into the escrow`
        : `deposit of ${formatDollars(event.data.amount)}`;
    case "Claimed":
      return `${instruction} of ${formatDollars(event.data.amount)} to ${named(event.data.destination)}`;
    case "VaultClaimed":
      return `claim of ${formatDollars(event.data.amount)} from the vault of ${named(event.data.bot)} to ${named(event.data.destination)}`;
    case "Waived":
      return `the creator waives ${formatDollars(event.data.amount)}`;
    case "Withdrawn":
      return `withdrawal of ${formatDollars(event.data.amount)}`;
    case "Unsubscribed":
      return event.data.state === ENDED ? "unsubscribed" : "unsubscribed, closing";
    case "Closed":
      return closed(event.data);
    default:
      return instruction.replaceAll("_", " ");
  }
}

/** `state` of `Unsubscribed`, if the last settlement came with it. */
const ENDED = 3;

function settled(instruction: string, { record: { kind, closePnl, profit, dropped, flags } }: SettledEvent): string {
  // A final one without a close only ends the subscription.
  const close = closePnl < 0n ? `a loss of ${formatDollars(-closePnl)}` : `a close of ${formatDollars(closePnl)}`;
  const attests = flags.final && closePnl === 0n ? "the end" : close;
  const phrases = [
    kind === "attested" ? `keeper attests ${attests}` : settler(instruction),
    profit === 0n ? "nothing to charge" : `profit ${formatDollars(profit)}`,
    flags.capped ? "capped" : null,
    dropped > 0n ? `${formatDollars(dropped)} dropped` : null,
    flags.ended ? "ended" : null,
  ];
  return phrases.filter((said) => said !== null).join(", ");
}

/** What settles a verified subscription: instructions that do something else settle first. */
export function settler(instruction: string): string {
  switch (instruction) {
    case "settle":
      return "keeper settles";
    case "settle_batch":
      return "the batch settles";
    default:
      return "settled";
  }
}

function closed({ toVault, toSubscriber, writtenOff }: ClosedEvent): string {
  const amounts = [
    toVault === 0n ? null : `${formatDollars(toVault)} to the bot's vault`,
    toSubscriber === 0n ? null : `${formatDollars(toSubscriber)} to the subscriber`,
    writtenOff === 0n ? null : `${formatDollars(writtenOff)} written off`,
  ];
  return ["closed", ...amounts.filter((said) => said !== null), "rent back to its payer"].join(", ");
}
