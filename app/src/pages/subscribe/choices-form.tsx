import type { Bot, Located } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { useState } from "react";
import { addressIn } from "../../data/chain";
import type { Choices } from "../../data/subscribing";
import { useTokens } from "../../data/tokens";
import { formatExactly } from "../../format/money";
import { AmountField, typedAmount } from "../../ui/amount-field";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

interface Props {
  bot: Located<Bot>;
  subscriber: PublicKey;
  isBusy: boolean;
  onChoose: (choices: Choices) => void;
}

/** The number of an account has two bytes. */
const LAST_ACCOUNT = 65_535;

export function ChoicesForm({ bot, subscriber, isBusy, onChoose }: Props) {
  const { terms } = bot;
  const [cap, setCap] = useState("");
  const [deposit, setDeposit] = useState("");
  const [place, setPlace] = useState(terms.source === "attested" ? "0" : "");
  const { data: held } = useTokens(terms.mint, subscriber);
  const typedCap = typedAmount(cap);
  const typedDeposit = isZero(deposit) ? { amount: 0n, error: null } : typedAmount(deposit, held ?? null);
  const capError = tooLow(typedCap.amount, terms.minDailyCap) ?? typedCap.error;
  const depositError = tooLow(typedDeposit.amount, terms.minBalance) ?? typedDeposit.error;
  const account = accountIn(place.trim(), terms.source === "attested");
  const isReady =
    account !== null &&
    typedCap.amount !== null &&
    capError === null &&
    typedDeposit.amount !== null &&
    depositError === null;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        onChoose({ bot, subscriber, account, dailyCap: typedCap.amount!, deposit: typedDeposit.amount! });
      }}
    >
      <AmountField
        label="Daily cap, dollars"
        text={cap}
        onText={setCap}
        error={capError}
        hint={`The most share that a day may accrue. At least ${formatExactly(terms.minDailyCap)}.`}
      />
      <AmountField
        label="Deposit, dollars"
        text={deposit}
        onText={setDeposit}
        error={depositError}
        hint={`${terms.minBalance === 0n ? "Can be 0." : `At least ${formatExactly(terms.minBalance)}.`}${held === undefined ? "" : ` Your wallet has ${formatExactly(held)}.`}`}
      />
      {terms.source === "attested" ? (
        <Field
          label="Which account of your agent"
          inputMode="numeric"
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          error={account === null && place !== "" ? `A number from 0 to ${LAST_ACCOUNT}` : null}
          hint="0, unless your agent has several. Each can subscribe once at a time."
        />
      ) : (
        <Field
          label={`Your agent's account on ${terms.source === "drift" ? "Drift" : "Velocity"}`}
          value={place}
          spellCheck={false}
          onChange={(event) => setPlace(event.currentTarget.value)}
          error={account === null && place !== "" ? "The address of an account on the venue" : null}
          hint="It has to be flat when you subscribe. Where you trade, it is named."
        />
      )}
      <Button type="submit" kind="primary" className="self-start" disabled={!isReady || isBusy}>
        {isBusy ? "The keeper prepares it" : "Prepare"}
      </Button>
    </form>
  );
}

const isZero = (text: string): boolean => /^0*\.?0+$/.test(text.trim());

function tooLow(amount: bigint | null, least: bigint): string | null {
  return amount !== null && amount < least ? `At least ${formatExactly(least)}: the terms say so` : null;
}

function accountIn(text: string, isAttested: boolean): Choices["account"] | null {
  if (isAttested) {
    const isNumber = /^\d{1,5}$/.test(text) && Number(text) <= LAST_ACCOUNT;
    return isNumber ? { accountNo: Number(text) } : null;
  }
  const venueUser = addressIn(text);
  return venueUser === null ? null : { venueUser };
}
