/** What storing and settling cost in SOL and dollars: a part of the README, computed from the figures of the committed page. */
import { LAMPORTS_PER_BYTE } from "@profit-share/localnet";
import { limitsFor } from "@profit-share/sdk/sending";
import { accountLength } from "@profit-share/testing/svm/idl";
import { ACCOUNT_SIZE as TOKEN_ACCOUNT } from "@solana/spl-token";
import { LAMPORTS_PER_SOL, type TransactionInstruction } from "@solana/web3.js";
import { ATTESTED_ROWS, VERIFIED_ROWS } from "./batch";
import { count, table } from "./page";
import { batchOf, SAMPLES } from "./samples";

/** By "row, column" of the page. */
type Figures = ReadonlyMap<string, number>;

const LAMPORTS_PER_SIGNATURE = 5_000;
/** Micro-lamports for a compute unit, where a transaction pays to be first. */
const PRIORITY_PRICE = 100_000;
const MICRO = 1_000_000;
/** Of one instruction to the compute budget; a transaction has three: units, data and price. */
const BUDGET_UNITS = 150;
const ROWS = { verified: VERIFIED_ROWS, attested: ATTESTED_ROWS } as const;
/** Dollars. */
const SOL_PRICES = [50, 150, 250] as const;
/** What every account pays for besides its data. */
const ACCOUNT_BYTES = 128;

const [BEGIN, END] = ["<!-- Written by `npm run bench:cu` -->", "<!-- Up to here -->"];

/** The README with its costs as the page's figures say. @throws Error if the README does not mark where they stand */
export function withCosts(readme: string, figures: Figures): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`README.md needs a line "${BEGIN}" and below it a line "${END}"`);
  return `${before}${BEGIN}\n\n${costs(figures)}\n\n${END}${after}`;
}

function costs(figures: Figures): string {
  const asked = waysOf(figures);
  return [
    "### A profitable close",
    `The program takes no fee. The network takes ${count(LAMPORTS_PER_SIGNATURE)} lamports for each signature, and the keeper pays them. What a close amounts to makes no difference,\n` +
      "and a loss costs the same. A deposit, a claim and a withdrawal are one signature, too.",
    settling(asked, 0),
    `The same with a priority fee of ${count(PRIORITY_PRICE)} micro-lamports for each compute unit asked for, the most that the keeper offers unless it is configured:`,
    settling(asked, PRIORITY_PRICE),
    "Units asked for are those measured, a tenth and 2,000 more, or those of the dearest path, if that is more. SOL and dollars are rounded up.",
    "### Storing",
    `Rent keeps an account alive. In November 2026 mainnet charges ${count(LAMPORTS_PER_BYTE)} lamports for each byte and for ${ACCOUNT_BYTES} bytes more per account. It charged\n` +
      "6,960 before and will charge 2,575 next: ask your cluster for its rate, `solana rent BYTES`.",
    storing(),
  ].join("\n\n");
}

/** A transaction that settles closes. */
interface Way {
  what: string;
  signatures: number;
  closes: number;
  /** Compute units that it asks for. */
  units: number;
}

function waysOf(figures: Figures): Way[] {
  const figure = (name: string): number => {
    const found = figures.get(name);
    if (found === undefined) throw new Error(`bench/README.md has no figure "${name}": run npm run bench:cu`);
    return found;
  };
  const way = (
    what: string,
    row: string,
    of: readonly TransactionInstruction[],
    signatures: number,
    closes: number,
  ): Way => {
    const computeUnits = figure(`${row}, CU`) + 3 * BUDGET_UNITS;
    return { what, signatures, closes, units: limitsFor({ computeUnits, loadedBytes: null }, of).computeUnits };
  };
  const alone = (what: string, row: keyof typeof SAMPLES, signatures: number): Way =>
    way(what, row, SAMPLES[row], signatures, 1);
  return [
    alone("verified, alone", "settle", 1),
    alone("attested, alone", "settle_attested", 1),
    alone("attested, paid by the agent at once", "deposit + settle_attested + payout", 2),
    ...(["verified", "attested"] as const).map((kind) => {
      const rows = ROWS[kind];
      return way(
        `${kind}, one of ${rows} in a batch`,
        `settle_batch, ${rows} ${kind} rows`,
        [batchOf(kind, rows)],
        1,
        rows,
      );
    }),
  ];
}

/** @param price micro-lamports for each unit */
function settling(ways: readonly Way[], price: number): string {
  const rows = ways.map(({ what, signatures, closes, units }) => {
    const fee = LAMPORTS_PER_SIGNATURE * signatures + Math.ceil((units * price) / MICRO);
    const lamports = Math.ceil(fee / closes);
    const dollars = SOL_PRICES.map((perSol) => `$${decimal(lamports * perSol, LAMPORTS_PER_SOL, 7)}`);
    return [what, count(signatures), count(units), decimal(lamports, LAMPORTS_PER_SOL, 9), ...dollars];
  });
  const heads = SOL_PRICES.map((perSol) => `SOL at $${perSol}`);
  return table(["a close", "signatures", "units asked for", "SOL", ...heads], rows);
}

function storing(): string {
  const rows: [account: string, bytes: number, by: string, returned: boolean][] = [
    ["keeper", accountLength("Keeper"), "register_keeper", false],
    ["bot", accountLength("Bot"), "publish_bot", false],
    ["the bot's vault", TOKEN_ACCOUNT, "publish_bot", false],
    ["subscription", accountLength("Subscription"), "subscribe", true],
    ["the subscription's escrow", TOKEN_ACCOUNT, "subscribe", true],
  ];
  return table(
    ["account", "bytes", "rent (SOL)", "paid by the payer of", "returned"],
    rows.map(([account, bytes, by, returned]) => [
      account,
      count(bytes),
      decimal((ACCOUNT_BYTES + bytes) * LAMPORTS_PER_BYTE, LAMPORTS_PER_SOL, 5),
      `\`${by}\``,
      returned ? "to that payer, by `close_subscription`" : "never",
    ]),
  );
}

/** The quotient with so many decimals, rounded up. */
function decimal(value: number, by: number, decimals: number): string {
  const scale = 10 ** decimals;
  const units = Math.ceil((value * scale) / by);
  return `${Math.floor(units / scale)}.${String(units % scale).padStart(decimals, "0")}`;
}
