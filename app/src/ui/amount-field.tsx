import { parseDollars } from "@profit-share/sdk";
import type { ReactNode } from "react";
import { formatExactly } from "../format/money";
import { Field } from "./field";

export interface TypedAmount {
  /** Base units; null while it is none. */
  amount: bigint | null;
  /** What is wrong; null if nothing is, or nothing is typed. */
  error: string | null;
}

/** Reads what somebody typed as dollars, exactly. @param most null: there is no limit */
export function typedAmount(text: string, most: bigint | null = null): TypedAmount {
  if (text.trim() === "") return { amount: null, error: null };
  try {
    const amount = parseDollars(text.trim());
    if (most !== null && amount > most) return { amount: null, error: `At most ${formatExactly(most)}` };
    return { amount, error: null };
  } catch (error) {
    return { amount: null, error: (error as Error).message };
  }
}

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  error: string | null;
  hint?: ReactNode;
  suffix?: ReactNode;
}

/** For dollars. The text stays as it was typed. */
export const AmountField = ({ text, onText, ...props }: Props) => (
  <Field
    inputMode="decimal"
    placeholder="0.00"
    value={text}
    onChange={(event) => onText(event.currentTarget.value)}
    {...props}
  />
);
