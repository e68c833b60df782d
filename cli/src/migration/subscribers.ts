/** A host's subscribers, as its file has them. Pure. */
import { formatDollars, InvalidInput, type Subscribe, subscriptionAddress } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { parseAccountNo, parseAddress, parseDollarsOf, parseDollarsOrZero } from "../input/arguments";
import type { HostBot } from "./bots";
import { type Columns, cell, type Read, type Row, readEach } from "./rows";

export const SUBSCRIBER_COLUMNS: Columns = {
  required: ["bot", "subscriber", "agent", "dailyCap", "deposit"],
  optional: ["venueUser", "accountNo"],
};

export interface HostSubscriber extends Pick<Subscribe, "subscriber" | "agent" | "account" | "dailyCap" | "deposit"> {
  place: string;
  bot: HostBot;
  /** Where the subscription is, or will be. */
  subscription: PublicKey;
}

/** @param bots by id */
export function readSubscribers(
  rows: readonly Row[],
  bots: ReadonlyMap<string, HostBot>,
  programId: PublicKey,
): Read<HostSubscriber> {
  const places = new Map<string, string>();
  return readEach(rows, (row) => {
    const subscriber = subscriberIn(row, bots, programId);
    const address = subscriber.subscription.toBase58();
    const before = places.get(address);
    if (before !== undefined) {
      throw new InvalidInput(
        `${accountColumn(subscriber)} is that of ${before}, too: it has one subscription at a time`,
      );
    }
    places.set(address, row.place);
    return subscriber;
  });
}

const accountColumn = ({ account }: Pick<Subscribe, "account">): string =>
  "venueUser" in account ? "venueUser" : "accountNo of this agent";

function subscriberIn(row: Row, bots: ReadonlyMap<string, HostBot>, programId: PublicKey): HostSubscriber {
  const name = cell(row, "bot");
  const bot = bots.get(name);
  if (bot === undefined) throw new InvalidInput(`bot "${name}" is none of the bots' file`);
  const { source, minDailyCap, minBalance } = bot.publication.terms;
  const agent = parseAddress("agent", cell(row, "agent"));
  const account = accountIn(row, source === "attested");
  return {
    place: row.place,
    bot,
    subscription: subscriptionAddress({ agent, account }, programId),
    subscriber: parseAddress("subscriber", cell(row, "subscriber")),
    agent,
    account,
    dailyCap: atLeast("dailyCap", parseDollarsOf("dailyCap", cell(row, "dailyCap")), minDailyCap),
    deposit: atLeast("deposit", parseDollarsOrZero("deposit", cell(row, "deposit")), minBalance),
  };
}

function accountIn({ cells: { venueUser, accountNo } }: Row, attested: boolean): Subscribe["account"] {
  if (
    attested ? accountNo === undefined || venueUser !== undefined : venueUser === undefined || accountNo !== undefined
  ) {
    throw new InvalidInput(
      attested
        ? "accountNo has to say which account of the agent, and venueUser is empty: the bot is attested"
        : "venueUser has to be the agent's account on the venue, and accountNo is empty: the bot is verified",
    );
  }
  return attested
    ? { accountNo: parseAccountNo(accountNo!, "accountNo") }
    : { venueUser: parseAddress("venueUser", venueUser!) };
}

function atLeast(column: string, amount: bigint, least: bigint): bigint {
  if (amount >= least) return amount;
  throw new InvalidInput(`${column} ${formatDollars(amount)} is less than the bot's minimum, ${formatDollars(least)}`);
}
