import type { Payee } from "../../data/payee";
import { Field } from "../../ui/field";

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  /** What lies there; undefined while it is looked at. */
  payee: Payee | undefined;
}

/** For a wallet to which money goes by itself. */
export const PayeeField = ({ label, text, onText, payee }: Props) => (
  <Field
    label={label}
    value={text}
    spellCheck={false}
    onChange={(event) => onText(event.currentTarget.value)}
    error={payee === undefined || text.trim() === "" ? null : payoutProblem(payee)}
    hint={payee?.kind === "wallet" ? wordsOf(payee) : "It is looked at before you sign anything."}
  />
);

/** A payout fills a wallet's token account, so the wallet itself is wanted. null if nothing is wrong. */
export function payoutProblem(payee: Payee): string | null {
  if (payee.kind === "unfit") return `${payee.words}.`;
  if (payee.kind === "tokens") {
    return `This is a token account. Give its owner's wallet: ${payee.owner.toBase58()}.`;
  }
  return null;
}

const wordsOf = ({ note, exists }: Payee & { kind: "wallet" }): string =>
  [note ?? "A wallet.", exists ? "" : "It has no account for this token yet: payouts wait until there is one."]
    .join(" ")
    .trim();
