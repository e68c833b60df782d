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

/** Who gains and who pays what, in words. */
export function Consequences({ about, simulation }: { about: About; simulation: Simulated }) {
  const { owners, fee, rent, exact } = simulation;
  const moved = owners.filter(({ tokens }) => tokens.some(({ mint }) => mint.equals(about.mint)));
  return (
    <div className="text-sm">
      {about.explanation.map((sentence) => (
        <p key={sentence} className="mb-2">
          {sentence}
        </p>
      ))}
      <dl className="mt-4 divide-y divide-line rounded-xl bg-sunk px-4">
        {moved.map((change) => (
          <Line key={change.owner.toBase58()} name={nameOf(about, change)}>
            <Money change exact amount={change.tokens.find(({ mint }) => mint.equals(about.mint))!.amount} />
          </Line>
        ))}
        {moved.length === 0 && <Line name="Balances">nobody's dollars move</Line>}
        <Line name="Network fee">{fee === null ? "the node does not say" : formatSol(fee.total)}</Line>
        {rent.paid > 0n && <Line name="Kept by new accounts as rent">{formatSol(rent.paid)}</Line>}
        {rent.returned > 0n && <Line name="Rent that comes back">{formatSol(rent.returned)}</Line>}
      </dl>
      {!exact && <p className="mt-2 text-muted">Others moved money in the same moment: the changes include theirs.</p>}
    </div>
  );
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
