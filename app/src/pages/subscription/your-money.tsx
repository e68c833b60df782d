/** What the subscriber can do: deposit, withdraw, change the cap, leave. */
import { type Located, type Subscription, toDollars } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { useState } from "react";
import { useChain } from "../../data/chain";
import type { Standing } from "../../data/standing";
import { formatExactly } from "../../format/money";
import { shortAddress } from "../../format/short";
import { useBegin } from "../../transactions/flow";
import type { Intent } from "../../transactions/intent";
import { AmountField, typedAmount } from "../../ui/amount-field";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { useAccount } from "../../wallet/wallet";
import { capIntent, depositIntent, withdrawIntent } from "./intents";
import { Leaving } from "./leaving";

interface Props {
  subscription: Located<Subscription>;
  standing: Standing;
  /** Unix seconds. */
  now: bigint;
}

const ACTIONS = [
  { value: "withdraw", text: "Withdraw" },
  { value: "deposit", text: "Deposit" },
  { value: "cap", text: "Daily cap" },
  { value: "leave", text: "Leave" },
] as const;
type Action = (typeof ACTIONS)[number]["value"];

export function YourMoney(props: Props) {
  const [action, setAction] = useState<Action>("withdraw");
  const account = useAccount();
  const { subscriber } = props.subscription;
  const isSubscriber = account === subscriber.toBase58();
  return (
    <Card
      title="The subscriber's money"
      aside={<Choice label="What to do" options={ACTIONS} value={action} onChange={setAction} />}
    >
      {action === "leave" ? (
        <Leaving {...props} signer={account === null ? null : new PublicKey(account)} isSubscriber={isSubscriber} />
      ) : (
        <AmountForm key={action} {...props} action={action} account={account} isSubscriber={isSubscriber} />
      )}
    </Card>
  );
}

interface FormProps extends Props {
  action: Exclude<Action, "leave">;
  account: string | null;
  isSubscriber: boolean;
}

function AmountForm({ subscription, standing, action, account, isSubscriber }: FormProps) {
  const { client } = useChain();
  const begin = useBegin();
  const [text, setText] = useState("");
  const most = action === "withdraw" ? standing.withdrawable : null;
  const typed = typedAmount(text, most);
  const { minDailyCap } = subscription.terms;
  const tooLow = action === "cap" && typed.amount !== null && typed.amount < minDailyCap;
  const error = tooLow ? `At least ${formatExactly(minDailyCap)}: the terms say so` : typed.error;
  // Anybody may deposit; the rest is the subscriber's alone.
  const may = account !== null && (isSubscriber || action === "deposit");
  const { label, hint, intent } = FORMS[action];
  const review = (amount: bigint) => begin(intent({ client, subscription, signer: new PublicKey(account!) }, amount));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.amount !== null && may && error === null) review(typed.amount);
      }}
    >
      <AmountField
        label={label}
        text={text}
        onText={setText}
        error={error}
        hint={hint(subscription, standing)}
        suffix={
          action === "withdraw" &&
          standing.withdrawable > 0n && <Button onClick={() => setText(toDollars(standing.withdrawable))}>All</Button>
        }
      />
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" disabled={!may || typed.amount === null || error !== null}>
          Review
        </Button>
        <p className="text-muted text-sm">{whoMay(subscription, account, may)}</p>
      </div>
    </form>
  );
}

interface Form {
  label: string;
  hint: (subscription: Subscription, standing: Standing) => string;
  intent: (about: Parameters<typeof depositIntent>[0], amount: bigint) => Intent;
}

const FORMS: Record<Exclude<Action, "leave">, Form> = {
  withdraw: {
    label: "Dollars to your wallet",
    hint: ({ terms }, { withdrawable, ended }) =>
      `${formatExactly(withdrawable)} can go now.${ended || terms.minBalance === 0n ? "" : ` ${formatExactly(terms.minBalance)} stay until the end, as the terms say.`}`,
    intent: withdrawIntent,
  },
  deposit: {
    label: "Dollars into the escrow",
    hint: (_, { owed }) =>
      owed > 0n ? `${formatExactly(owed)} are owed and are paid first.` : "Shares of later profits are paid from it.",
    intent: depositIntent,
  },
  cap: {
    label: "Share that a day may accrue at most",
    hint: ({ terms }, { dailyCap }) => `Now ${formatExactly(dailyCap)}. At least ${formatExactly(terms.minDailyCap)}.`,
    intent: capIntent,
  },
};

function whoMay({ subscriber }: Subscription, account: string | null, may: boolean): string {
  if (may) return "You see what it does before your wallet opens.";
  const who = shortAddress(subscriber.toBase58());
  return account === null ? "Connect a wallet to do this." : `Only the subscriber ${who} can do this.`;
}
