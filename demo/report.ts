/** Where everything stands, read over RPC: subscriptions, histories and all token accounts. */
import { owed } from "@profit-share/sdk";
import { type Conservation, conservation, readHoldings } from "./conservation";
import type { Standing } from "./print";
import type { Show } from "./show";

export interface Report {
  standings: Standing[];
  conservation: Conservation;
  /** Base units. */
  supply: bigint;
  /** How many token accounts of the mint there are. */
  tokenAccounts: number;
}

export async function report(show: Show): Promise<Report> {
  const { stage, members, books } = show;
  await show.tellNews();
  const histories = await Promise.all(members.map(({ address }) => stage.client.history(address)));
  const { holdings, supply } = await readHoldings(stage.connection, stage.mint);
  const subscriptions = await Promise.all(members.map(({ address }) => stage.client.subscription(address)));
  const standings = subscriptions.map((subscription, index) => ({
    label: members[index]!.label,
    address: subscription.address.toBase58(),
    settlements: Number(subscription.sequence),
    realized: subscription.last,
    profit: subscription.profitTotal,
    accrued: subscription.accrued,
    credited: subscription.credited,
    claimed: subscription.claimed,
    owed: owed(subscription),
    balance: subscription.balance,
    withdrawn: books.account(subscription.address.toBase58()).withdrawn,
    verified: histories[index]!.report.mismatch === null,
  }));
  return {
    standings,
    conservation: conservation(holdings, supply, { subscriptions, received: show.received() }),
    supply,
    tokenAccounts: holdings.size,
  };
}

/** The report as one line of JSON; amounts are numbers of base units. */
export function totals({ standings, conservation: { conserved }, supply, tokenAccounts }: Report): string {
  const sum = (amount: (standing: Standing) => bigint) =>
    exact(standings.reduce((total, standing) => total + amount(standing), 0n));
  return JSON.stringify({
    settlements: standings.reduce((total, { settlements }) => total + settlements, 0),
    profit: sum(({ profit }) => profit),
    accrued: sum(({ accrued }) => accrued),
    credited: sum(({ credited }) => credited),
    claimed: sum(({ claimed }) => claimed),
    owed: sum(({ owed }) => owed),
    withdrawn: sum(({ withdrawn }) => withdrawn),
    balance: sum(({ balance }) => balance),
    supply: exact(supply),
    tokenAccounts,
    subscriptions: standings.length,
    verified: standings.every(({ verified }) => verified),
    conserved,
  });
}

/** @throws RangeError if a JSON number could not hold it exactly */
function exact(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${amount} base units do not fit a JSON number`);
  return number;
}
