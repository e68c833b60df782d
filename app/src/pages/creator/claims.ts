/** Claiming as transactions to be reviewed: as many claims in each as fit. */
import { type ProfitShareClient, tokenAccountIn, tokenAddress } from "@profit-share/sdk";
import { type Destination, type PlannedClaims, planClaims } from "@profit-share/sdk/claims";
import type { PublicKey } from "@solana/web3.js";
import { type CreatorBot, readCreatorBots } from "../../data/creator";
import { formatExactly } from "../../format/money";
import type { BatchIntent, BatchPart } from "../../transactions/batch";

interface ClaimWish {
  client: ProfitShareClient;
  /** Of one owner, with the same token: their escrows and vaults. */
  bots: readonly CreatorBot[];
  /** Of these alone; left out, all of the bots' and their vaults. */
  subscription?: PublicKey;
  owner: PublicKey;
  /** A token account; null: the owner's own, which is made if there is none. */
  to: PublicKey | null;
}

/** @param amount that the page shows */
export function claimIntent(wish: ClaimWish, amount: bigint): BatchIntent {
  const { bots, owner, to } = wish;
  const [first] = bots;
  const names: Record<string, string> = {};
  for (const { bot, subscriptions } of bots) {
    names[bot.address.toBase58()] = bots.length === 1 ? "The bot's vault" : "The bots' vaults";
    for (const { address } of subscriptions) names[address.toBase58()] = "Escrows of subscriptions";
  }
  return {
    title: `Claim ${formatExactly(amount)}`,
    explanation: [
      to === null
        ? "What is claimable goes to your own wallet."
        : `What is claimable goes to the token account ${to.toBase58()}.`,
      "Subscribers lose nothing by it: this money is the creator's already.",
    ],
    signer: owner,
    names,
    mint: first!.bot.terms.mint,
    // Since the page was read, some can have been closed or paid out.
    parts: async () => {
      const now = await readCreatorBots(
        wish.client,
        bots.map(({ bot }) => bot.address),
      );
      return partsOf(await plan({ ...wish, bots: now }));
    },
  };
}

async function plan({ client, bots, subscription, owner, to }: ClaimWish): Promise<PlannedClaims[]> {
  const { mint } = bots[0]!.bot.terms;
  const subscriptions = bots
    .flatMap((bot) => bot.subscriptions)
    .filter(({ address }) => subscription === undefined || address.equals(subscription));
  return planClaims(
    {
      bots: bots.map(({ bot }) => bot),
      subscriptions,
      ...(subscription === undefined
        ? { vaults: bots.map(({ bot, vault }) => ({ bot: bot.address, amount: vault })) }
        : {}),
      destinations: [to === null ? await ownDestination(client, mint, owner) : { mint, address: to }],
    },
    client.programId,
  );
}

async function ownDestination(client: ProfitShareClient, mint: PublicKey, owner: PublicKey): Promise<Destination> {
  const address = tokenAddress(mint, owner);
  const account = await client.connection.getAccountInfo(address);
  return tokenAccountIn(account) === null ? { mint, create: true } : { mint, address };
}

const partsOf = (plans: readonly PlannedClaims[]): BatchPart[] =>
  plans.map(({ amount, claims, instructions }, index) => ({
    title: `${plans.length === 1 ? "" : `${index + 1}: `}${formatExactly(amount)} out of ${claims.length} ${claims.length === 1 ? "account" : "accounts"}`,
    instructions,
  }));

/** Bots whose claims can go to one place, by token; those with nothing to claim are left out. */
export function byMint(bots: readonly CreatorBot[]): { mint: PublicKey; bots: CreatorBot[] }[] {
  const groups = new Map<string, CreatorBot[]>();
  for (const one of bots) {
    const mint = one.bot.terms.mint.toBase58();
    const group = groups.get(mint);
    if (group === undefined) groups.set(mint, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => ({ mint: group[0]!.bot.terms.mint, bots: group }));
}
