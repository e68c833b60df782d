import { type Bot, type Located, toDollars } from "@profit-share/sdk";
import { useState } from "react";
import { useChain } from "../../data/chain";
import { usePayee } from "../../data/payee";
import { formatExactly } from "../../format/money";
import { useBegin } from "../../transactions/flow";
import { Address } from "../../ui/address";
import { AmountField, typedAmount } from "../../ui/amount-field";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { payoutIntent } from "./intents";
import { PayeeField, payoutProblem } from "./payee-field";

/** Where payouts go by themselves: the address is looked at, because what reaches a wrong one is lost. */
export function PayoutCard({ bot, isOwner }: { bot: Located<Bot>; isOwner: boolean }) {
  const { client } = useChain();
  const begin = useBegin();
  const { payoutWallet, minPayout, terms } = bot;
  const [wallet, setWallet] = useState(payoutWallet.toBase58());
  const [least, setLeast] = useState(toDollars(minPayout));
  const { data: payee } = usePayee(terms.mint, wallet);
  const typed = typedAmount(least);
  const problem = payee === undefined ? null : payoutProblem(payee);
  const to = payee?.kind === "wallet" && problem === null ? payee.wallet : null;
  const isNew = to !== null && typed.amount !== null && (!to.equals(payoutWallet) || typed.amount !== minPayout);
  return (
    <Card title="Payouts">
      <Facts>
        <Fact name="Go to">
          <Address value={payoutWallet.toBase58()} />
        </Fact>
        <Fact name="At least">{formatExactly(minPayout)}</Fact>
      </Facts>
      <form
        className="mt-4 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isNew && isOwner) begin(payoutIntent({ client, bot }, to, typed.amount!));
        }}
      >
        <PayeeField label="Payout wallet" text={wallet} onText={setWallet} payee={payee} />
        <AmountField
          label="Least payout, dollars"
          text={least}
          onText={setLeast}
          error={typed.error}
          hint="Less than this waits, so that a payout is worth its fee."
        />
        <Button type="submit" kind="primary" className="self-start" disabled={!isNew || !isOwner}>
          Review
        </Button>
      </form>
    </Card>
  );
}
