/** What others have to sign, as files: subscriptions by subscriber and agent, bots by owners whose keys are elsewhere. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Bot, hex, InvalidInput, type ProfitShareClient, toDollars } from "@profit-share/sdk";
import { NO_BLOCKHASH } from "@profit-share/sdk/sending";
import { type Cell, toCsv } from "@profit-share/statements";
import { compile } from "../acting/prepare";
import { solNumber } from "../text/amounts";
import type { HostBot } from "./bots";
import type { Lack } from "./funds";
import type { HostSubscriber } from "./subscribers";

const text = (value: string): Cell => ({ text: value });
const number = (value: string): Cell => ({ number: value });

export interface Signable {
  toSign: readonly HostSubscriber[];
  published: ReadonlyMap<string, Pick<Bot, "terms">>;
  /** By subscriber (base58). */
  lacks: ReadonlyMap<string, Lack>;
  /** Address of the web app; null: no links. */
  app: string | null;
}

const SUBSCRIPTION_TITLES = [
  ...["row", "bot", "botAddress", "subscription", "subscriber", "agent", "deposit", "missingDollars", "missingSol"],
  ...["link", "transaction"],
];

/** A transaction for each: without a blockhash, which its first signature puts in, so it does not age until then. */
export function subscriptionsCsv(client: ProfitShareClient, { toSign, published, lacks, app }: Signable): string {
  const rows = toSign.map(({ place, bot, subscription, ...parties }) => {
    const { subscriber, agent, deposit } = parties;
    const address = bot.address.toBase58();
    const lack = lacks.get(subscriber.toBase58()) ?? { tokens: 0n, lamports: 0n };
    const subscribe = client.subscribe({ ...parties, bot: bot.address, terms: published.get(bot.id)!.terms });
    const transaction = compile(subscriber, [subscribe], NO_BLOCKHASH).serialize();
    return [
      ...[place, bot.id, address, subscription.toBase58(), subscriber.toBase58(), agent.toBase58()].map(text),
      ...[toDollars(deposit), toDollars(lack.tokens), solNumber(lack.lamports)].map(number),
      text(app === null ? "" : `${app}/bot/${address}/subscribe`),
      text(Buffer.from(transaction).toString("base64")),
    ];
  });
  return toCsv(SUBSCRIPTION_TITLES, rows);
}

/** The command that publishes each, for its owner. */
export const botsCsv = (bots: readonly HostBot[]): string =>
  toCsv(
    ["row", "bot", "botAddress", "owner", "command"],
    bots.map((bot) =>
      [bot.place, bot.id, bot.address.toBase58(), bot.publication.creator.toBase58(), commandOf(bot)].map(text),
    ),
  );

function commandOf({ publication }: HostBot): string {
  const { id, terms, minPayout, payoutWallet } = publication;
  const options: [string, string][] = [
    ["--id", hex(id)],
    ["--source", terms.source],
    ["--basis", terms.feeBasis],
    ["--mint", terms.mint.toBase58()],
    ...(terms.keeper === null ? [] : [["--keeper", terms.keeper.toBase58()] as [string, string]]),
    ["--share", String(terms.profitShareBps / 100)],
    ["--min-balance", toDollars(terms.minBalance)],
    ["--min-cap", toDollars(terms.minDailyCap)],
    ["--hash", hex(terms.hash)],
    ["--min-payout", toDollars(minPayout)],
    ["--wallet", payoutWallet.toBase58()],
  ];
  return `profit-share bot publish ${options.map((option) => option.join(" ")).join(" ")}`;
}

/** Replaces the files of an earlier run, each at once. @returns their paths @throws InvalidInput if they cannot be written */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(files).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(`${path}.new`, content);
      renameSync(`${path}.new`, path);
      return path;
    });
  } catch (error) {
    throw new InvalidInput(`--out ${folder} cannot be written: ${(error as Error).message}`);
  }
}
