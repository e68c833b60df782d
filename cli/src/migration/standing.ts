/** What of a migration is on the chain already: asked anew each time, so that a run goes on where the one before stopped. */
import {
  type Bot,
  decodeBot,
  decodeSubscription,
  InvalidInput,
  type ProfitShareClient,
  type Subscription,
} from "@profit-share/sdk";
import { readClosings } from "@profit-share/sdk/history";
import { expectPayableAccount } from "../acting/payout-wallet";
import { offersSame } from "../deployment/same-terms";
import { ownData, readAccounts } from "./accounts";
import type { HostBot } from "./bots";
import type { HostSubscriber } from "./subscribers";

/** Bots by the id that the host gave them; what is missing is not published. */
export type Published = ReadonlyMap<string, Bot>;

/** @returns what is wrong as lines beside it @throws NodeFailure */
export async function lookAtBots(
  client: ProfitShareClient,
  bots: readonly HostBot[],
): Promise<{ published: Published; problems: string[] }> {
  const wallets = bots.map(({ publication }) => publication.payoutWallet);
  const accounts = await readAccounts(client, [...bots.map(({ address }) => address), ...wallets]);
  const published = new Map<string, Bot>();
  const problems: string[] = [];
  for (const { place, id, address, publication } of bots) {
    const data = ownData(accounts, address, client);
    try {
      if (data === null) {
        const { payoutWallet } = publication;
        expectPayableAccount(accounts.get(payoutWallet.toBase58()) ?? null, payoutWallet, "payoutWallet");
        continue;
      }
      // Its owner may have changed the payouts since; what subscribers agree to has to be the file's.
      const bot = decodeBot(data);
      if (!offersSame(bot.terms, publication.terms)) {
        throw new InvalidInput(
          `bot ${address.toBase58()} is published with other terms: correct the file, or give it another id`,
        );
      }
      published.set(id, bot);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(`${place}: ${error.message}`);
    }
  }
  return { published, problems };
}

/** `left`: it was there, and is closed. `waiting`: its bot is not published, or takes no new subscribers. */
type SubscriberState = "there" | "left" | "waiting" | "to_sign";

export interface SubscriberStanding {
  host: HostSubscriber;
  state: SubscriberState;
}

/** @returns what is wrong as lines beside it @throws NodeFailure, MissingTransaction */
export async function lookAtSubscribers(
  client: ProfitShareClient,
  subscribers: readonly HostSubscriber[],
  published: Published,
): Promise<{ standings: SubscriberStanding[]; problems: string[] }> {
  const accounts = await readAccounts(
    client,
    subscribers.map(({ subscription }) => subscription),
  );
  const standings: SubscriberStanding[] = [];
  const problems: string[] = [];
  for (const host of subscribers) {
    const data = ownData(accounts, host.subscription, client);
    const there = data === null ? null : decodeSubscription(data);
    if (there === null) {
      standings.push({ host, state: await missingState(client, host, published.get(host.bot.id)) });
    } else if (there.bot.equals(host.bot.address) && there.subscriber.equals(host.subscriber)) {
      standings.push({ host, state: "there" });
    } else problems.push(takenBy(host, there));
  }
  return { standings, problems };
}

/** Whether it was there before is asked only where somebody has left the bot. */
async function missingState(
  client: ProfitShareClient,
  { subscription, bot: { address } }: HostSubscriber,
  bot: Bot | undefined,
): Promise<SubscriberState> {
  if (bot === undefined) return "waiting";
  const closings = bot.closed === 0n ? [] : await readClosings(client, subscription);
  if (closings.some((closing) => closing.bot.equals(address))) return "left";
  return bot.open ? "to_sign" : "waiting";
}

function takenBy({ place, subscription }: HostSubscriber, { bot, subscriber }: Subscription): string {
  const [taken, by, whose] = [subscription, bot, subscriber].map((address) => address.toBase58());
  return `${place}: the account has subscription ${taken} of ${whose} to bot ${by}: that one has to be closed first`;
}
