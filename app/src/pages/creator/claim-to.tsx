/** Claiming to an address that is not the owner's own wallet: looked at before anything is signed. */
import { createTokenAccount } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { useState } from "react";
import { useChain } from "../../data/chain";
import { type CreatorBot, claimableOf, moneyOf } from "../../data/creator";
import { type Payee, usePayee } from "../../data/payee";
import { formatExactly } from "../../format/money";
import { useBeginBatch } from "../../transactions/batch";
import { useBegin } from "../../transactions/flow";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { claimIntent } from "./claims";

interface Props {
  owner: PublicKey;
  groups: { mint: PublicKey; bots: CreatorBot[] }[];
}

export const ClaimTo = ({ owner, groups }: Props) => (
  <Card title="Claim to another address">
    <div className="flex flex-col gap-6">
      {groups.map(({ mint, bots }) => (
        <Form key={mint.toBase58()} owner={owner} mint={mint} bots={bots} isOne={groups.length === 1} />
      ))}
    </div>
  </Card>
);

interface FormProps {
  owner: PublicKey;
  mint: PublicKey;
  bots: CreatorBot[];
  /** Of one token all; else each form says which. */
  isOne: boolean;
}

function Form({ owner, mint, bots, isOne }: FormProps) {
  const { client } = useChain();
  const begin = useBegin();
  const beginBatch = useBeginBatch();
  const [text, setText] = useState("");
  const { data: payee } = usePayee(mint, text);
  const full = bots.filter((bot) => claimableOf(bot) > 0n);
  const amount = moneyOf(full).claimable;
  const to = payee === undefined ? null : readyAt(payee);
  const open = (wallet: PublicKey) =>
    begin({
      title: "Open a token account",
      explanation: ["The wallet has none for this token yet. You pay its rent; whoever closes it one day gets that."],
      signer: owner,
      names: {},
      mint,
      instructions: async () => [createTokenAccount(mint, wallet, owner)],
    });
  return (
    <form
      className="max-w-xl"
      onSubmit={(event) => {
        event.preventDefault();
        if (to !== null && amount > 0n) beginBatch(claimIntent({ client, bots: full, owner, to }, amount));
      }}
    >
      <Field
        label={isOne ? "Wallet or token account" : `Wallet or token account, for token ${mint.toBase58()}`}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        error={text.trim() !== "" && payee?.kind === "unfit" ? `${payee.words}.` : null}
        hint={text.trim() === "" || payee === undefined ? "It is looked at before you sign anything." : wordsOf(payee)}
      />
      <div className="mt-4 flex flex-wrap gap-3">
        {payee?.kind === "wallet" && !payee.exists && (
          <Button onClick={() => open(payee.wallet)}>Open its token account first</Button>
        )}
        <Button type="submit" kind="primary" disabled={to === null || amount === 0n}>
          {amount === 0n ? "Nothing is claimable" : `Review ${formatExactly(amount)}`}
        </Button>
      </div>
    </form>
  );
}

/** The token account that can be paid now. */
function readyAt(payee: Payee): PublicKey | null {
  if (payee.kind === "tokens") return payee.tokens;
  return payee.kind === "wallet" && payee.exists ? payee.tokens : null;
}

function wordsOf(payee: Payee): string {
  switch (payee.kind) {
    case "unfit":
      return "";
    case "tokens":
      return `A token account of ${payee.owner.toBase58()}.`;
    case "wallet":
      return [payee.note ?? "A wallet.", payee.exists ? "" : "It has no account for this token yet."].join(" ").trim();
  }
}
