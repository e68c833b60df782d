/** Shows what a transaction would do, before the wallet opens, and then what became of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useChain } from "../data/chain";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { CheckIcon } from "../ui/icons";
import { Loading } from "../ui/states";
import { Actions, Consequences, Receipt } from "./consequences";
import { close, confirm, type Flow, review, useFlow } from "./flow";

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
          <Consequences about={intent} simulation={stage.prepared.simulation} />
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
          <Receipt signature={stage.signature} onOpen={close} />
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
          <Receipt signature={stage.signature} onOpen={close} />
          <Actions>
            <Button kind="primary" onClick={close}>
              Done
            </Button>
          </Actions>
        </>
      );
  }
}
