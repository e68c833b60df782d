import { type Located, type Subscription, toBaseUnits } from "@profit-share/sdk";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useBots } from "../../data/bots";
import { useChain } from "../../data/chain";
import { closeOnVenue, settleNow } from "../../data/localnet";
import { formatExactly, signed } from "../../format/money";
import { shortAddress } from "../../format/short";
import { Answer } from "../../ui/answer";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { EmptyState } from "../../ui/states";
import { keyNamed } from "../../wallet/lab-keys";
import { Said } from "./said";
import { useDoing } from "./use-doing";

/** Won, lost, won: the first table of docs/fees.md. */
const EXAMPLE = "100, -40, 70";
const BETWEEN_MS = 1_200;

/** Replays closes on the venue, one after the other, and has each settled. */
export const MarketCard = () => (
  <Card title="Market replay">
    <Answer query={useBots()} reading="Looking for subscriptions on Drift.">
      {(listed) => {
        const verified = listed
          .flatMap(({ subscriptions }) => subscriptions)
          .filter(({ terms, state }) => terms.source === "drift" && state === "active");
        return verified.length === 0 ? (
          <EmptyState title="Nobody subscribes with an account on Drift" />
        ) : (
          <Form verified={verified} />
        );
      }}
    </Answer>
  </Card>
);

function Form({ verified }: { verified: Located<Subscription>[] }) {
  const chain = useChain();
  const doing = useDoing();
  const id = useId();
  const [chosen, setChosen] = useState(verified[0]!.address.toBase58());
  const [text, setText] = useState(EXAMPLE);
  const subscription = verified.find(({ address }) => address.toBase58() === chosen) ?? verified[0]!;
  const closes = closesIn(text);
  const replay = (amounts: readonly bigint[]) =>
    doing.run(async () => {
      const payer = await keyNamed("lab market");
      for (const [index, amount] of amounts.entries()) {
        if (index > 0) await new Promise((done) => setTimeout(done, BETWEEN_MS));
        await closeOnVenue(chain, subscription.venueUser!, amount);
        await settleNow(chain, subscription, payer);
      }
      return `${amounts.map((amount) => signed(amount, formatExactly(amount))).join(", ")}: closed and settled.`;
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (closes !== null) void replay(closes);
      }}
    >
      <label htmlFor={id} className="font-medium text-sm">
        Subscription
      </label>
      <select
        id={id}
        value={subscription.address.toBase58()}
        onChange={(event) => setChosen(event.currentTarget.value)}
        className="mt-1.5 mb-4 min-h-10 w-full rounded-lg border border-line bg-page px-3 font-mono text-base text-ink"
      >
        {verified.map(({ address }) => (
          <option key={address.toBase58()} value={address.toBase58()}>
            {shortAddress(address.toBase58())}
          </option>
        ))}
      </select>
      <Field
        label="Closes, dollars each"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={closes === null ? "Amounts with commas between them, like 100, -40, 70" : null}
        hint="Each is closed on the venue and settled, a second apart. Watch it on the subscription's page."
      />
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" disabled={closes === null || doing.isBusy}>
          {doing.isBusy ? "Replaying" : "Replay"}
        </Button>
        <Link to="/s/$subscription" params={{ subscription: subscription.address.toBase58() }} className="link text-sm">
          Its page
        </Link>
      </div>
      <Said {...doing} />
    </form>
  );
}

/** null if it cannot be read. */
function closesIn(text: string): bigint[] | null {
  try {
    return text.split(",").map((one) => toBaseUnits(one));
  } catch {
    return null;
  }
}
