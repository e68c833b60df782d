import type { Bot, Located } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { Link } from "@tanstack/react-router";
import type { PreparedSubscription } from "../../data/subscribing";
import { formatExactly } from "../../format/money";
import { Consequences } from "../../transactions/consequences";
import { Address } from "../../ui/address";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Loading } from "../../ui/states";
import { Stepper } from "../../ui/stepper";
import { ChoicesForm } from "./choices-form";
import { type Stage, useSubscribing } from "./use-subscribing";

/** Which step of the three a stage belongs to. */
const STEP: Record<Stage["name"], number> = { choosing: 0, preparing: 0, review: 1, signing: 1, sending: 2, ended: 2 };

export function Steps({ bot, account }: { bot: Located<Bot>; account: string }) {
  const { stage, prepare, sign, restart } = useSubscribing(bot.address.toBase58(), account);
  const isDone = stage.name === "ended" && stage.outcome.kind === "confirmed";
  const problem = "problem" in stage ? stage.problem : null;
  return (
    <Card>
      <Stepper
        current={isDone ? 3 : STEP[stage.name]}
        steps={[
          {
            title: "You choose",
            children: STEP[stage.name] === 0 && (
              <>
                <ChoicesForm
                  bot={bot}
                  subscriber={new PublicKey(account)}
                  isBusy={stage.name === "preparing"}
                  onChoose={(choices) => void prepare(choices)}
                />
                <Problem words={problem} />
              </>
            ),
          },
          {
            title: "Your wallet signs first",
            children: (stage.name === "review" || stage.name === "signing") && (
              <>
                <Review prepared={stage.prepared} />
                <Problem words={problem} />
                <div className="mt-4 flex flex-wrap gap-2">
                  <Button onClick={restart}>Choose again</Button>
                  <Button kind="primary" disabled={stage.name === "signing"} onClick={() => void sign()}>
                    {stage.name === "signing" ? "Waiting for your wallet" : "Sign in your wallet"}
                  </Button>
                </div>
              </>
            ),
          },
          {
            title: "The agent signs last, and it is sent",
            children: STEP[stage.name] < 2 && (
              <p className="text-muted">
                The keeper checks what you signed, lets the agent agree, and sends it. Until then nothing has moved.
              </p>
            ),
          },
        ]}
      />
      <End stage={stage} onRestart={restart} onAgain={() => void sign()} />
    </Card>
  );
}

function Review({ prepared: { choices, simulation, subscription, agent } }: { prepared: PreparedSubscription }) {
  const { bot, subscriber, deposit, dailyCap } = choices;
  return (
    <>
      <Consequences
        about={{
          signer: subscriber,
          mint: bot.terms.mint,
          names: { [subscription.toBase58()]: "The escrow, still yours" },
          explanation: [
            `Your signature agrees to the terms, version ${bot.terms.version}, and lets ${formatExactly(deposit)} go into the escrow. At most ${formatExactly(dailyCap)} of share accrue a day.`,
            "It does not let anybody take more, and it is worth nothing without the agent's.",
          ],
        }}
        simulation={simulation}
      />
      <p className="mt-3 flex flex-wrap items-center gap-x-2 text-muted">
        The agent that trades for you: <Address value={agent.toBase58()} />
      </p>
    </>
  );
}

const Problem = ({ words }: { words: string | null }) =>
  words !== null && (
    <p role="alert" className="mt-4 text-danger text-sm">
      {words}
    </p>
  );

function End({ stage, onRestart, onAgain }: { stage: Stage; onRestart: () => void; onAgain: () => void }) {
  if (stage.name === "sending") {
    return (
      <div className="mt-6">
        <Loading what="The agent signs, and the chain confirms it in a moment." />
      </div>
    );
  }
  if (stage.name !== "ended") return null;
  const { outcome, signed } = stage;
  const { subscription } = signed;
  switch (outcome.kind) {
    case "confirmed":
      return (
        <div role="status" className="mt-6 rounded-xl bg-accent-soft px-4 py-3">
          <p className="font-medium">You are subscribed.</p>
          <p className="mt-1 flex flex-wrap gap-x-4 text-sm">
            <Link to="/s/$subscription" params={{ subscription }} className="link">
              Go to your subscription
            </Link>
            <Link to="/receipt/$signature" params={{ signature: outcome.signature }} className="link">
              Receipt
            </Link>
          </p>
        </div>
      );
    case "unknown":
      return (
        <div role="alert" className="mt-6 text-sm">
          <p className="text-danger">It is not known yet what became of it: {outcome.words}.</p>
          <Button className="mt-3" onClick={onAgain}>
            Ask again
          </Button>
        </div>
      );
    case "failed":
    case "expired":
      return (
        <div role="alert" className="mt-6 text-sm">
          <p className="text-danger">
            {outcome.kind === "expired"
              ? "It did not land in time and never will: nothing has moved."
              : `The chain refused it, and nothing has moved but the fee: ${outcome.words}.`}
          </p>
          <Button className="mt-3" onClick={onRestart}>
            Begin again
          </Button>
        </div>
      );
  }
}
