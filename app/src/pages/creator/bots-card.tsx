import type { PublicKey } from "@solana/web3.js";
import { Link } from "@tanstack/react-router";
import { type CreatorBot, claimableOf, moneyOf } from "../../data/creator";
import { formatCount } from "../../format/money";
import { shortAddress } from "../../format/short";
import { feeSentence } from "../../format/words";
import { Identicon } from "../../pictures/identicon";
import { Badge } from "../../ui/badge";
import { BotName } from "../../ui/bot-name";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { type Column, Table } from "../../ui/table";
import { ClaimOf } from "./claim-of";

/** Every bot, with its own money. @param props `owner` is null for who only looks */
export function BotsCard({ bots, owner }: { bots: CreatorBot[]; owner: PublicKey | null }) {
  const money = (name: string, amount: (bot: CreatorBot) => bigint): Column<CreatorBot> => ({
    name,
    isNumber: true,
    cell: (one) => <Money exact amount={amount(one)} />,
  });
  const columns: Column<CreatorBot>[] = [
    { name: "Bot", cell: BotLink },
    { name: "Takes", isProse: true, cell: ({ bot }) => feeSentence(bot.terms) },
    { name: "Subscriptions", isNumber: true, cell: ({ totals }) => formatCount(totals.living) },
    money("Share, ever", ({ totals }) => totals.accrued),
    money("Owed", ({ totals }) => totals.owed),
    money("Claimable", claimableOf),
    money("Claimed", (one) => moneyOf([one]).claimed),
    ...(owner === null
      ? []
      : [
          {
            name: "Claim",
            isNumber: true,
            cell: (one: CreatorBot) => <ClaimOf one={one} owner={owner} label={claimLabel(one)} />,
          },
        ]),
  ];
  return (
    <Card title="Bots">
      <Table caption="Bots" columns={columns} rows={bots} keyOf={({ bot }) => bot.address.toBase58()} />
    </Card>
  );
}

const BotLink = ({ bot }: Pick<CreatorBot, "bot">) => (
  <span className="inline-flex flex-wrap items-center gap-2">
    <Link to="/creator/$bot" params={{ bot: bot.address.toBase58() }} className="link inline-flex items-center gap-2">
      <Identicon address={bot.address.toBase58()} />
      <BotName bot={bot} />
    </Link>
    {!bot.open && <Badge>closed</Badge>}
  </span>
);

const claimLabel = ({ bot }: CreatorBot): string => `Claim of bot ${shortAddress(bot.address.toBase58())}`;
