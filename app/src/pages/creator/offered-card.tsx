import type { Bot, Located } from "@profit-share/sdk";
import { Link } from "@tanstack/react-router";
import { useOffered } from "../../data/creator";
import { feeSentence } from "../../format/words";
import { Identicon } from "../../pictures/identicon";
import { Address } from "../../ui/address";
import { BotName } from "../../ui/bot-name";
import { buttonClass } from "../../ui/button";
import { Card } from "../../ui/card";
import { type Column, Table } from "../../ui/table";

const COLUMNS: Column<Located<Bot>>[] = [
  {
    name: "Bot",
    cell: (bot) => (
      <span className="inline-flex items-center gap-2">
        <Identicon address={bot.address.toBase58()} />
        <BotName bot={bot} />
      </span>
    ),
  },
  { name: "Takes", isProse: true, cell: ({ terms }) => feeSentence(terms) },
  { name: "Offered by", cell: ({ owner }) => <Address value={owner.toBase58()} /> },
  {
    name: "To do",
    isNumber: true,
    cell: ({ address }) => (
      <Link to="/creator/$bot" params={{ bot: address.toBase58() }} className={buttonClass()}>
        Look at it
      </Link>
    ),
  },
];

/** Bots that somebody wants to hand over: nothing of them is the wallet's until it takes them over. */
export function OfferedCard({ wallet, isOwn }: { wallet: string; isOwn: boolean }) {
  const { data: bots } = useOffered(wallet);
  if (bots === undefined || bots.length === 0) return null;
  return (
    <Card title={isOwn ? "Offered to you" : "Offered to this wallet"}>
      <Table caption="Offered bots" columns={COLUMNS} rows={bots} keyOf={({ address }) => address.toBase58()} />
      <p className="mt-4 max-w-prose text-muted text-sm">
        Whoever takes a bot over gets what its escrows and its vault hold for the creator. It takes a signature on the
        bot's own page.
      </p>
    </Card>
  );
}
