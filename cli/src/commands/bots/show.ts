/** `bot list`, `bot show` and `vault`. */
import { formatDollars, type ProfitShareClient } from "@profit-share/sdk";
import { type BotFilter, listBots, readBotTotals } from "@profit-share/sdk/listing";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits } from "../../text/amounts";
import { type Column, list, table } from "../../text/table";
import { allPages } from "../all-pages";
import { BOT_COLUMNS } from "../list";
import { vaultOf } from "../money/claim";
import { agreedLines, ownersOf } from "../terms/agreed";

/** @param open only those that take new subscribers */
export async function listAll(client: ProfitShareClient, filter: BotFilter, open: boolean): Promise<Outcome> {
  const found = await allPages(listBots(client, filter));
  const bots = open ? found.filter((bot) => bot.open) : found;
  const columns: Column<(typeof bots)[number]>[] = [
    ...BOT_COLUMNS,
    { title: "owner", cell: ({ owner }) => owner.toBase58() },
  ];
  return {
    text: bots.length === 0 ? "There is no such bot: check the cluster." : table(columns, bots),
    json: bots,
    exitCode: EXIT.done,
  };
}

export async function showBot(client: ProfitShareClient, address: PublicKey): Promise<Outcome> {
  const bot = await client.bot(address);
  const [totals, { vault, holds }] = await Promise.all([readBotTotals(client, address), vaultOf(client, address)]);
  const { terms, minPayout, pendingOwner } = bot;
  return {
    text: [
      list([
        ["bot", address.toBase58()],
        ["creator", bot.creator.toBase58()],
        ...ownersOf(bot),
        ...(pendingOwner === null ? [] : [["offered to", pendingOwner.toBase58()] as const]),
        ["takes subscribers", bot.open ? "yes" : "no"],
        ...agreedLines(terms, null),
        ["minimum cap", `${bothUnits(terms.minDailyCap)} of share a day`],
        ["minimum payout", bothUnits(minPayout)],
      ]),
      list([
        ["subscriptions", `${totals.living} live, ${totals.closed} closed`],
        ["profit charged", bothUnits(totals.profit)],
        ["creator's share", bothUnits(totals.accrued)],
        ["  paid by balances", bothUnits(totals.credited)],
        ["  waived", bothUnits(totals.waived)],
        ["  written off", bothUnits(totals.writtenOff)],
        ["  owed", bothUnits(totals.owed)],
        ["claimable", bothUnits(totals.claimable)],
        ["in the vault", bothUnits(holds)],
      ]),
      "These sums prove no performance: who publishes a bot can subscribe to it, too.",
    ].join("\n\n"),
    json: { ...bot, totals, vault, vaultHolds: holds },
    exitCode: EXIT.done,
  };
}

export async function showVault(client: ProfitShareClient, address: PublicKey): Promise<Outcome> {
  const { owner } = await client.bot(address);
  const { vault, holds } = await vaultOf(client, address);
  const hint =
    holds === 0n
      ? "There is nothing to claim."
      : `The bot's owner ${owner.toBase58()} takes it with \`profit-share claim ${address.toBase58()}\`.`;
  return {
    text: `The vault ${vault.toBase58()} of bot ${address.toBase58()} holds ${formatDollars(holds)}. ${hint}`,
    json: { bot: address, owner, vault, holds },
    exitCode: EXIT.done,
  };
}
