/** The mutants of a program's sources. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Mutant, named } from "./mutant";
import { OPERATORS } from "./operators";
import { parse, type Source } from "./source";

/** @param folder the program's `src` */
export function readSources(folder: string): Source[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs"));
  return files.sort().map((file) => parse(file, readFileSync(join(folder, file), "utf8")));
}

export const mutantsOf = (sources: Source[]): Mutant[] =>
  sources.flatMap((source) =>
    named(
      source,
      OPERATORS.flatMap((operator) => operator(source)),
    ),
  );

/** Tells one state of the sources from another. */
export function hashOf(sources: Source[]): string {
  const hash = createHash("sha256");
  for (const { file, text } of sources) hash.update(`${file}\0${text}\0`);
  return hash.digest("hex");
}
