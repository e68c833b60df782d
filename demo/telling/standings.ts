/** Where every subscription stands, as a table. */
import { formatDollars, type SubscriptionState } from "@profit-share/sdk";
import { type Column, table } from "./table";

/** Where a subscription stands at the end. Amounts are base units. */
export interface Standing {
  label: string;
  address: string;
  state: SubscriptionState | "closed";
  settlements: number;
  realized: bigint;
  profit: bigint;
  accrued: bigint;
  credited: bigint;
  claimed: bigint;
  /** What went to the bot's vault when it was closed. */
  toVault: bigint;
  waived: bigint;
  /** The debt that was given up when it was closed. */
  writtenOff: bigint;
  owed: bigint;
  balance: bigint;
  withdrawn: bigint;
  /** Whether the chain of heads and every recomputed share are right. */
  verified: boolean;
}

const money = (title: string, amount: (row: Standing) => bigint): Column<Standing> => ({
  title,
  cell: (row) => formatDollars(amount(row)),
  align: "right",
});

const NAME: Column<Standing> = { title: "subscription", cell: ({ label }) => label };
const STATE: Column<Standing> = { title: "state", cell: ({ state }) => state };

/** What was earned, and what became of the creator's share of it. */
const SHARE: Column<Standing>[] = [
  { title: "records", cell: ({ settlements }) => String(settlements), align: "right" },
  money("realized PnL", ({ realized }) => realized),
  money("profit", ({ profit }) => profit),
  money("share", ({ accrued }) => accrued),
  money("credited", ({ credited }) => credited),
  money("claimed", ({ claimed }) => claimed),
  money("to vault", ({ toVault }) => toVault),
  money("waived", ({ waived }) => waived),
  money("written off", ({ writtenOff }) => writtenOff),
  money("owed", ({ owed }) => owed),
];

/** What the subscriber has there, and whether the history is right. */
const ACCOUNT: Column<Standing>[] = [
  money("balance", ({ balance }) => balance),
  money("withdrawn", ({ withdrawn }) => withdrawn),
  { title: "history", cell: ({ verified }) => (verified ? "verified" : "WRONG") },
  { title: "address", cell: ({ address }) => address },
];

/** One table, which is 230 characters wide. */
export const wideStandings = (rows: readonly Standing[]): string => table([NAME, STATE, ...SHARE, ...ACCOUNT], rows);

/** The same as two tables that fit 120 columns. */
export const narrowStandings = (rows: readonly Standing[]): string =>
  `${table([NAME, ...SHARE], rows)}\n\n${table([NAME, STATE, ...ACCOUNT], rows)}`;
