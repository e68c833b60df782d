/** The fields of terms, the same for a new bot and for a new version. */

import type { FeeBasis, Source, Terms } from "@profit-share/sdk";
import { hex, MAX_PROFIT_SHARE_BPS, toDollars } from "@profit-share/sdk";
import { type ChangeEvent, useId } from "react";
import { addressIn } from "../../data/chain";
import { formatBps } from "../../format/money";
import { AmountField, typedAmount } from "../../ui/amount-field";
import { Choice } from "../../ui/choice";
import { Field } from "../../ui/field";
import type { NewTerms } from "./intents";

/** As it is typed. */
export interface TypedTerms {
  percent: string;
  feeBasis: FeeBasis;
  minBalance: string;
  minDailyCap: string;
  keeper: string;
  /** sha256 of the legal text, hexadecimal. */
  hash: string;
}

export const typedFrom = (terms: NewTerms): TypedTerms => ({
  percent: String(terms.profitShareBps / 100),
  feeBasis: terms.feeBasis,
  minBalance: toDollars(terms.minBalance),
  minDailyCap: toDollars(terms.minDailyCap),
  keeper: terms.keeper?.toBase58() ?? "",
  hash: hex(terms.hash),
});

export interface TermsErrors {
  percent: string | null;
  minBalance: string | null;
  minDailyCap: string | null;
  keeper: string | null;
  hash: string | null;
}

/** @returns the terms, or null with what is wrong with each field */
export function readTerms(typed: TypedTerms, source: Source): { terms: NewTerms | null; errors: TermsErrors } {
  const { percent, feeBasis, minBalance, minDailyCap, keeper, hash } = typed;
  const bps = bpsIn(percent);
  const [balance, cap] = [amountIn(minBalance), amountIn(minDailyCap)];
  const keeperKey = source === "attested" ? addressIn(keeper.trim()) : null;
  const bytes = hashIn(hash);
  const errors: TermsErrors = {
    percent:
      bps === null ? `A percentage from 0 to ${formatBps(MAX_PROFIT_SHARE_BPS)}, with two decimals at most` : null,
    minBalance: balance === null ? "An amount like 5 or 0.50, or 0" : null,
    minDailyCap: cap === null || cap === 0n ? "An amount above zero, like 1" : null,
    keeper: source === "attested" && keeperKey === null ? "The address of a keeper's account" : null,
    hash: bytes === null ? "64 hexadecimal digits: choose the file, and they are computed" : null,
  };
  if (Object.values(errors).some((error) => error !== null)) return { terms: null, errors };
  return {
    terms: {
      profitShareBps: bps!,
      feeBasis: source === "attested" ? feeBasis : "high_water_mark",
      minBalance: balance!,
      minDailyCap: cap!,
      keeper: keeperKey,
      hash: bytes!,
    },
    errors,
  };
}

function bpsIn(percent: string): number | null {
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(percent.trim())) return null;
  const [whole, fraction = ""] = percent.trim().split(".");
  const bps = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  return bps <= MAX_PROFIT_SHARE_BPS ? bps : null;
}

/** Zero is an amount here. */
const amountIn = (text: string): bigint | null =>
  /^0*(\.0{1,6})?$/.test(text.trim()) && text.trim() !== "" ? 0n : typedAmount(text).amount;

function hashIn(text: string): Uint8Array | null {
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) return null;
  return Uint8Array.from(text.trim().match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

const BASES = [
  { value: "high_water_mark", text: "New profit only" },
  { value: "each_close", text: "Each profitable close" },
] as const;

interface Props {
  source: Source;
  typed: TypedTerms;
  onTyped: (typed: TypedTerms) => void;
  errors: TermsErrors;
}

export function TermsFields({ source, typed, onTyped, errors }: Props) {
  const set = (changes: Partial<TypedTerms>) => onTyped({ ...typed, ...changes });
  /** An empty field is not wrong yet. */
  const error = (name: keyof TermsErrors) => (typed[name].trim() === "" ? null : errors[name]);
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field
        label="Share of profit, in percent"
        inputMode="decimal"
        value={typed.percent}
        onChange={(event) => set({ percent: event.currentTarget.value })}
        error={error("percent")}
        hint={`At most ${formatBps(MAX_PROFIT_SHARE_BPS)}: the program allows no more.`}
      />
      <div>
        <p className="mb-1.5 font-medium text-sm">It is taken of</p>
        {source === "attested" ? (
          <Choice
            label="It is taken of"
            options={BASES}
            value={typed.feeBasis}
            onChange={(feeBasis) => set({ feeBasis })}
          />
        ) : (
          <p className="text-sm">new profit only, above the high-water mark</p>
        )}
      </div>
      <AmountField
        label="Kept in the escrow until the end, dollars"
        text={typed.minBalance}
        onText={(minBalance) => set({ minBalance })}
        error={error("minBalance")}
        hint="The first deposit has to reach it."
      />
      <AmountField
        label="Lowest daily cap, dollars"
        text={typed.minDailyCap}
        onText={(minDailyCap) => set({ minDailyCap })}
        error={error("minDailyCap")}
        hint="No subscriber can limit a day's share to less."
      />
      {source === "attested" && (
        <Field
          label="Keeper that states each close"
          value={typed.keeper}
          spellCheck={false}
          onChange={(event) => set({ keeper: event.currentTarget.value })}
          error={error("keeper")}
          hint="The address of its account on the chain."
        />
      )}
      <TextOfTerms hash={typed.hash} onHash={(hash) => set({ hash })} error={error("hash")} />
    </div>
  );
}

function TextOfTerms({ hash, onHash, error }: { hash: string; onHash: (hash: string) => void; error: string | null }) {
  const id = useId();
  const choose = async ({ currentTarget: { files } }: ChangeEvent<HTMLInputElement>) => {
    const file = files?.[0];
    if (file === undefined) return;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    onHash(hex(digest));
  };
  return (
    <Field
      label="sha256 of the terms' text"
      value={hash}
      spellCheck={false}
      onChange={(event) => onHash(event.currentTarget.value)}
      error={error}
      hint={
        <>
          The text stays with you; the chain keeps its hash.{" "}
          <label htmlFor={id} className="link cursor-pointer has-focus-visible:outline-2">
            Compute it from a file
            <input id={id} type="file" className="sr-only" onChange={(event) => void choose(event)} />
          </label>
        </>
      }
    />
  );
}

/** Of the terms, what differs. */
export function changed(terms: NewTerms, from: Terms): boolean {
  return (
    terms.profitShareBps !== from.profitShareBps ||
    terms.feeBasis !== from.feeBasis ||
    terms.minBalance !== from.minBalance ||
    terms.minDailyCap !== from.minDailyCap ||
    (terms.keeper?.toBase58() ?? null) !== (from.keeper?.toBase58() ?? null) ||
    terms.hash.some((byte, index) => byte !== from.hash[index])
  );
}
