/** `reconcile`: whether a keeper's database and an index say the same as the chain, to the base unit. */
import type { ProfitShareClient } from "@profit-share/sdk";
import { type Difference, type Lists, reconcile, type Stated } from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { Outcome } from "../outcome";
import { type ChainSide, readChain } from "../reconcile/chain-side";
import { readIndex } from "../reconcile/index-side";
import { readKeeper } from "../reconcile/keeper-side";
import { type Column, table } from "../text/table";

export interface Compared {
  /** `postgres://…`, or a folder that no keeper holds; null: not asked. */
  keeperDatabase: string | null;
  /** Its URL; null: not asked. */
  index: string | null;
  /** How long one answer of the index may take. */
  timeoutMs: number;
  /** Told how many transactions were read so far. */
  onFetched: (count: number) => void;
}

type Side = Record<"settlements" | "ledgers", readonly Stated[]>;

/** @param address of a bot, of a wallet that owns bots, or of a subscription */
export async function reconcileWith(
  client: ProfitShareClient,
  address: PublicKey,
  { keeperDatabase, index, timeoutMs, onFetched }: Compared,
): Promise<Outcome> {
  const chain = await readChain(client, address, onFetched);
  const kept = keeperDatabase === null ? null : await readKeeper(keeperDatabase, chain);
  const indexed = index === null ? null : await readIndex(index, chain, timeoutMs);
  const found = listsOf(chain, kept, indexed).map(reconcile);
  const agreed = found.reduce((sum, one) => sum + one.agreed, 0);
  const differences = found.flatMap((one) => one.differences);
  const summary = `${sidesOf(kept, indexed)}: settlements and ledgers that are the same ${agreed}, differences ${differences.length}`;
  return {
    text: differences.length === 0 ? summary : `${table(COLUMNS, differences)}\n\n${summary}`,
    json: { agreed, differences },
    exitCode: differences.length === 0 ? EXIT.done : EXIT.refused,
  };
}

/**
 * A keeper stores the closes of attested subscriptions alone, and looks at no ledger any more once it is closed: of what is left it is
 * not asked.
 */
function listsOf({ agreements, settlements, ledgers }: ChainSide, kept: Side | null, indexed: Side | null): Lists[] {
  const keyOf = ({ bot, instance }: Pick<Stated, "bot" | "instance">) => `${bot}/${instance}`;
  const unkept = new Set(agreements.filter(({ attested }) => !attested).map(keyOf));
  const closed = new Set(agreements.filter(({ live }) => !live).map(keyOf));
  const split = (without: ReadonlySet<string>, list: (side: Side) => readonly Stated[]): Lists[] =>
    [true, false].map((asked) => {
      const part = (side: Side | null) => side && list(side).filter((one) => without.has(keyOf(one)) !== asked);
      return { chain: part({ settlements, ledgers }), keeper: asked ? part(kept) : null, index: part(indexed) };
    });
  return [...split(unkept, (side) => side.settlements), ...split(closed, (side) => side.ledgers)];
}

const sidesOf = (kept: Side | null, indexed: Side | null): string =>
  ["The chain", ...(kept === null ? [] : ["the keeper's database"]), ...(indexed === null ? [] : ["the index"])].join(
    " and ",
  );

const COLUMNS: Column<Difference>[] = [
  { title: "bot", cell: ({ bot }) => bot },
  { title: "number", cell: ({ instance }) => String(instance), align: "right" },
  { title: "settlement", cell: ({ sequence }) => (sequence === null ? "ledger" : String(sequence)), align: "right" },
  { title: "what", cell: ({ what }) => what },
  ...(["chain", "keeper", "index"] as const).map(
    (side): Column<Difference> => ({ title: side, cell: ({ what, says }) => said(what, says[side]), align: "right" }),
  ),
];

/** Base units; of a thing as a whole, whether it is there. */
function said(what: string, amount: bigint | null): string {
  if (amount === null) return "";
  if (what !== "settlement" && what !== "ledger") return String(amount);
  return amount === 1n ? "there" : "missing";
}
