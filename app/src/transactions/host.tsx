/** Where transactions are shown, on every page: the review, and what was sent before a reload. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useChain } from "../data/chain";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { useBatch } from "./batch";
import { BatchDialog } from "./batch-dialog";
import { useFlow } from "./flow";
import { follow, type Pending, usePending } from "./pending";
import { ReviewDialog } from "./review";

export default function TransactionHost() {
  const flow = useFlow();
  const chain = useChain();
  const [genesis, setGenesis] = useState<string | null>(null);
  useEffect(() => {
    // A node that fails here fails everywhere, and the page says so.
    void chain.genesis().then(setGenesis, () => {});
  }, [chain]);
  const shown = flow?.stage.name === "sent" || flow?.stage.name === "ended" ? flow.stage.signature : null;
  const steps = useBatch()?.stage;
  const inBatch = new Set(steps !== undefined && "steps" in steps ? steps.steps.map(({ signature }) => signature) : []);
  // Those of another chain are that one's.
  const others = usePending().filter(
    ({ genesis: of, signature }) => of === genesis && signature !== shown && !inBatch.has(signature),
  );
  return (
    <>
      {others.map((one) => (
        <PendingNote key={one.signature} pending={one} />
      ))}
      <ReviewDialog />
      <BatchDialog />
    </>
  );
}

function PendingNote({ pending }: { pending: Pending }) {
  const chain = useChain();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt follows again
  useEffect(() => {
    setProblem(null);
    void follow(chain, pending).then(async (outcome) => {
      if (outcome.kind === "unknown") return setProblem(outcome.words);
      const { title, signature } = pending;
      toast(outcome.kind === "confirmed" ? `${title}: confirmed` : `${title}: nothing was moved`, signature);
      await queries.invalidateQueries();
    });
  }, [chain, queries, pending, attempt]);
  return (
    <div role="status" className="mb-4 rounded-xl bg-accent-soft px-4 py-3 text-sm">
      <p>
        {pending.title}:{" "}
        {problem === null ? "sent, waiting for the chain." : `it is not known yet what became of it. ${problem}.`}
      </p>
      {problem !== null && (
        <Button className="mt-2" onClick={() => setAttempt(attempt + 1)}>
          Look again
        </Button>
      )}
    </div>
  );
}
