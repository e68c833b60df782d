/** Shows what several transactions would do together, and then what became of each. */
import { useQueryClient } from "@tanstack/react-query";
import { useChain } from "../data/chain";
import { formatCount } from "../format/money";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Loading } from "../ui/states";
import { type Batch, closeBatch, confirmBatch, reviewBatch, type Step, sumOf, useBatch } from "./batch";
import { Actions, Consequences, Receipt } from "./consequences";

export function BatchDialog() {
  const batch = useBatch();
  return batch === null ? null : (
    <Dialog title={batch.intent.title} onClose={closeBatch}>
      <Shown {...batch} />
    </Dialog>
  );
}

function Shown({ intent, stage }: Batch) {
  const chain = useChain();
  const queries = useQueryClient();
  if (stage.name === "preparing") return <Loading what="The node works out what this would do." />;
  if (stage.name === "impossible") {
    return (
      <>
        <p role="alert" className="text-sm text-danger">
          This cannot be done now: {stage.words}.
        </p>
        <Actions>
          <Button onClick={closeBatch}>Close</Button>
          <Button kind="primary" onClick={() => void reviewBatch(chain, intent)}>
            Try again
          </Button>
        </Actions>
      </>
    );
  }
  const { steps } = stage;
  const left = steps.filter(({ state }) => state === "waits").length;
  return (
    <>
      {stage.name === "review" && (
        <Consequences about={intent} simulation={sumOf(steps.filter(({ state }) => state === "waits"))} />
      )}
      <Progress steps={steps} />
      {stage.name === "review" && stage.problem !== null && (
        <p role="alert" className="mt-4 text-sm text-danger">
          The wallet says: {stage.problem}. What it did not sign was not sent.
        </p>
      )}
      <Actions>
        {stage.name === "review" ? (
          <>
            <Button onClick={closeBatch}>Cancel</Button>
            <Button kind="primary" disabled={left === 0} onClick={() => void confirmBatch(chain, queries)}>
              {left === 1 ? "Sign in your wallet" : `Sign ${formatCount(left)} in your wallet`}
            </Button>
          </>
        ) : (
          <Button kind="primary" onClick={closeBatch}>
            {stage.name === "ended" ? "Done" : "Close"}
          </Button>
        )}
      </Actions>
    </>
  );
}

function Progress({ steps }: { steps: readonly Step[] }) {
  const done = steps.filter(({ state }) => typeof state === "object" && state.kind === "confirmed").length;
  return (
    <div className="mt-4 text-sm">
      <p role="status" className="font-medium">
        {done === steps.length && steps.length === 1
          ? "Confirmed"
          : `${formatCount(done)} of ${formatCount(steps.length)} ${steps.length === 1 ? "transaction" : "transactions"} confirmed`}
      </p>
      <ol className="mt-2 max-h-64 divide-y divide-line overflow-y-auto">
        {steps.map((step) => (
          <li key={step.title} className="py-2">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span>{step.title}</span>
              <span className="text-muted">{wordOf(step)}</span>
            </p>
            {typeof step.state === "object" && step.state.kind !== "confirmed" && (
              <p className="text-danger">
                {step.state.kind === "failed" ? "Nothing of it was moved: " : "It is not known what became of it: "}
                {step.state.words}
              </p>
            )}
            {step.signature !== null && <Receipt signature={step.signature} onOpen={closeBatch} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

const WORDS = { waits: "waits for you", signing: "in your wallet", sent: "sent" };
const ENDS = { confirmed: "confirmed", failed: "refused", unknown: "not known" };

const wordOf = ({ state }: Step): string => (typeof state === "string" ? WORDS[state] : ENDS[state.kind]);
