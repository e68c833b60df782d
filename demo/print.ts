/** How the story looks: one line for each thing that happened, wide columns first, the signature last. */
import type { SubscriptionState } from "@profit-share/sdk";
import { dollars } from "../cli/src/money";
import { list, table } from "../cli/src/table";
import type { Conservation, Equation } from "./conservation";

/** One thing that happened. Amounts are base units; null where a column does not apply. */
export interface Line {
  what: string;
  realized: bigint | null;
  /** What it added to the creator's share. */
  share: bigint | null;
  /** What it paid of the creator's share. */
  credited: bigint | null;
  /** What is owed afterwards. */
  owed: bigint | null;
  computeUnits: number;
  signature: string;
}

const WHAT = 78;
const AMOUNT = 12;
const UNITS = 8;

export const HEADER = columns("", ["realized PnL", "share", "credited", "owed"], "CU", "signature");

export function line({ what, realized, share, credited, owed, computeUnits, signature }: Line): string {
  const amounts = [realized, share, credited, owed].map((amount) => (amount === null ? "" : dollars(amount)));
  return columns(what, amounts, computeUnits.toLocaleString("en-US"), signature);
}

function columns(what: string, amounts: readonly string[], units: string, signature: string): string {
  const cells = amounts.map((amount) => amount.padStart(AMOUNT + 1));
  return `${what.padEnd(WHAT)}${cells.join("")}${units.padStart(UNITS)}  ${signature}`;
}

export const title = (text: string): string => `\n── ${text} ${"─".repeat(Math.max(0, WHAT - text.length))}`;

/** A subscription at the end. Amounts are base units. */
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

export function standings(rows: readonly Standing[]): string {
  const money = (name: string, amount: (row: Standing) => bigint) => ({
    title: name,
    cell: (row: Standing) => dollars(amount(row)),
    align: "right" as const,
  });
  return table<Standing>(
    [
      { title: "subscription", cell: ({ label }) => label },
      { title: "state", cell: ({ state }) => state },
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
      money("balance", ({ balance }) => balance),
      money("withdrawn", ({ withdrawn }) => withdrawn),
      { title: "history", cell: ({ verified }) => (verified ? "verified" : "WRONG") },
      { title: "address", cell: ({ address }) => address },
    ],
    rows,
  );
}

/** The conservation line; with an account that is wrong, a line for each. */
export function conservationLines({ conserved, equations }: Conservation, supply: bigint, accounts: number): string {
  const total = (what: Equation["what"]) =>
    dollars(equations.reduce((sum, equation) => (equation.what === what ? sum + equation.actual : sum), 0n));
  if (conserved) {
    return (
      `CONSERVED: the ${accounts} token accounts hold the ${dollars(supply)} that were minted, as the ledger says: ` +
      `escrows ${total("escrow")}, creator ${total("received")}, everybody else ${total("everybody else")}.`
    );
  }
  const wrong = equations.filter(({ expected, actual }) => expected !== actual);
  return [
    "NOT CONSERVED:",
    ...wrong.map(({ what, account, expected, actual }) => {
      const where = account === null ? what : `${what} ${account}`;
      return `  ${where} holds ${dollars(actual)}, by the ledger ${dollars(expected)}`;
    }),
  ].join("\n");
}

/** What can be tried while the chain stays up. */
export const experiments = (entries: readonly (readonly [string, string])[]): string => list(entries);
