/**
 * The IDL as a TypeScript module: reads the JSON from stdin. Without its docs, which would be half of what a browser loads
 * of it; the JSON that is published has them.
 */
import { readFileSync } from "node:fs";

const withoutDocs = (key, value) => (key === "docs" ? undefined : value);

const idl = JSON.stringify(JSON.parse(readFileSync(0, "utf8"), withoutDocs), null, 2);
// A discriminator takes one line.
const compact = idl.replace(/\[\s+(\d+(?:,\s+\d+)*)\s+\]/g, (_, numbers) => `[${numbers.replace(/\s+/g, " ")}]`);

process.stdout.write(`// Written by scripts/build-program.sh from the program's source.
export const IDL = ${compact} as const;

export type ProfitShareIdl = typeof IDL;
`);
