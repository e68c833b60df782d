/** What the conservation of the money came to, in words. */
import { formatDollars } from "@profit-share/sdk";
import type { Conservation, Equation } from "@profit-share/statements";

/** One line, or one for each account that is wrong. */
export function conservationWords({ conserved, equations }: Conservation, supply: bigint, accounts: number): string[] {
  const total = (what: Equation["what"]) =>
    formatDollars(equations.reduce((sum, equation) => (equation.what === what ? sum + equation.actual : sum), 0n));
  if (conserved) {
    return [
      `CONSERVED: the ${accounts} token accounts hold the ${formatDollars(supply)} that were minted, as the ledger says: ` +
        `escrows ${total("escrow")}, creator ${total("received")}, everybody else ${total("everybody else")}.`,
    ];
  }
  const wrong = equations.filter(({ expected, actual }) => expected !== actual);
  return [
    "NOT CONSERVED:",
    ...wrong.map(({ what, account, expected, actual }) => {
      const where = account === null ? what : `${what} ${account}`;
      return `  ${where} holds ${formatDollars(actual)}, by the ledger ${formatDollars(expected)}`;
    }),
  ];
}
