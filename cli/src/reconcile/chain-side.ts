/** What the chain's transactions say: settlements, ledgers, and which agreements there were at which address. */
import { NotFound, type ProfitShareClient } from "@profit-share/sdk";
import { executedInstructions, programCall, type WalkedTransaction } from "@profit-share/sdk/history";
import {
  agreementKey,
  enter,
  ledgersIn,
  openBooks,
  type Scope,
  type Stated,
  settlementsIn,
} from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { type Gathered, gather } from "../report/gather";

export interface Agreement {
  /** base58, like `bot`. */
  subscription: string;
  bot: string;
  instance: bigint;
  attested: boolean;
  live: boolean;
}

export interface ChainSide {
  agreements: Agreement[];
  /** Every bot that was subscribed to at each address that is asked for (base58), also bots that are not. */
  botsAt: ReadonlyMap<string, ReadonlySet<string>>;
  settlements: Stated[];
  ledgers: Stated[];
}

/**
 * @param address of a bot, of a wallet that owns bots, or of a subscription
 * @param onFetched told how many transactions were read so far
 * @throws NotFound; MissingTransaction, NodeFailure
 */
export async function readChain(
  client: ProfitShareClient,
  address: PublicKey,
  onFetched: (count: number) => void,
): Promise<ChainSide> {
  const { scope, transactions } = await gathered(client, address, onFetched);
  const { books, entries } = enter(openBooks(client.programId, { scope }), transactions);
  const live = [...books.live.values()].filter((standing) => standing !== null);
  const standings = [...live, ...books.closed.values()];
  const living = new Set(live.map(agreementKey));
  return {
    agreements: standings.map((standing) => ({
      subscription: standing.subscription.toBase58(),
      bot: standing.bot.toBase58(),
      instance: standing.instance,
      attested: standing.terms.source === "attested",
      live: living.has(agreementKey(standing)),
    })),
    botsAt: botsAt(transactions, scope, client.programId),
    settlements: settlementsIn(entries),
    ledgers: ledgersIn(standings),
  };
}

async function gathered(
  client: ProfitShareClient,
  address: PublicKey,
  onFetched: (count: number) => void,
): Promise<Gathered> {
  const ofBots = await gather(client, address, "creator", onFetched);
  if (ofBots.scope.bots?.size !== 0) return ofBots;
  const ofSubscriptions = await gather(client, address, "subscriber", onFetched);
  if (ofSubscriptions.scope.subscriptions?.size !== 0) return ofSubscriptions;
  const what = `${address.toBase58()} is no bot, no owner of one and no subscription, and was none`;
  throw new NotFound("bot", address, `${what}: check the address and the cluster`);
}

function botsAt(
  transactions: readonly WalkedTransaction[],
  { subscriptions }: Scope,
  programId: PublicKey,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { transaction } of transactions) {
    for (const ran of executedInstructions(transaction)) {
      const call = programCall(ran, programId);
      if (call?.name !== "subscribe") continue;
      const at = call.accounts.subscription.toBase58();
      if (subscriptions?.has(at) === false) continue;
      found.set(at, (found.get(at) ?? new Set()).add(call.accounts.bot.toBase58()));
    }
  }
  return found;
}
