import type { Bot, Located } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { useState } from "react";
import { useChain } from "../../data/chain";
import { usePayee } from "../../data/payee";
import { useBegin } from "../../transactions/flow";
import { Address } from "../../ui/address";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { acceptIntent, handOverIntent } from "./intents";
import { PayeeField, payoutProblem } from "./payee-field";

/** Handing the bot over takes two: the owner offers it, the other one takes it. */
export function OwnerCard({ bot, account }: { bot: Located<Bot>; account: string | null }) {
  const { pendingOwner } = bot;
  return (
    <Card title="Ownership">
      {pendingOwner === null ? (
        <Offer bot={bot} account={account} />
      ) : (
        <Offered bot={bot} to={pendingOwner} account={account} />
      )}
    </Card>
  );
}

function Offer({ bot, account }: { bot: Located<Bot>; account: string | null }) {
  const { client } = useChain();
  const begin = useBegin();
  const [text, setText] = useState("");
  const { data: payee } = usePayee(bot.terms.mint, text);
  const isOwner = account === bot.owner.toBase58();
  const to = payee?.kind === "wallet" && payoutProblem(payee) === null ? payee.wallet : null;
  const isOther = to !== null && !to.equals(bot.owner);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isOther && isOwner) begin(handOverIntent({ client, bot }, to));
      }}
    >
      <p className="text-muted text-sm">
        The other wallet has to take the bot over on this page, so that it cannot go to an address that nobody has.
      </p>
      <PayeeField label="Wallet of the owner to be" text={text} onText={setText} payee={payee} />
      <Button type="submit" className="self-start" disabled={!isOther || !isOwner}>
        Review the offer
      </Button>
    </form>
  );
}

function Offered({ bot, to, account }: { bot: Located<Bot>; to: PublicKey; account: string | null }) {
  const { client } = useChain();
  const begin = useBegin();
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p>
        Offered to <Address value={to.toBase58()} />. That wallet takes it over on this page.
      </p>
      {account === to.toBase58() && (
        <Button
          kind="primary"
          className="self-start"
          onClick={() => begin(acceptIntent({ client, bot }, new PublicKey(account)))}
        >
          Review taking it over
        </Button>
      )}
      {account === bot.owner.toBase58() && (
        <Button className="self-start" onClick={() => begin(handOverIntent({ client, bot }, null))}>
          Take the offer back
        </Button>
      )}
    </div>
  );
}
