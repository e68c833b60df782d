/** Shows what a transaction would do, before the wallet opens, and then what became of it. */
import type { PublicKey } from "@solana/web3.js";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useChain } from "../data/chain";
import { formatSol } from "../format/money";
import { shortAddress } from "../format/short";
import { Address } from "../ui/address";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { CheckIcon } from "../ui/icons";
import { Money } from "../ui/money";
import { Loading } from "../ui/states";
import { close, confirm, type Flow, review, useFlow } from "./flow";
import type { Intent } from "./intent";
import type { Prepared } from "./prepare";

export function ReviewDialog() {
  const flow = useFlow();
  return flow === null ? null : (
    <Dialog title={flow.intent.title} onClose={close}>
      <Stage {...flow} />
    </Dialog>
  );
}

function Stage({ intent, stage }: Flow) {
  const chain = useChain();
  const queries = useQueryClient();
  switch (stage.name) {
    case "preparing":
      return <Loading what="The node works out what this would do." />;
    case "impossible":
      return (
        <>
          <p role="alert" className="text-sm text-danger">
            This cannot be done now: {stage.words}.
          </p>
          <Actions>
            <Button onClick={close}>Close</Button>
            <Button kind="primary" onClick={() => void review(chain, intent)}>
              Try again
            </Button>
          </Actions>
        </>
      );
    case "review":
    case "signing":
      return (
        <>
          <Consequences intent={intent} prepared={stage.prepared} />
          {stage.name === "review" && stage.problem !== null && (
            <p role="alert" className="mt-4 text-sm text-danger">
              Nothing was sent. The wallet says: {stage.problem}
            </p>
          )}
          <Actions>
            <Button onClick={close}>Cancel</Button>
            <Button kind="primary" disabled={stage.name === "signing"} onClick={() => void confirm(chain, queries)}>
              {stage.name === "signing" ? "Waiting for your wallet" : "Sign in your wallet"}
            </Button>
          </Actions>
        </>
      );
    case "sent":
      return (
        <>
          <Loading what="Sent. The chain confirms it in a moment." />
          <Receipt signature={stage.signature} />
          <p className="mt-3 text-sm text-muted">You can close this. The page follows it, also after a reload.</p>
        </>
      );
    case "ended":
      return (
        <>
          {stage.outcome.kind === "confirmed" ? (
            <p role="status" className="flex items-center gap-2 font-medium text-accent">
              <CheckIcon /> Confirmed
            </p>
          ) : (
            <p role="alert" className="text-sm text-danger">
              {stage.outcome.kind === "failed" ? "Nothing was moved: " : "It is not known yet what became of it: "}
              {stage.outcome.words}.
            </p>
          )}
          <Receipt signature={stage.signature} />
          <Actions>
            <Button kind="primary" onClick={close}>
              Done
            </Button>
          </Actions>
        </>
      );
  }
}

const Actions = ({ children }: { children: React.ReactNode }) => (
  <div className="mt-6 flex justify-end gap-2">{children}</div>
);

const Receipt = ({ signature }: { signature: string }) => (
  <p className="mt-3 text-sm">
    <Address
      value={signature}
      kind="transaction"
      link={(text) => (
        <Link to="/receipt/$signature" params={{ signature }} className="link" onClick={close}>
          {text}
        </Link>
      )}
    />
  </p>
);

/** Who gains and who pays what, in words. */
function Consequences({ intent, prepared: { simulation } }: { intent: Intent; prepared: Prepared }) {
  const { owners, fee, rent, exact } = simulation;
  const moved = owners.filter(({ tokens }) => tokens.some(({ mint }) => mint.equals(intent.mint)));
  return (
    <div className="text-sm">
      {intent.explanation.map((sentence) => (
        <p key={sentence} className="mb-2">
          {sentence}
        </p>
      ))}
      <dl className="mt-4 divide-y divide-line rounded-xl bg-sunk px-4">
        {moved.map((change) => (
          <Line key={change.owner.toBase58()} name={nameOf(intent, change.owner)}>
            <Money change exact amount={change.tokens.find(({ mint }) => mint.equals(intent.mint))!.amount} />
          </Line>
        ))}
        {owners.flatMap(({ owner, tokens }) =>
          tokens
            .filter(({ mint }) => !mint.equals(intent.mint))
            .map(({ mint, amount }) => (
              <Line key={`${owner} ${mint}`} name={nameOf(intent, owner)}>
                {amount.toString()} base units of {shortAddress(mint.toBase58())}
              </Line>
            )),
        )}
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

function nameOf({ signer, names }: Intent, owner: PublicKey): string {
  const address = owner.toBase58();
  return owner.equals(signer) ? "Your wallet" : (names[address] ?? shortAddress(address));
}
