import { deploy, type Plan } from "@profit-share/cli/deploy";
import { type Feed, openWebSocketFeed, openYellowstoneFeed } from "@profit-share/feed";
import {
  createKeeper,
  createProfitShareHost,
  type Keeper,
  type KeeperSettings,
  MemoryAgents,
} from "@profit-share/keeper";
import { type Localnet, startLocalnet } from "@profit-share/localnet";
import { connect, NotFound, ProfitShareClient, type Subscription, toBaseUnits } from "@profit-share/sdk";
import { planClaims, sendClaims } from "@profit-share/sdk/claims";
import { driftInstructions } from "@profit-share/sdk/drift";
import {
  estimateEarnings,
  ledgerOf,
  periodOf,
  readFeed,
  readHistory,
  readLife,
  steps,
} from "@profit-share/sdk/history";
import { type BotTotals, listBots, readBotTotals } from "@profit-share/sdk/listing";
import { isSignedBy, type Profile } from "@profit-share/sdk/profiles";
import { sendTransaction, simulate } from "@profit-share/sdk/sending";
import { type Watch, watchSubscriptions } from "@profit-share/sdk/watching";
import { enter, openBooks, type ReadTransaction, sumOf } from "@profit-share/statements";
import { Keypair, PublicKey, Transaction, type VersionedTransaction } from "@solana/web3.js";

export async function all(settings: KeeperSettings, plan: Plan): Promise<bigint> {
  const net: Localnet = await startLocalnet({ port: 0 });
  const connection = connect(net.rpcUrl);
  const client = new ProfitShareClient(connection);
  const subscription: Subscription = await client.subscription(PublicKey.default);
  const signer = Keypair.generate();
  const keeper: Keeper = await createKeeper({ settings, signer, agents: new MemoryAgents([]), database: null });
  createProfitShareHost({ keeper, resolve: () => PublicKey.default, mint: subscription.terms.mint });
  await sendTransaction(connection, [await client.settle(PublicKey.default)], { payer: signer });
  await deploy({ connection, payer: signer.publicKey, send: async () => "" }, plan);
  const { bot } = subscription;
  driftInstructions.deleteUser({ user: bot, authority: bot });
  return new NotFound("bot", bot).address === bot ? toBaseUnits("1.5") : subscription.balance;
}

/** What a subscriber paid in fees. */
export function paid(programId: PublicKey, transactions: readonly ReadTransaction[]): bigint {
  return sumOf(enter(openBooks(programId), transactions).entries).credited;
}

/** Whether a profile is its owner's. */
export const isOwners = (profile: Profile, programId: PublicKey, owner: PublicKey): boolean =>
  isSignedBy(profile, { programId, genesisHash: "" }, owner, new Uint8Array(64));

/** What a page shows a creator. */
export async function creator(
  client: ProfitShareClient,
  owner: PublicKey,
  sign: (transactions: VersionedTransaction[]) => Promise<VersionedTransaction[]>,
): Promise<string[]> {
  const bots = await client.bots(owner);
  const subscriptions = (await Promise.all(bots.map(({ address }) => client.subscriptionsOfBot(address)))).flat();
  const plan = planClaims({ bots, subscriptions, minimum: 10_000n });
  const said: string[] = [];
  for (const { instructions } of plan) {
    const told = await simulate(client.connection, new Transaction({ feePayer: owner }).add(...instructions));
    said.push(told.error?.message ?? `${told.owners[0]?.tokens[0]?.amount} for ${told.fee?.total}`);
  }
  for await (const { planned, error } of sendClaims(client.connection, plan, { sign })) {
    said.push(error?.message ?? `${planned.amount}`);
  }
  for (const { address } of subscriptions) {
    const { events, report } = await readHistory(client, address);
    const all = steps(
      events.map(({ record }) => record),
      report.startMark,
    );
    const { month } = estimateEarnings(events, { now: await client.time(), began: 0n });
    said.push(`${all.at(-1)?.mark.after} ${month.accrued} ${periodOf(month)}`);
  }
  return said;
}

export function listen(url: string): Feed[] {
  const logger = { info: () => undefined, warn: () => undefined };
  const common = { url, logger, listener: { onGap: ({ afterSlot }: { afterSlot: number | null }) => void afterSlot } };
  return [openWebSocketFeed({ ...common, slots: true }), openYellowstoneFeed({ ...common, token: null })];
}

const inDollars = { owner: PublicKey.default, amount: 1 };
// @ts-expect-error An amount is a bigint of base units.
export const refused = new ProfitShareClient(connect("")).deposit(PublicKey.default, inDollars);

export async function read(client: ProfitShareClient, subscription: PublicKey): Promise<bigint> {
  const watch: Watch = watchSubscriptions(client, [subscription], { onChange: ({ slot }) => slot.toFixed() });
  watch.stop();
  for await (const { events, readTo } of readFeed(client)) if (events.length > readTo.slot) break;
  for await (const [bot] of listBots(client)) if (bot?.open) break;
  const { accrued }: BotTotals = await readBotTotals(client, subscription);
  const { sums } = ledgerOf(await readLife(client, subscription));
  return accrued - sums.accrued;
}
