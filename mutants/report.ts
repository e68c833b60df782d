/** docs/mutants.md: counts, and what survives with the reason that it may. */
import { KINDS, type Mutant } from "./mutant";
import type { Result } from "./results";

export interface Judged extends Mutant {
  result: Result;
  /** Why it may survive. */
  explanation: string | undefined;
}

const COLUMNS = ["killed", "survived", "equivalent", "uncompilable"] as const;

const KIND_NAMES: Record<(typeof KINDS)[number], string> = {
  account: "constraints and types of accounts",
  party: "one party taken for another",
  guard: "`require!`, errors of missing values, filters",
  condition: "branches, operands, negations, flags",
  comparison: "comparisons",
  arithmetic: "arithmetic, minima and maxima",
  constant: "constants and seeds",
  effect: "statements left out",
  field: "fields of events, records and ledgers left at zero",
};

/** One that survived the near tests and has an explanation is not run against all others. */
export const survives = ({ status }: Result): boolean => status === "survived" || status === "pending";

export function page(program: string, mutants: Judged[]): string {
  const survivors = mutants.filter(({ result }) => survives(result));
  const unexplained = survivors.filter(({ explanation }) => explanation === undefined);
  const explained = survivors.filter(({ explanation }) => explanation !== undefined);
  const files = [...new Set(mutants.map(({ file }) => file))];
  return `# Constraint removal

Written by \`npm run mutants\`: it removes or weakens each check of \`programs/profit_share\` in turn, rebuilds, and runs the program's
tests and the first transactions of the fuzz. A mutant is killed by the first test that fails. Not run: those whose binary is the
program's own, byte for byte (equivalent: also all of \`velocity.rs\`, which this build leaves out), and those that do not compile.

Program sha256: \`${program}\`

| | mutants | killed | survived | equivalent | does not compile |
|---|---|---|---|---|---|
${KINDS.map((kind) => row(KIND_NAMES[kind], filtered(mutants, { kind }))).join("\n")}
${row("**all**", mutants)}

## Survivors without explanation

${unexplained.length === 0 ? "None." : unexplained.map(({ id }) => `- \`${id}\``).join("\n")}

## Survivors explained

${sections(explained)}

## By file

| | mutants | killed | survived | equivalent | does not compile |
|---|---|---|---|---|---|
${files.map((file) => row(`\`${file}\``, filtered(mutants, { file }))).join("\n")}
`;
}

const filtered = (mutants: Judged[], { kind, file }: { kind?: string; file?: string }): Judged[] =>
  mutants.filter((mutant) => mutant.kind === (kind ?? mutant.kind) && mutant.file === (file ?? mutant.file));

function row(name: string, mutants: Judged[]): string {
  return `| ${name} | ${[mutants.length, ...COLUMNS.map((column) => count(mutants, column))].join(" | ")} |`;
}

const count = (mutants: Judged[], column: (typeof COLUMNS)[number]): number =>
  mutants.filter(({ result }) => (survives(result) ? "survived" : result.status) === column).length;

/** Survivors of one explanation stand together. */
function sections(survivors: Judged[]): string {
  if (survivors.length === 0) return "None.";
  const reasons = [...new Set(survivors.map(({ explanation }) => explanation))];
  return reasons
    .map((reason) => {
      const ids = survivors.filter(({ explanation }) => explanation === reason).map(({ id }) => `- \`${id}\``);
      return `${reason}\n\n${ids.join("\n")}`;
    })
    .join("\n\n");
}
