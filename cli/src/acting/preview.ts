/** What a transaction would change, for a person to say yes or no to. */
import type { Simulation } from "@profit-share/sdk/sending";
import type { PublicKey } from "@solana/web3.js";
import { formatSol, signedDollars, signedSol } from "../text/amounts";
import { type Column, table } from "../text/table";
import type { Intent } from "./intent";

interface Row {
  who: string;
  tokens: string;
  sol: string;
}

const COLUMNS: Column<Row>[] = [
  { title: "who", cell: ({ who }) => who },
  { title: "tokens", cell: ({ tokens }) => tokens, align: "right" },
  { title: "SOL", cell: ({ sol }) => sol, align: "right" },
];

export function previewText({ what, names }: Pick<Intent, "what" | "names">, simulation: Simulation): string {
  const { fee, rent, exact } = simulation;
  const rows = simulation.owners.flatMap(({ owner, lamports, tokens }): Row[] => {
    const who = nameOf(owner, names);
    const sol = lamports === 0n ? "" : signedSol(lamports);
    if (tokens.length === 0) return [{ who, tokens: "", sol }];
    return tokens.map(({ amount }, index) => ({ who, tokens: signedDollars(amount), sol: index === 0 ? sol : "" }));
  });
  return [
    what,
    "",
    table(COLUMNS, rows),
    "",
    fee === null ? "The node does not say what it costs." : `The fee is ${formatSol(fee.total)}.`,
    ...(rent.paid > 0n ? [`New accounts take ${formatSol(rent.paid)} of rent.`] : []),
    ...(rent.returned > 0n ? [`Closed accounts give ${formatSol(rent.returned)} of rent back.`] : []),
    ...(exact ? [] : ["What others sent in between may be among the changes."]),
  ].join("\n");
}

/** The same for machines. */
export const previewJson = ({ owners, fee, rent, computeUnits, exact }: Simulation): object => ({
  ...{ changes: owners, rent, computeUnits, exact },
  fee: fee?.total ?? null,
});

function nameOf(owner: PublicKey, names: Intent["names"]): string {
  const name = names.find(([address]) => address.equals(owner))?.[1];
  return name === undefined ? owner.toBase58() : `${name} ${owner.toBase58()}`;
}
