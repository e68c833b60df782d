/** All bots as the index of this site lists them: which have a name, and what each earned its creator lately. */
import type { Earnings, EstimatedEarnings } from "@profit-share/sdk/history";
import { useQuery } from "@tanstack/react-query";
import { useConfig } from "../config/context";
import { itemsAt } from "./indexer";

export interface BotEarnings {
  estimate: EstimatedEarnings;
  /** What accrued a day, the last thirty, oldest first. */
  days: bigint[];
}

export interface IndexedBot {
  /** Whether its owner has published a profile. */
  isNamed: boolean;
  earnings: BotEarnings;
}

/** As the index answers; amounts are texts of digits. */
interface Listed {
  bot: string;
  name: string | null;
  month: Window;
  week: Window;
  sparkline: string[];
}
type Window = Omit<Earnings, "accrued"> & { accrued: string };

/** By bot, base58; no answer without an index. */
export function useIndexedBots() {
  const config = useConfig();
  return useQuery({
    queryKey: ["indexed bots"],
    queryFn: async (): Promise<ReadonlyMap<string, IndexedBot>> =>
      new Map((await itemsAt<Listed>(config, "/v1/bots?sort=newest")).map((item) => [item.bot, botIn(item)])),
    enabled: config.indexerUrl !== null,
    staleTime: 60_000,
  });
}

const botIn = ({ name, month, week, sparkline }: Listed): IndexedBot => ({
  isNamed: name !== null,
  earnings: { estimate: { month: windowIn(month), week: windowIn(week) }, days: sparkline.map(BigInt) },
});

const windowIn = ({ accrued, days, sinceItBegan }: Window): Earnings => ({
  ...{ days, sinceItBegan },
  accrued: BigInt(accrued),
});
