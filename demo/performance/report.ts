/** Where everything stands, read over RPC: subscriptions, histories and all token accounts. */
import { owed, type Subscription } from "@profit-share/sdk";
import { readHistory, type VerifiedHistory } from "@profit-share/sdk/history";
import { type Amounts, type Conservation, conservation, escrowsIn } from "@profit-share/statements";
import type { Standing } from "../telling/standings";
import type { Demo } from "./demo";
import { readHoldings } from "./holdings";

export interface Report {
  standings: Standing[];
  conservation: Conservation;
  /** Base units. */
  supply: bigint;
  /** How many token accounts of the mint there are. */
  tokenAccounts: number;
}

export async function report(demo: Demo): Promise<Report> {
  const { chain, members, ledgers } = demo;
  await demo.tellNews();
  const histories = await Promise.all(members.map(({ address }) => readHistory(chain.client, address)));
  const { holdings, supply } = await readHoldings(chain.connection, chain.mint);
  const accounts = await Promise.all(
    histories.map(({ closed, subscription }) =>
      closed === null ? chain.client.subscription(subscription.address) : null,
    ),
  );
  const standings = members.map(({ label, address }, index) =>
    standing(label, histories[index]!, accounts[index]!, {
      sums: ledgers.sums(address.toBase58()),
      realized: ledgers.known(address.toBase58()).realized,
    }),
  );
  const escrows = escrowsIn(ledgers.books);
  return {
    standings,
    conservation: conservation(holdings, supply, { escrows, received: demo.received() }),
    supply,
    tokenAccounts: holdings.size,
  };
}

/** @param account null if the subscription is closed @param entered by the books, which know what no account and no history says */
function standing(
  label: string,
  history: VerifiedHistory,
  account: Subscription | null,
  entered: { sums: Amounts; realized: bigint },
): Standing {
  const { subscription, events, closed, report } = history;
  const { address, sequence, accrued, credited, claimed, waived } = subscription;
  return {
    label,
    address: address.toBase58(),
    state: account?.state ?? "closed",
    settlements: Number(sequence),
    realized: account?.last ?? entered.realized,
    profit: events.reduce((sum, { record: { profit } }) => sum + profit, 0n),
    accrued,
    credited,
    claimed,
    toVault: closed?.toVault ?? 0n,
    waived,
    writtenOff: closed?.writtenOff ?? 0n,
    owed: account === null ? 0n : owed(account),
    balance: account?.balance ?? 0n,
    withdrawn: entered.sums.withdrawn,
    verified: report.mismatch === null,
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
    toVault: sum(({ toVault }) => toVault),
    waived: sum(({ waived }) => waived),
    writtenOff: sum(({ writtenOff }) => writtenOff),
    owed: sum(({ owed }) => owed),
    withdrawn: sum(({ withdrawn }) => withdrawn),
    balance: sum(({ balance }) => balance),
    supply: exact(supply),
    tokenAccounts,
    subscriptions: standings.length,
    closed: standings.filter(({ state }) => state === "closed").length,
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
