/**
 * `migrate`: brings the bots and subscribers of a marketplace onto the chain. It publishes what it has the keys for and writes what
 * others have to sign. What was done before is read from the chain, so a run goes on where the one before stopped.
 */
import { basename } from "node:path";
import { InvalidInput, type ProfitShareClient } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { expectConsent } from "../acting/consent";
import type { Sending } from "../acting/manner";
import { EXIT } from "../exit-codes";
import { printable } from "../failure";
import { readFile } from "../input/arguments";
import type { Wallet } from "../input/wallet";
import type { Io } from "../io";
import { BOT_COLUMNS, type HostBot, readBots } from "../migration/bots";
import { lacksOf, readCosts } from "../migration/funds";
import { inState, type MigrationPlan, planJson, planText, publishingCost } from "../migration/plan";
import { publishBots } from "../migration/publish";
import { type Columns, type Row, readRows } from "../migration/rows";
import { lookAtBots, lookAtSubscribers } from "../migration/standing";
import { type HostSubscriber, readSubscribers, SUBSCRIBER_COLUMNS } from "../migration/subscribers";
import { botsCsv, subscriptionsCsv, writeFiles } from "../migration/to-sign";
import type { Outcome } from "../outcome";
import { formatSol } from "../text/amounts";

export interface Migration {
  /** Paths of the host's files. */
  files: { bots: string; subscribers: string };
  mint: PublicKey;
  /** Attests the closes of attested bots; null if there are none. */
  keeper: PublicKey | null;
  /** Folder for what others have to sign. */
  out: string;
  /** Address of the web app; null: no links. */
  app: string | null;
  /** Pays for the bots; null: none are published. */
  payer: Wallet | null;
  /** Of owners, beside the payer. */
  owners: readonly Wallet[];
}

export async function migrate(migration: Migration, sending: Sending): Promise<Outcome> {
  const { client, manner, io } = sending;
  const { keeper, payer } = migration;
  if (keeper !== null) await client.keeper(keeper);
  const marketplace = { ...migration, ...hostIn(client, migration, io), wallets: walletsOf(migration) };
  const plan = await planFor(client, marketplace, io);
  const text = planText(plan);
  if (manner.dryRun) {
    const told = `${text}\n\nNothing was sent or written: this is a dry run.`;
    return { text: told, json: planJson(plan), exitCode: EXIT.done };
  }
  const { now } = plan.bots;
  if (payer === null || now.length === 0) return finished(client, migration, plan, [text, ""]);

  await expectEnough(client, payer, plan);
  await expectConsent(text, sending);
  await publishBots(client, now, { payer, owners: marketplace.wallets }, io);
  // Their subscribers can sign now.
  return finished(client, migration, await planFor(client, marketplace, io), [`Bots published: ${now.length}.`]);
}

const nameOf = ({ address }: Wallet): string => address.toBase58();

/** Those that can publish, by address (base58). Without one that pays, nobody can. */
const walletsOf = ({ payer, owners }: Migration): ReadonlyMap<string, Wallet> =>
  new Map((payer === null ? [] : [...owners, payer]).map((wallet) => [nameOf(wallet), wallet]));

interface Host {
  bots: readonly HostBot[];
  subscribers: readonly HostSubscriber[];
}

function hostIn({ programId }: ProfitShareClient, { files, mint, keeper }: Migration, io: Io): Host {
  const bots = readBots(rowsOf(files.bots, BOT_COLUMNS), { programId, mint, keeper });
  expectRight(bots.problems, io);
  const byId = new Map(bots.found.map((bot) => [bot.id, bot]));
  const subscribers = readSubscribers(rowsOf(files.subscribers, SUBSCRIBER_COLUMNS), byId, programId);
  expectRight(subscribers.problems, io);
  return { bots: bots.found, subscribers: subscribers.found };
}

const rowsOf = (file: string, columns: Columns): Row[] =>
  readRows(new TextDecoder().decode(readFile("file", file)), basename(file), columns);

/** Tells all of them, and stops. */
function expectRight(problems: readonly string[], io: Io): void {
  if (problems.length === 0) return;
  for (const problem of problems) io.err(printable(problem));
  const rows = problems.length === 1 ? "1 row is wrong" : `${problems.length} rows are wrong`;
  throw new InvalidInput(
    `${rows}: nothing is sent or written until they are right. Correct the files and run it again`,
  );
}

/** By what the chain says now. */
async function planFor(
  client: ProfitShareClient,
  { bots, subscribers, wallets, mint, payer }: Host & Migration & { wallets: ReadonlyMap<string, Wallet> },
  io: Io,
): Promise<MigrationPlan> {
  const { published, problems } = await lookAtBots(client, bots);
  expectRight(problems, io);
  const { standings, problems: taken } = await lookAtSubscribers(client, subscribers, published);
  expectRight(taken, io);
  const missing = bots.filter(({ id }) => !published.has(id));
  const isHere = ({ publication }: HostBot) => wallets.has(publication.creator.toBase58());
  const now = missing.filter(isHere);
  const byPayer = now.filter(({ publication }) => payer?.address.equals(publication.creator)).length;
  const costs = await readCosts(client);
  return {
    costs,
    bots: { published, now, elsewhere: missing.filter((bot) => !isHere(bot)), signatures: 2 * now.length - byPayer },
    subscribers: standings,
    lacks: await lacksOf(client, inState(standings, "to_sign"), { ...costs, mint }),
  };
}

async function expectEnough({ connection }: ProfitShareClient, payer: Wallet, plan: MigrationPlan): Promise<void> {
  const { rent, fees } = publishingCost(plan);
  const held = BigInt(await connection.getBalance(payer.address, "confirmed"));
  if (held >= rent + fees) return;
  throw new InvalidInput(
    `${payer.name} is that of ${nameOf(payer)}, which holds ${formatSol(held)}; the bots take ${formatSol(rent + fees)}: send it more`,
  );
}

function finished(
  client: ProfitShareClient,
  { out, app }: Migration,
  plan: MigrationPlan,
  told: readonly string[],
): Outcome {
  const { published, elsewhere } = plan.bots;
  const toSign = inState(plan.subscribers, "to_sign");
  const [subscriptions, bots] = writeFiles(out, {
    "subscriptions-to-sign.csv": subscriptionsCsv(client, { toSign, published, lacks: plan.lacks, app }),
    "bots-to-publish.csv": botsCsv(elsewhere),
  });
  const left = toSign.length + elsewhere.length + inState(plan.subscribers, "waiting").length;
  return {
    text: [
      ...told,
      ...(left === 0 ? ["Everything is on the chain."] : whatIsLeft(toSign, subscriptions!, elsewhere, bots!)),
    ].join("\n"),
    json: { ...planJson(plan), files: { subscriptions, bots } },
    exitCode: EXIT.done,
  };
}

const whatIsLeft = (
  toSign: readonly HostSubscriber[],
  subscriptions: string,
  elsewhere: readonly HostBot[],
  bots: string,
): string[] => [
  ...(toSign.length === 0
    ? []
    : [
        `Subscriptions to sign: ${toSign.length}, in ${subscriptions}. A transaction there does not age until \`subscribe sign\` signs it;`,
        "from then on the other party has a blockhash's life: half a minute where slots take 200 ms.",
      ]),
  ...(elsewhere.length === 0
    ? []
    : [`Bots for their owners to publish, with the command there: ${elsewhere.length}, in ${bots}.`]),
  "Run it again whenever something was signed: it asks the chain what is left.",
];
