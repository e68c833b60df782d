/** Puts an instruction together in the form that works. */
import { type Address, PROGRAM } from "../addresses";
import { type Args, type Name, PLACES } from "../instructions";
import type { Meta, Send } from "../operations";

/** @param accounts by the program's names; null leaves an optional one out, and fixed ones are never given */
export function build<N extends Name>(
  instruction: N,
  accounts: Partial<Record<string, Address | null>>,
  args: Args = {},
  remaining: Meta[] = [],
): Send {
  const metas: Meta[] = PLACES[instruction].map(({ name, type, mut, fixed }) => {
    const given = accounts[name] === undefined ? fixed : accounts[name];
    if (given === undefined) throw new Error(`${instruction} needs ${name}`);
    if (given === null) return { address: PROGRAM, signer: false, writable: false };
    return { address: given, signer: type === "signer", writable: mut };
  });
  return { kind: "send", instruction, accounts: [...metas, ...remaining], args, rightful: false };
}
