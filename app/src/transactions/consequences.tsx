/** What a transaction would do, in words: what every dialog about one shows before the wallet opens. */
import type { OwnerChange, Simulation } from "@profit-share/sdk/sending";
import { Link } from "@tanstack/react-router";
import { formatSol } from "../format/money";
import { shortAddress } from "../format/short";
import { Address } from "../ui/address";
import { Money } from "../ui/money";
import type { Intent } from "./intent";

type About = Pick<Intent, "explanation" | "signer" | "names" | "mint">;
export type Simulated = Pick<Simulation, "owners" | "fee" | "rent" | "exact">;

export const Actions = ({ children }: { children: React.ReactNode }) => (
  <div className="mt-6 flex justify-end gap-2">{children}</div>
);

export const Receipt = ({ signature, onOpen }: { signature: string; onOpen: () => void }) => (
  <p className="mt-3 text-sm">
    <Address
      value={signature}
      kind="transaction"
      link={(text) => (
        <Link to="/receipt/$signature" params={{ signature }} className="link" onClick={onOpen}>
          {text}
        </Link>
      )}
    />
  </p>
);

/** Who gains and who pays what, in words. Those with the same name stand in one line. */
export function Consequences({ about, simulation }: { about: About; simulation: Simulated }) {
  const { fee, rent, exact } = simulation;
  const moved = movedBy(about, simulation);
  return (
    <div className="text-sm">
      {about.explanation.map((sentence) => (
        <p key={sentence} className="mb-2">
          {sentence}
        </p>
      ))}
      <dl className="mt-4 divide-y divide-line rounded-xl bg-sunk px-4">
        {[...moved].map(([name, amount]) => (
          <Line key={name} name={name}>
            <Money change exact amount={amount} />
          </Line>
        ))}
        {simulation.owners.flatMap((change) =>
          change.tokens
            .filter(({ mint }) => !mint.equals(about.mint))
            .map(({ mint, amount }) => (
              <Line key={`${change.owner} ${mint}`} name={nameOf(about, change)}>
                {amount.toString()} base units of {shortAddress(mint.toBase58())}
              </Line>
            )),
        )}
        {moved.size === 0 && <Line name="Balances">nobody's dollars move</Line>}
        <Line name="Network fee">{fee === null ? "the node does not say" : formatSol(fee.total)}</Line>
        {rent.paid > 0n && <Line name="Kept by new accounts as rent">{formatSol(rent.paid)}</Line>}
        {rent.returned > 0n && <Line name="Rent that comes back">{formatSol(rent.returned)}</Line>}
      </dl>
      {!exact && <p className="mt-2 text-muted">Others moved money in the same moment: the changes include theirs.</p>}
    </div>
  );
}

/** Base units by name. */
function movedBy(about: About, { owners }: Simulated): Map<string, bigint> {
  const moved = new Map<string, bigint>();
  for (const change of owners) {
    const amount = change.tokens.find(({ mint }) => mint.equals(about.mint))?.amount;
    if (amount === undefined) continue;
    const name = nameOf(about, change);
    moved.set(name, (moved.get(name) ?? 0n) + amount);
  }
  return moved;
}

const Line = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="flex justify-between gap-4 py-2.5">
    <dt className="text-muted">{name}</dt>
    <dd className="font-medium">{children}</dd>
  </div>
);

function nameOf({ signer, names }: About, { owner }: OwnerChange): string {
  const address = owner.toBase58();
  return owner.equals(signer) ? "Your wallet" : (names[address] ?? shortAddress(address));
}
