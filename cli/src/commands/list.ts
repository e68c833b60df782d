/** `list`: the bots, subscriptions and keepers of a wallet, whatever its role. */
import {
  type Bot,
  claimable,
  formatDollars,
  formatPercent,
  hasEnded,
  type Keeper,
  type Located,
  owed,
  type ProfitShareClient,
  type Subscription,
} from "@profit-share/sdk";
import { listBots, listKeepers, listSubscriptions } from "@profit-share/sdk/listing";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { Outcome } from "../outcome";
import { type Column, table } from "../text/table";
import { allPages } from "./all-pages";

/** With what the wallet is to it, such as "owner, creator". */
type Held<T> = Located<T> & { roles: string[] };

export async function list(client: ProfitShareClient, wallet: PublicKey): Promise<Outcome> {
  const [bots, subscriptions, keepers, now] = await Promise.all([
    byRole<Bot>({
      owner: listBots(client, { owner: wallet }),
      creator: listBots(client, { creator: wallet }),
      "payout wallet": listBots(client, { payoutWallet: wallet }),
      "new owner, if it accepts": listBots(client, { pendingOwner: wallet }),
    }),
    byRole<Subscription>({
      subscriber: listSubscriptions(client, { subscriber: wallet }),
      agent: listSubscriptions(client, { agent: wallet }),
    }),
    byRole<Keeper>({
      admin: listKeepers(client, { admin: wallet }),
      signer: listKeepers(client, { signer: wallet }),
      "new admin, if it accepts": listKeepers(client, { pendingAdmin: wallet }),
    }),
    client.time(),
  ]);
  const tables = [
    ...(bots.length === 0 ? [] : [table([...BOT_COLUMNS, rolesColumn()], bots)]),
    ...(subscriptions.length === 0 ? [] : [table([...subscriptionColumns(now), rolesColumn()], subscriptions)]),
    ...(keepers.length === 0 ? [] : [table([...KEEPER_COLUMNS, rolesColumn()], keepers)]),
  ];
  const none = `${wallet.toBase58()} has no bot, subscription or keeper here: check the address and the cluster. Closed subscriptions are not listed.`;
  return {
    text: tables.length === 0 ? none : tables.join("\n\n"),
    json: { wallet, bots, subscriptions: subscriptions.map((one) => ({ ...one, ...derived(one, now) })), keepers },
    exitCode: EXIT.done,
  };
}

/** Each once, by address, with all roles in which the wallet was found. */
async function byRole<T>(found: Readonly<Record<string, AsyncIterable<Located<T>[]>>>): Promise<Held<T>[]> {
  const held = new Map<string, Held<T>>();
  for (const [role, pages] of Object.entries(found)) {
    for (const one of await allPages(pages)) {
      const before = held.get(one.address.toBase58());
      if (before === undefined) held.set(one.address.toBase58(), { ...one, roles: [role] });
      else before.roles.push(role);
    }
  }
  return [...held.values()];
}

const derived = (one: Subscription, now: bigint) => ({
  ended: hasEnded(one, now),
  claimable: claimable(one),
  owed: owed(one),
});

const rolesColumn = <T>(): Column<Held<T>> => ({ title: "you are", cell: ({ roles }) => roles.join(", ") });

export const BOT_COLUMNS: Column<Located<Bot>>[] = [
  { title: "bot", cell: ({ address }) => address.toBase58() },
  { title: "open", cell: ({ open }) => (open ? "yes" : "no") },
  { title: "source", cell: ({ terms }) => terms.source },
  { title: "share", cell: ({ terms }) => formatPercent(terms.profitShareBps), align: "right" },
  { title: "subscribers", cell: ({ subscriptions, closed }) => String(subscriptions - closed), align: "right" },
];

const subscriptionColumns = (now: bigint): Column<Located<Subscription>>[] => [
  { title: "subscription", cell: ({ address }) => address.toBase58() },
  { title: "state", cell: (one) => (hasEnded(one, now) ? "ended" : one.state) },
  { title: "bot", cell: ({ bot }) => bot.toBase58() },
  { title: "balance", cell: ({ balance }) => formatDollars(balance), align: "right" },
  { title: "share", cell: ({ accrued }) => formatDollars(accrued), align: "right" },
  { title: "claimable", cell: (one) => formatDollars(claimable(one)), align: "right" },
  { title: "owed", cell: (one) => formatDollars(owed(one)), align: "right" },
];

const KEEPER_COLUMNS: Column<Located<Keeper>>[] = [
  { title: "keeper", cell: ({ address }) => address.toBase58() },
  { title: "admin", cell: ({ admin }) => admin.toBase58() },
  { title: "signer", cell: ({ signer }) => signer.toBase58() },
];
